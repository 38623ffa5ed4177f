"""The answers to an agent's questions about a schema: the same objects for the commands, the server and the pages."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lib.agent_answer import fitted, size
from lib.schema.agent_shapes import (
    ChangeItem,
    Changes,
    Concern,
    Concerns,
    HitShape,
    JoinPathShape,
    Neighbour,
    Neighbours,
    PackAnswer,
    Paths,
    RelationShape,
    SearchAnswer,
    TableAnswer,
)
from lib.schema.changes.change import SchemaChange
from lib.schema.concerns.visible import asked_of
from lib.schema.export import subset
from lib.schema.export.document import table_document
from lib.schema.export.export import export
from lib.schema.export.pack import BudgetTooSmall, pack
from lib.schema.export.pack import Pack as Packed
from lib.schema.model import Schema, TableName
from lib.schema.names import written
from lib.schema.relations import paths
from lib.schema.relations.concern_graph import concern_graph
from lib.schema.relations.graph import foreign_keys, neighbourhood
from lib.schema.search import search
from lib.schema.trigger_arguments import masked_table

COPY_TOKENS = 2000
"""What the copy of a table takes at most: `orb schema pack --tables S.T --max-tokens 2000`."""
ROOM_TO_TELL = 150
"""Tokens for what is said of the parts left out."""
DROPPED = (
    *("triggers", "policies", "not_nulls", "reads", "definition", "checks", "exclusions", "indexes"),
    *("referenced_by", "unique"),
)
"""What a table's description loses first where it does not fit; keys, relations and columns stay."""


def stamp(schema: Schema) -> dict[str, str]:
    """Of which database, as of when, which state and what of it an answer tells."""
    return {
        "database": schema.database,
        "as_of": schema.as_of,
        "fingerprint": schema.fingerprint,
        "scope": schema.told_scope,
    }


def concerns(schema: Schema, *, offset: int = 0, max_tokens: int | None = None) -> Concerns:
    """The concerns by size, and which refer to which."""
    graph = concern_graph(schema)
    refers: dict[str, dict[str, int]] = {}
    for edge in graph.dependencies:
        if edge.concern != edge.other:
            refers.setdefault(edge.concern, {})[edge.other] = edge.relations
    ranked = sorted(graph.tables.items(), key=lambda item: (-item[1], item[0]))
    items = [Concern(concern=name, tables=count, refers_to=refers.get(name, {})) for name, count in ranked]

    def answer_of(part: Sequence[Concern], left_out: str, more: str) -> Concerns:
        return Concerns(**stamp(schema), concerns=list(part), left_out=left_out, more=more)

    return fitted(items, answer_of, offset=offset, max_tokens=max_tokens)


def find(
    schema: Schema, words: str, *, limit: int = 50, offset: int = 0, max_tokens: int | None = None
) -> SearchAnswer:
    """Where words occur, at most `limit` places."""
    items = [HitShape.of(hit) for hit in search.find(schema, words, limit=offset + limit + 1)]
    is_cut = len(items) > offset + limit
    del items[offset + limit :]

    def answer_of(part: Sequence[HitShape], left_out: str, more: str) -> SearchAnswer:
        if is_cut and not more:
            left_out, more = (
                "places that fit less well",
                f"Ask again with offset={offset + limit}, or with other words.",
            )
        return SearchAnswer(**stamp(schema), hits=list(part), left_out=left_out, more=more)

    return fitted(items, answer_of, offset=offset, max_tokens=max_tokens)


def table(schema: Schema, name: TableName, *, offset: int = 0, max_tokens: int | None = None) -> TableAnswer:
    """One table whole; where it does not fit, without the parts in `DROPPED` and with the columns from `offset` on."""
    masked = masked_table(schema.table_named[name])
    document = table_document(masked, schema.incoming.get(name, ()))
    answer = TableAnswer(**stamp(schema), table=document)
    if max_tokens is None or (offset == 0 and size(answer) <= max_tokens):
        return answer
    dropped: list[str] = []
    for part in DROPPED:
        if document.get(part):
            document = {**document, part: None}
            dropped.append(part)
            answer = TableAnswer(
                **stamp(schema), table=document, left_out=", ".join(dropped), more="Ask with a larger max_tokens."
            )
            if offset == 0 and size(answer) <= max_tokens:
                return answer
    joining = [column for column in document["columns"] if column["is_pk"] or column["is_fk"]]
    if size(TableAnswer(**stamp(schema), table={**document, "columns": joining})) > max_tokens - ROOM_TO_TELL:
        document, joining = {**document, "foreign_keys": None}, []  # its relations alone are too many
        dropped.append("foreign_keys (schema_neighbourhood tells them)")
    others = [column for column in document["columns"] if column not in joining]

    def answer_of(part: Sequence[dict[str, Any]], left_out: str, more: str) -> TableAnswer:
        told = "; ".join(filter(None, (", ".join(dropped), left_out and f"columns: {left_out}")))
        columns = [*(joining if offset == 0 else []), *part]
        return TableAnswer(**stamp(schema), table={**document, "columns": columns}, left_out=told, more=more)

    return fitted(others, answer_of, offset=offset, max_tokens=max_tokens)


def neighbours(
    schema: Schema, names: Sequence[TableName], *, hops: int = 1, offset: int = 0, max_tokens: int | None = None
) -> Neighbours:
    """The tables within `hops` relations of some, and the relations among those that are told."""
    near = neighbourhood(schema, names, hops=hops)
    relations = foreign_keys(schema)

    def answer_of(part: Sequence[TableName], left_out: str, more: str) -> Neighbours:
        told = set(part)
        return Neighbours(
            **stamp(schema),
            tables=[Neighbour.of(schema.table_named[name], near.distance[name]) for name in part],
            relations=[RelationShape.of(item) for item in relations if item.table in told and item.other in told],
            hubs=[written(name) for name in near.hubs],
            behind_hubs=near.left_out,
            left_out=left_out,
            more=more,
        )

    return fitted(near.tables, answer_of, offset=offset, max_tokens=max_tokens)


def join_paths(
    schema: Schema, start: TableName, end: TableName, *, limit: int = 5, max_tokens: int | None = None
) -> Paths:
    """The best join paths between two tables."""
    items = [JoinPathShape.of(path) for path in paths.find(schema, start, end, limit=limit)]

    def answer_of(part: Sequence[JoinPathShape], left_out: str, more: str) -> Paths:
        ends = {"start": written(start), "end": written(end)}
        more = "Ask with a larger max_tokens." if more else ""
        return Paths(**stamp(schema), **ends, paths=list(part), left_out=left_out, more=more)

    return fitted(items, answer_of, offset=0, max_tokens=max_tokens)


def packed(schema: Schema, names: tuple[TableName, ...], *, max_tokens: int) -> PackAnswer:
    """The most useful description of some tables such that the whole answer takes at most `max_tokens`.

    Raises `BudgetTooSmall`, with what the whole answer needs, where not even the shortest one fits.
    """
    room, least = max_tokens, 0
    while True:
        try:
            description = pack(schema, names, max_tokens=max(room, least))
        except BudgetTooSmall as error:
            least = error.needed
            continue
        answer = _pack(schema, names, description)
        taken = size(answer)
        if taken <= max_tokens:
            return answer
        if least:
            raise BudgetTooSmall(taken)
        room -= taken - max_tokens


def table_copy(schema: Schema, name: TableName) -> str:
    """What "Copy for an agent" gives of a table: its columns, its neighbours with their keys, the names of the rest."""
    return packed(asked_of(schema, hidden=False, names=(name,)), (name,), max_tokens=COPY_TOKENS).text


def concern_copy(schema: Schema, concern: str) -> str:
    """What "Copy for an agent" gives of a concern: a line a table, `orb schema export --format compact --concern C`."""
    return export(subset.of_concern(schema, concern), "compact", whole=schema)


def changes(
    schema: Schema,
    earlier: Schema,
    changes_between: Sequence[SchemaChange],
    *,
    offset: int = 0,
    max_tokens: int | None = None,
) -> Changes:
    """What `changes_between` says of the way from `earlier` to `schema`."""
    items = [ChangeItem.of(change) for change in changes_between]

    def answer_of(part: Sequence[ChangeItem], left_out: str, more: str) -> Changes:
        return Changes(
            **stamp(schema),
            since=earlier.fingerprint,
            since_at=earlier.as_of,
            counts=dict(Counter(change.severity for change in changes_between)),
            changes=list(part),
            left_out=left_out,
            more=more,
        )

    return fitted(items, answer_of, offset=offset, max_tokens=max_tokens)


def _pack(schema: Schema, names: tuple[TableName, ...], description: Packed) -> PackAnswer:
    left = (
        f"{len(description.left_out)} neighbours; {description.unnamed} tables not named" if description.unnamed else ""
    )
    return PackAnswer(
        **stamp(schema),
        text=description.text,
        tokens=description.tokens,
        levels={written(name): description.levels[name] for name in dict.fromkeys(names)},
        left_out=left,
        more="Ask with other tables or a larger max_tokens." if left else "",
    )
