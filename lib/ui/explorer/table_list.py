"""The schema list: every table with its concern, kind, size and relations."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby

import humanize
import streamlit as st
from markupsafe import Markup

from lib.schema.model import Schema, Table, TableName
from lib.schema.names import written
from lib.schema.relations.graph import foreign_keys
from lib.schema.relations.partitions import partition_counts
from lib.ui.components.markup import link
from lib.ui.components.names import breakable
from lib.ui.explorer.address import Address
from lib.ui.explorer.data import mark_of
from lib.ui.explorer.sidebar import filtered_tables, no_table


def kept_table_list(complete: Schema, schema: Schema, *, here: Address, colour_of: Mapping[str, str]) -> Markup:
    """The list of the tables of `schema`, which is what is shown of `complete`; made once for each address.

    With three thousand tables its lines take a fifth of a second.
    """
    return _kept(mark_of(complete), complete, schema, here=here, colours=tuple(colour_of.items()))


@st.cache_resource(show_spinner=False, max_entries=8)
def _kept(
    mark: str, _complete: Schema, _schema: Schema, *, here: Address, colours: tuple[tuple[str, str], ...]
) -> Markup:
    """The list; `mark` and the address, which says whether hidden schemas are shown, stand for both schemas."""
    return table_list(_schema, here, colour_of=dict(colours), parts=partition_counts(_complete))


def table_list(
    schema: Schema, here: Address, *, colour_of: Mapping[str, str], parts: Mapping[TableName, int]
) -> Markup:
    """The tables by concern with their counts and those of their partitions; a concern in the address stands alone."""
    tables = [table for table in filtered_tables(schema, here) if here.concern in ("", table.concern)]
    tables.sort(key=lambda table: (table.concern, table.key))
    if not tables:
        return Markup("<p class=quiet>{}</p>").format(no_table(schema))
    out = Counter(relation.table for relation in foreign_keys(schema))
    into = Counter(relation.other for relation in foreign_keys(schema))
    blocks = []
    for concern, group in groupby(tables, key=lambda table: table.concern):
        members = list(group)
        lines = Markup("").join(
            _line(table, here, out=out[table.key], into=into[table.key], parts=parts.get(table.key, 0))
            for table in members
        )
        reasons = Counter(table.concern_rule for table in members if table.concern_rule)
        why = "; ".join(f"{rule} ({count})" for rule, count in reasons.most_common(3))
        blocks.append(
            Markup(
                '<details open><summary><i class="dot" style="background:{}"></i><b>{}</b> <small>{} table{}{}'
                '</small></summary><div class="scroll"><table class="tables"><thead><tr><th>Table</th>'
                "<th>Kind</th>"
                '<th class="number">Rows</th>'
                '<th class="number">Size</th><th class="number">Columns</th><th class="number">Refers to</th>'
                '<th class="number">Referred to by</th><th>Comment</th></tr></thead><tbody>{}</tbody></table></div>'
                "</details>"
            ).format(
                colour_of[concern],
                concern or "unassigned",
                len(members),
                "s" * (len(members) != 1),
                f" · {why}" if why else "",
                lines,
            )
        )
    return Markup("").join(blocks)


def _line(table: Table, here: Address, *, out: int, into: int, parts: int) -> Markup:
    there = here.at(table.key).but(view="table", concern="")
    return Markup(
        '<tr><td>{}</td><td><small>{}</small></td><td class="number">{}</td><td class="number">{}</td>'
        '<td class="number">{}</td><td class="number">{}</td><td class="number">{}</td><td><small>{}</small></td></tr>'
    ).format(
        link(there, breakable(written(table.key)), current=here.table == table.key),
        table.kind + (f", {parts:,} partition{'s' * (parts != 1)}" if parts else ""),
        "" if table.kind == "view" else "unknown" if table.row_estimate is None else f"{table.row_estimate:,}",
        "" if table.size is None else humanize.naturalsize(table.size, binary=True),
        len(table.columns),
        out or "",
        into or "",
        table.comment or "",
    )
