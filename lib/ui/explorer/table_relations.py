"""The relations of one table both ways, and what deleting one of its rows does to others."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from lib.schema.model import Schema, Table
from lib.schema.names import written
from lib.schema.relations.deletion import Deletion, Effect
from lib.schema.relations.graph import Relation, foreign_keys
from lib.schema.relations.inferred import inferred
from lib.ui.components.markup import link
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address


def table_relations(schema: Schema, table: Table, *, here: Address) -> Markup:
    known = [*foreign_keys(schema), *inferred(schema)]
    out = [relation for relation in known if relation.table == table.key]
    into = [relation for relation in known if relation.other == table.key]
    return _side("Refers to", out, here=here, outgoing=True) + _side("Referred to by", into, here=here, outgoing=False)


def _side(title: str, relations: Sequence[Relation], *, here: Address, outgoing: bool) -> Markup:
    if not relations:
        return Markup("<h3>{} <small>no table</small></h3>").format(title)
    lines = Markup("").join(_relation(relation, here, outgoing=outgoing) for relation in relations)
    return Markup('<h3>{} <small>{}</small></h3><table class="columns"><tbody>{}</tbody></table>').format(
        title, len(relations), lines
    )


def _relation(relation: Relation, here: Address, *, outgoing: bool) -> Markup:
    other = relation.other if outgoing else relation.table
    is_at = here.relation == relation.name and here.table == relation.table
    pairs = zip(relation.columns, relation.other_columns, strict=False)
    columns = Markup(", ").join(Markup("{} → {}").format(breakable(own), breakable(their)) for own, their in pairs)
    actions = [f"on delete {relation.on_delete.lower()}", f"on update {relation.on_update.lower()}"]
    said = [action for action in actions if not action.endswith("no action")]
    notes = [
        relation.cardinality,
        *(["inferred from the name"] if relation.kind == "inferred" else said),
        *(["not enforced"] if relation.kind == "foreign key" and not relation.is_enforced else []),
    ]
    return Markup(
        '<tr{}><td>{}<br><span class="type quiet">{}</span></td><td><small>{}<br>{}</small></td></tr>'
    ).format(
        Markup(' class="at"') if is_at else "",
        link(here.at(other), breakable(written(other))),
        columns,
        ", ".join(notes),
        link(here.but(table=relation.table, relation=relation.name, column=""), breakable(relation.name), css="quiet"),
    )


def deletion_effects(outcome: Deletion, here: Address) -> Markup:
    if not outcome.effects:
        return Markup("<h3>Deleting a row <small>touches no other table</small></h3>")
    words = {"deletes": "deletes rows in", "sets null": "sets null in", "sets default": "sets defaults in"}
    words["blocks"] = "is blocked by rows in"
    counts = ", ".join(
        f"{words[what]} {count} table{'s' * (count != 1)}" for what, count in sorted(outcome.counts.items())
    )
    return Markup("<h3>Deleting a row <small>{}</small></h3>{}").format(counts, _tree(outcome.effects, here))


def _tree(effects: Iterable[Effect], here: Address, *, depth: int = 0) -> Markup:
    """The effects as nested lists; from the sixth level on a sentence stands for what follows."""
    lines = [
        Markup('<li><span class="{}">{}</span> {} <small>by {}{}</small>{}</li>').format(
            effect.what.replace(" ", "-"),
            effect.what,
            link(here.at(effect.relation.table), written(effect.relation.table)),
            ", ".join(effect.relation.columns),
            ", and on as above" if effect.is_repeated else "",
            _below(effect, here, depth=depth),
        )
        for effect in effects
    ]
    return Markup('<ul class="tree">{}</ul>').format(Markup("").join(lines))


def _below(effect: Effect, here: Address, *, depth: int) -> Markup:
    if not effect.below:
        return Markup("")
    if depth >= 5:
        return Markup("<br><small>and more below it</small>")
    return _tree(effect.below, here, depth=depth + 1)
