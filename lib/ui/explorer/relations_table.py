"""The relations of the map as a table: for a screen reader, and for a quick scan."""

from collections.abc import Callable, Sequence
from functools import cache

from markupsafe import Markup

from lib.schema.model import TableName
from lib.schema.names import written
from lib.schema.relations.graph import Relation
from lib.ui.components.markup import link
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address

MOST = 200


def relations_table(
    relations: Sequence[Relation], here: Address, *, selected: tuple[TableName | None, str] | None = None
) -> Markup:
    """One line a relation, both tables as links; past the first 200 it says how many more there are."""
    if not relations:
        return Markup("<p class=quiet>No relations between the tables shown.</p>")
    ordered = sorted(relations, key=lambda relation: (relation.kind != "foreign key", relation.kind, relation.id))
    link_of = cache(lambda name: link(here.at(name), breakable(written(name))))  # a table has several relations
    lines = Markup("").join(
        _line(relation, here, link_of=link_of, is_at=(relation.table, relation.name) == selected)
        for relation in ordered[:MOST]
    )
    more = (
        Markup("<p class=quiet>… and {} more: choose a concern or a table to see its own.</p>").format(
            len(ordered) - MOST
        )
        if len(ordered) > MOST
        else ""
    )
    return Markup(
        '<details{}><summary><b>Relations on the map</b> <small>{}</small></summary><div class="tall">'
        "<table class=relations><thead><tr><th>Table</th><th>Columns</th><th>Refers to</th><th>Rows</th>"
        "<th>On delete</th><th>Relation</th></tr></thead><tbody>{}</tbody></table>{}</div></details>"
    ).format(Markup(" open") if len(ordered) <= 60 else "", len(ordered), lines, more)


def _line(relation: Relation, here: Address, *, link_of: Callable[[TableName], Markup], is_at: bool) -> Markup:
    is_key = relation.kind == "foreign key"
    return Markup(
        '<tr{}><td>{}</td><td class="type">{}</td><td>{} <span class="type">{}</span></td><td>{}</td><td>{}</td>'
        "<td>{}</td></tr>"
    ).format(
        Markup(' class="at"') if is_at else "",
        link_of(relation.table),
        Markup(", ").join(map(breakable, relation.columns)),
        link_of(relation.other),
        Markup(", ").join(map(breakable, relation.other_columns)),
        "" if relation.kind == "reads" else relation.cardinality,
        relation.on_delete.lower() if is_key else relation.kind,
        link(here.but(table=relation.table, relation=relation.name, column=""), breakable(relation.name)),
    )
