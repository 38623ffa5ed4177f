"""One table, complete: columns, keys, relations both ways, indexes, triggers, policies, what a deletion would do."""

from collections.abc import Iterable, Sequence

import humanize
from markupsafe import Markup

from lib.schema.definition import text_of
from lib.schema.model import Check, Column, Exclusion, ForeignKey, Key, Schema, Table, TableName
from lib.schema.names import written
from lib.schema.relations.deletion import Deletion, Effect, deletion
from lib.schema.relations.graph import Relation, foreign_keys
from lib.schema.relations.inferred import inferred
from lib.ui.components.markup import link
from lib.ui.explorer.address import Address
from lib.ui.explorer.map.icons import marks
from lib.ui.explorer.map.palette import colours
from lib.ui.explorer.map.relation_graph import rows_known


def table_detail(schema: Schema, table: Table, here: Address) -> Markup:
    """Everything that is known of `table`, with links to the tables it relates to."""
    parts = [
        _head(schema, table, here),
        _columns(schema, table, here),
        _relations(schema, table, here),
        _deletion(deletion(schema, table.key), here) if table.kind in ("table", "partitioned table") else "",
        _constraints(table),
        _indexes(table),
        _texts("Triggers", [(item.name, text_of(item), item.comment) for item in table.triggers]),
        _policies(table),
        _partitions(schema, table, here),
        _definition(schema, table, here),
    ]
    return Markup("").join(parts)


def _head(schema: Schema, table: Table, here: Address) -> Markup:
    colour = colours(item.concern for item in schema.tables)[table.concern]
    concern = link(
        here.but(view="map", scope="concern", concern=table.concern, table=None, column="", relation=""),
        table.concern or "unassigned",
        css="badge",
        title=table.concern_rule,
    )
    facts = [
        *rows_known(table),
        *([humanize.naturalsize(table.size, binary=True)] if table.size is not None else []),
        *([f"owner {table.owner}"] if table.owner else []),
        *(["row-level security on"] if table.rls else []),
        *(["forced on its owner too"] if table.rls and table.rls_forced else []),
        *([table.persistence] if table.persistence != "permanent" else []),
        *([f"from extension {table.extension}"] if table.extension else []),
        *([f"partitioned by {table.partition_key}"] if table.partition_key else []),
        *([f"your privileges: {', '.join(table.privileges).lower()}"] if table.privileges else []),
    ]
    parent = Markup("")
    if table.partition_of:
        parent = Markup("<p>Partition of {} {}</p>").format(
            link(here.at(table.partition_of), written(table.partition_of)), table.partition_bound or ""
        )
    return Markup(
        '<div class="title"><i class="dot" style="background:{}"></i><span>{}</span><small>{}</small>{}</div>'
        "{}{}<p><small>{}</small></p>"
    ).format(
        colour,
        written(table.key),
        table.kind,
        concern,
        Markup("<p>{}</p>").format(table.comment) if table.comment else "",
        parent,
        " · ".join(facts),
    )


def _columns(schema: Schema, table: Table, here: Address) -> Markup:
    lines = Markup("").join(
        _column(schema, table, column, is_at=column.name == here.column) for column in table.columns
    )
    return Markup('<h3>Columns <small>{}</small></h3><table class="columns"><tbody>{}</tbody></table>').format(
        len(table.columns), lines
    )


def _column(schema: Schema, table: Table, column: Column, *, is_at: bool) -> Markup:
    default = f"default {column.default}" if column.default else ""
    if column.generated:
        default = f"generated {column.generated_kind}: {column.generated}"
    elif column.identity:
        default = f"identity, {column.identity}"
    return Markup('<tr{}><td class="mark">{}</td><td>{}{}</td><td class="type">{}{}</td></tr>').format(
        Markup(' class="at" data-at') if is_at else "",
        marks(table, column),
        column.name,
        Markup("<br><small>{}</small>").format(column.comment) if column.comment else "",
        _type(schema, column),
        Markup("<br><small>{}</small>").format(default) if default else "",
    )


def _type(schema: Schema, column: Column) -> Markup:
    """The type, with the labels of an enum or the base of a domain as its explanation."""
    labels = [", ".join(item.labels) for item in schema.enums if (item.schema, item.name) == column.type_name]
    bases = [f"domain of {item.base}" for item in schema.domains if (item.schema, item.name) == column.type_name]
    told = (labels + bases)[:1]
    return (
        Markup('{}<br><small title="{}">{}</small>').format(column.type, *told, *told)
        if told
        else Markup("{}").format(column.type)
    )


def _relations(schema: Schema, table: Table, here: Address) -> Markup:
    known = [*foreign_keys(schema), *inferred(schema)]
    out = [relation for relation in known if relation.table == table.key]
    into = [relation for relation in known if relation.other == table.key]
    return _side("Refers to", out, here, outgoing=True) + _side("Referred to by", into, here, outgoing=False)


def _side(title: str, relations: Sequence[Relation], here: Address, *, outgoing: bool) -> Markup:
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
    columns = ", ".join(f"{own} → {their}" for own, their in pairs)
    many = "one" if relation.is_one_to_one else "many"
    actions = [f"on delete {relation.on_delete.lower()}", f"on update {relation.on_update.lower()}"]
    said = [action for action in actions if not action.endswith("no action")]
    notes = [
        f"{many} to {'one or none' if relation.is_optional else 'one'}",
        *(["inferred from the name"] if relation.kind == "inferred" else said),
        *(["not enforced"] if relation.kind == "foreign key" and not relation.is_enforced else []),
    ]
    return Markup(
        '<tr{}><td>{}<br><span class="type quiet">{}</span></td><td><small>{}<br>{}</small></td></tr>'
    ).format(
        Markup(' class="at"') if is_at else "",
        link(here.at(other), written(other)),
        columns,
        ", ".join(notes),
        link(here.but(table=relation.table, relation=relation.name, column=""), relation.name, css="quiet"),
    )


def _deletion(found: Deletion, here: Address) -> Markup:
    if not found.effects:
        return Markup("<h3>Deleting a row <small>touches no other table</small></h3>")
    words = {"deletes": "deletes rows in", "sets null": "sets null in", "sets default": "sets defaults in"}
    words["blocks"] = "is blocked by rows in"
    counts = ", ".join(
        f"{words[what]} {count} table{'s' * (count != 1)}" for what, count in sorted(found.counts.items())
    )
    return Markup("<h3>Deleting a row <small>{}</small></h3>{}").format(counts, _tree(found.effects, here))


def _tree(effects: Iterable[Effect], here: Address, depth: int = 0) -> Markup:
    """The effects as nested lists; from the sixth level on a sentence stands for what follows."""
    lines = [
        Markup('<li><span class="{}">{}</span> {} <small>by {}{}</small>{}</li>').format(
            effect.what.replace(" ", "-"),
            effect.what,
            link(here.at(effect.relation.table), written(effect.relation.table)),
            ", ".join(effect.relation.columns),
            ", and on as above" if effect.is_repeated else "",
            _below(effect, here, depth),
        )
        for effect in effects
    ]
    return Markup('<ul class="tree">{}</ul>').format(Markup("").join(lines))


def _below(effect: Effect, here: Address, depth: int) -> Markup:
    if not effect.below:
        return Markup("")
    if depth >= 5:
        return Markup("<br><small>and more below it</small>")
    return _tree(effect.below, here, depth + 1)


def _constraints(table: Table) -> Markup:
    keys = [table.primary_key] if table.primary_key else []
    parts: list[Key | ForeignKey | Check | Exclusion] = [*keys, *table.unique, *table.foreign_keys]
    parts += [*table.checks, *table.exclusions]
    return _texts("Constraints", [(part.name, text_of(part), part.comment) for part in parts])


def _indexes(table: Table) -> Markup:
    found = []
    for index in table.indexes:
        size = [humanize.naturalsize(index.size, binary=True)] if index.size is not None else []
        notes = [*([] if index.valid else ["INVALID"]), *size, *([index.comment] if index.comment else [])]
        found.append((index.name, text_of(index), ", ".join(notes)))
    return _texts("Indexes", found)


def _policies(table: Table) -> Markup:
    if not (table.policies or table.rls):
        return Markup("")
    if not table.policies:
        return Markup("<h3>Policies <small>none: row-level security lets nobody but the owner in</small></h3>")
    return _texts("Policies", [(item.name, text_of(item), item.comment) for item in table.policies])


def _texts(title: str, items: Sequence[tuple[str, str, str | None]]) -> Markup:
    """Named definitions, as Postgres writes them."""
    if not items:
        return Markup("")
    lines = Markup("").join(
        Markup('<tr><td>{}</td><td class="type">{}</td><td><small>{}</small></td></tr>').format(name, text, note or "")
        for name, text, note in items
    )
    return Markup('<h3>{} <small>{}</small></h3><div class="scroll"><table><tbody>{}</tbody></table></div>').format(
        title, len(items), lines
    )


def _partitions(schema: Schema, table: Table, here: Address) -> Markup:
    parts = [item for item in schema.tables if item.partition_of == table.key]
    if not parts:
        return Markup("")
    lines = Markup("").join(
        Markup('<tr><td>{}</td><td class="type">{}</td><td class="number">{}</td></tr>').format(
            link(here.at(part.key), written(part.key)),
            part.partition_bound or "",
            "unknown" if part.row_estimate is None else f"{part.row_estimate:,}",
        )
        for part in parts
    )
    return Markup(
        "<details><summary>Partitions <small>{}</small></summary><table><tbody>{}</tbody></table></details>"
    ).format(len(parts), lines)


def _definition(schema: Schema, table: Table, here: Address) -> Markup:
    if table.definition is None:
        return Markup("")
    lines = [
        Markup("<li>{} <small>{}</small></li>").format(_known((read.schema, read.table), schema, here), columns)
        for read in table.reads
        for columns in [", ".join(read.columns)]
    ]
    reads = Markup('<h3>Reads</h3><ul class="tree">{}</ul>').format(Markup("").join(lines)) if lines else Markup("")
    return reads + Markup("<h3>Definition</h3><pre>{}</pre>").format(table.definition)


def _known(name: TableName, schema: Schema, here: Address) -> Markup:
    return link(here.at(name), written(name)) if name in schema.table_named else Markup("{}").format(written(name))
