"""One table, complete: columns, keys, relations both ways, indexes, triggers, policies, what a deletion would do."""

from collections.abc import Sequence
from urllib.parse import urlencode

import humanize
from markupsafe import Markup

from lib.schema.definition import text_of
from lib.schema.model import Check, Column, Exclusion, ForeignKey, Key, Schema, Table, TableName
from lib.schema.names import quoted, written
from lib.schema.relations.deletion import deletion
from lib.ui.components.markup import link
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address
from lib.ui.explorer.map.icons import icon_legend, marks
from lib.ui.explorer.map.legend import VIEWS
from lib.ui.explorer.map.relation_graph import rows_known
from lib.ui.explorer.short_types import short_type
from lib.ui.explorer.table_relations import deletion_effects, table_relations


def table_detail(schema: Schema, table: Table, *, colour: str, here: Address) -> Markup:
    """Everything that is known of `table`, with links to the tables it relates to."""
    parts = [
        _head(table, colour, here=here),
        _columns(schema, table, here=here),
        table_relations(schema, table, here=here),
        deletion_effects(deletion(schema, table.key), here) if table.kind in ("table", "partitioned table") else "",
        _constraints(table),
        _indexes(table),
        _texts("Triggers", [(item.name, text_of(item), item.comment) for item in table.triggers]),
        _policies(table),
        _partitions(schema, table, here=here),
        _definition(schema, table, here=here),
    ]
    return Markup("").join(parts)


def _head(table: Table, colour: str, *, here: Address) -> Markup:
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
    drafted = Markup("")
    if table.kind in ("table", "partitioned table"):
        drafted = Markup('<small><a href="schema_drafts?{}">Draft a change</a></small>').format(
            urlencode({"schema": table.schema, "table": table.name})
        )
    return Markup(
        '<div class="title"><i class="dot" style="background:{}"></i><span>{}</span><small>{}</small>{}{}</div>'
        "{}{}<p><small>{}</small></p>"
    ).format(
        colour,
        breakable(written(table.key)),
        table.kind,
        concern,
        drafted,
        Markup("<p>{}</p>").format(table.comment) if table.comment else "",
        parent,
        " · ".join(facts),
    )


def _columns(schema: Schema, table: Table, *, here: Address) -> Markup:
    has_marks = table.kind not in VIEWS  # of a view's columns Postgres knows no key, and nothing of nulls
    lines = Markup("").join(
        _column(schema, table, column=column, here=here, has_marks=has_marks) for column in table.columns
    )
    return Markup('<h3>Columns <small>{}</small></h3><table class="columns"><tbody>{}</tbody></table>{}').format(
        len(table.columns), lines, icon_legend(table) if has_marks else ""
    )


def _column(schema: Schema, table: Table, *, column: Column, here: Address, has_marks: bool) -> Markup:
    default = f"default {column.default}" if column.default else ""
    if column.generated:
        default = f"generated {column.generated_kind}: {column.generated}"
    elif column.identity:
        default = f"identity, {column.identity}"
    return Markup('<tr{}>{}<td>{}{}{}</td><td class="type">{}{}</td></tr>').format(
        Markup(' class="at" data-at') if column.name == here.column else "",
        Markup('<td class="mark">{}</td>').format(marks(table, column)) if has_marks else "",
        breakable(column.name),
        _leads(schema, table, column=column, here=here),
        Markup('<small class="said">{}</small>').format(column.comment) if column.comment else "",
        _type(schema, column),
        Markup("<br><small>{}</small>").format(default) if default else "",
    )


def _leads(schema: Schema, table: Table, *, column: Column, here: Address) -> Markup:
    """Where the column's foreign keys lead, as links."""
    leads = []
    for key in table.foreign_keys:
        for own, other in zip(key.columns, key.other_columns, strict=False):
            if own == column.name:
                target = breakable(f"{written(key.other)}.{quoted(other)}")
                there = here.at(key.other, column=other)
                leads.append(link(there, target, title=key.name) if key.other in schema.table_named else target)
    lines = (Markup('<span class="leads">→ {}</span>').format(target) for target in dict.fromkeys(leads))
    return Markup("").join(lines)


def _type(schema: Schema, column: Column) -> Markup:
    """The type, with the labels of an enum or the base of a domain as its explanation."""
    labels = [", ".join(item.labels) for item in schema.enums if (item.schema, item.name) == column.type_name]
    bases = [f"domain of {item.base}" for item in schema.domains if (item.schema, item.name) == column.type_name]
    told = (labels + bases)[:1]
    short = Markup('<span title="{}">{}</span>').format(column.type, breakable(short_type(column.type)))
    return short + Markup('<br><small title="{}">{}</small>').format(*told, *told) if told else short


def _constraints(table: Table) -> Markup:
    keys = [table.primary_key] if table.primary_key else []
    parts: list[Key | ForeignKey | Check | Exclusion] = [*keys, *table.unique, *table.foreign_keys]
    parts += [*table.checks, *table.exclusions]
    return _texts("Constraints", [(part.name, text_of(part), part.comment) for part in parts])


def _indexes(table: Table) -> Markup:
    lines = []
    for index in table.indexes:
        size = [humanize.naturalsize(index.size, binary=True)] if index.size is not None else []
        notes = [*([] if index.valid else ["INVALID"]), *size, *([index.comment] if index.comment else [])]
        lines.append((index.name, text_of(index), ", ".join(notes)))
    return _texts("Indexes", lines)


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


def _partitions(schema: Schema, table: Table, *, here: Address) -> Markup:
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


def _definition(schema: Schema, table: Table, *, here: Address) -> Markup:
    if table.definition is None:
        return Markup("")
    lines = [
        Markup("<li>{} <small>{}</small></li>").format(_known((read.schema, read.table), schema, here=here), columns)
        for read in table.reads
        for columns in [", ".join(read.columns)]
    ]
    reads = Markup('<h3>Reads</h3><ul class="tree">{}</ul>').format(Markup("").join(lines)) if lines else Markup("")
    return reads + Markup("<h3>Definition</h3><pre>{}</pre>").format(table.definition)


def _known(name: TableName, schema: Schema, *, here: Address) -> Markup:
    return link(here.at(name), written(name)) if name in schema.table_named else Markup("{}").format(written(name))
