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
    JoinStep,
    Neighbour,
    Neighbours,
    PackAnswer,
    Paths,
    RelationShape,
    SearchAnswer,
    TableAnswer,
)
from lib.schema.changes.change import SchemaChange
from lib.schema.export.compact import is_joining
from lib.schema.export.document import table_document
from lib.schema.export.pack import BudgetTooSmall, pack
from lib.schema.export.pack import Pack as Packed
from lib.schema.model import Schema, TableName
from lib.schema.names import written
from lib.schema.relations import paths
from lib.schema.relations.concern_graph import concern_graph
from lib.schema.relations.graph import foreign_keys, neighbourhood
from lib.schema.relations.join import Join
from lib.schema.search import search

LONGEST_TEXT = 500
"""Letters of a text that changed: a view's whole query would crowd out everything else."""
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
        "scope": schema.scope,
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

    def made(part: Sequence[Concern], left_out: str, more: str) -> Concerns:
        return Concerns(**stamp(schema), concerns=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def find(
    schema: Schema, words: str, *, limit: int = 50, offset: int = 0, max_tokens: int | None = None
) -> SearchAnswer:
    """Where words occur, at most `limit` places."""
    items = [
        HitShape(
            kind=hit.kind, table=hit.table and written(hit.table), column=hit.column, name=hit.name, score=hit.score
        )
        for hit in search.find(schema, words, limit=offset + limit + 1)
    ]
    is_cut = len(items) > offset + limit
    del items[offset + limit :]

    def made(part: Sequence[HitShape], left_out: str, more: str) -> SearchAnswer:
        if is_cut and not more:
            left_out, more = (
                "places that fit less well",
                f"Ask again with offset={offset + limit}, or with other words.",
            )
        return SearchAnswer(**stamp(schema), hits=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def table(schema: Schema, name: TableName, *, offset: int = 0, max_tokens: int | None = None) -> TableAnswer:
    """One table whole; where it does not fit, without the parts in `DROPPED` and with the columns from `offset` on."""
    found = schema.table_named[name]
    document = table_document(found, schema.incoming.get(name, ()))
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

    def made(part: Sequence[dict[str, Any]], left_out: str, more: str) -> TableAnswer:
        told = "; ".join(filter(None, (", ".join(dropped), left_out and f"columns: {left_out}")))
        columns = [*(joining if offset == 0 else []), *part]
        return TableAnswer(**stamp(schema), table={**document, "columns": columns}, left_out=told, more=more)

    return fitted(others, made, offset=offset, max_tokens=max_tokens)


def neighbours(
    schema: Schema, names: Sequence[TableName], *, hops: int = 1, offset: int = 0, max_tokens: int | None = None
) -> Neighbours:
    """The tables within `hops` relations of some, and the relations among those that are told."""
    near = neighbourhood(schema, names, hops=hops)
    relations = foreign_keys(schema)

    def made(part: Sequence[TableName], left_out: str, more: str) -> Neighbours:
        told = set(part)
        return Neighbours(
            **stamp(schema),
            tables=[_neighbour(schema, name, near.distance[name]) for name in part],
            relations=[
                RelationShape(
                    table=written(item.table),
                    columns=list(item.columns),
                    refers_to=written(item.other),
                    other_columns=list(item.other_columns),
                    on_delete=item.on_delete,
                )
                for item in relations
                if item.table in told and item.other in told
            ],
            hubs=[written(name) for name in near.hubs],
            behind_hubs=near.left_out,
            left_out=left_out,
            more=more,
        )

    return fitted(near.tables, made, offset=offset, max_tokens=max_tokens)


def join_paths(
    schema: Schema, start: TableName, end: TableName, *, limit: int = 5, max_tokens: int | None = None
) -> Paths:
    """The best join paths between two tables."""
    items = [
        JoinPathShape(
            tables=[written(name) for name in path.tables],
            multiplies=path.multiplies,
            hubs=[written(name) for name in path.hubs],
            steps=[_step(step) for step in path.steps],
            sql=path.sql,
        )
        for path in paths.find(schema, start, end, limit=limit)
    ]

    def made(part: Sequence[JoinPathShape], left_out: str, more: str) -> Paths:
        ends = {"start": written(start), "end": written(end)}
        more = "Ask with a larger max_tokens." if more else ""
        return Paths(**stamp(schema), **ends, paths=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=0, max_tokens=max_tokens)


def packed(schema: Schema, names: tuple[TableName, ...], *, max_tokens: int) -> PackAnswer:
    """The most useful description of some tables such that the whole answer takes at most `max_tokens`.

    Raises `BudgetTooSmall`, with what the whole answer needs, where not even the shortest one fits.
    """
    room, least = max_tokens, 0
    while True:
        try:
            found = pack(schema, names, max_tokens=max(room, least))
        except BudgetTooSmall as error:
            least = error.needed
            continue
        answer = _pack(schema, names, found)
        taken = size(answer)
        if taken <= max_tokens:
            return answer
        if least:
            raise BudgetTooSmall(taken)
        room -= taken - max_tokens


def changes(
    schema: Schema, earlier: Schema, found: Sequence[SchemaChange], *, offset: int = 0, max_tokens: int | None = None
) -> Changes:
    """What `found` says of the way from `earlier` to `schema`."""
    items = [
        ChangeItem(
            kind=change.kind,
            severity=change.severity,
            what=change.what,
            table=change.table and written(change.table),
            name=change.name,
            attribute=change.attribute,
            before=_cut(change.before),
            after=_cut(change.after),
            reason=change.reason,
        )
        for change in found
    ]

    def made(part: Sequence[ChangeItem], left_out: str, more: str) -> Changes:
        return Changes(
            **stamp(schema),
            since=earlier.fingerprint,
            since_at=earlier.as_of,
            counts=dict(Counter(change.severity for change in found)),
            changes=list(part),
            left_out=left_out,
            more=more,
        )

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def _neighbour(schema: Schema, name: TableName, hops: int) -> Neighbour:
    found = schema.table_named[name]
    return Neighbour(
        table=written(name),
        hops=hops,
        kind=found.kind,
        row_estimate=found.row_estimate,
        comment=_cut(found.comment),
        joining_columns=[column.name for column in found.columns if is_joining(column)],
    )


def _step(step: Join) -> JoinStep:
    return JoinStep(
        start=written(step.start),
        end=written(step.end),
        foreign_key=step.foreign_key.name,
        columns=list(step.columns),
        cardinality=step.cardinality,
        multiplies=step.multiplies,
        optional=step.optional,
        lacks_index=step.lacks_index,
        trusted=step.trusted,
    )


def _pack(schema: Schema, names: tuple[TableName, ...], found: Packed) -> PackAnswer:
    left = f"{len(found.left_out)} neighbours; {found.unnamed} tables not named" if found.unnamed else ""
    return PackAnswer(
        **stamp(schema),
        text=found.text,
        tokens=found.tokens,
        levels={written(name): found.shown[name] for name in dict.fromkeys(names)},
        left_out=left,
        more="Ask with other tables or a larger max_tokens." if left else "",
    )


def _cut(text: str | None) -> str | None:
    return text if text is None or len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
