"""The list beside everything: search hits, or the tables by concern with their counts."""

from collections.abc import Sequence
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from lib.schema.model import Schema, Table
from lib.schema.names import written
from lib.schema.search.search import Hit
from lib.ui.components.markup import link
from lib.ui.explorer.address import Address
from lib.ui.explorer.data import mark_of
from lib.ui.explorer.map.palette import colours

ALL_OPEN = 60
"""Up to so many tables every concern is open; past that only the one the reader is in."""


def rail(schema: Schema, here: Address) -> Markup:
    """The concerns with their tables; limited to one schema or kind where the address says so."""
    open_one = here.concern
    if here.table and here.table in schema.table_named:
        open_one = schema.table_named[here.table].concern
    anywhere = here.but(table=None, column="", relation="", centre=None)  # so that a selection changes nothing here
    return _rail(mark_of(schema), anywhere, open_one, schema)


@st.cache_data(show_spinner=False, max_entries=64)
def _rail(mark: str, here: Address, open_one: str, _schema: Schema) -> Markup:
    schema = _schema
    colour_of = colours(table.concern for table in schema.tables)
    tables = sorted(listed(schema, here), key=lambda table: (table.concern, table.key))
    blocks = []
    for concern, group in groupby(tables, key=lambda table: table.concern):
        members = list(group)
        is_open = len(tables) <= ALL_OPEN or concern == open_one
        target = here.but(
            concern=concern,
            table=None,
            column="",
            relation="",
            centre=None,
            scope="concern" if here.view in ("map", "table") else here.scope,
            view="map" if here.view == "table" else here.view,
        )
        own = {table.schema for table in members}
        head = Markup('<i class="dot" style="background:{}"></i>{}<b>{}</b>').format(
            colour_of[concern], concern or "unassigned", len(members)
        )
        current = here.concern == concern and bool(concern)
        blocks.append(
            link(
                target, head, css="concern", current=current, title=f"{len(members)} tables in {', '.join(sorted(own))}"
            )
        )
        if is_open:
            blocks += [_entry(table, here, has_schema=len(own) > 1) for table in members]
    if not blocks:
        blocks = [no_table(schema)]
    return _filters(schema, here) + Markup('<div class="rail">{}</div>').format(Markup("").join(blocks))


def no_table(schema: Schema) -> Markup:
    """Why a list is empty."""
    said = "No table matches." if schema.tables else "This database holds no table yet."
    return Markup("<p class=quiet>{}</p>").format(said)


def listed(schema: Schema, here: Address) -> list[Table]:
    """The tables that the list shows: partitions fold under their parents, the address may limit schema and kind."""
    return [
        table
        for table in schema.tables
        if table.partition_of is None
        and (not here.only or table.schema == here.only)
        and (not here.kind or table.kind == here.kind)
    ]


def hits(schema: Schema, found: Sequence[Hit], here: Address) -> Markup:
    """What a search found, best first; each opens its table at the column."""
    if not found:
        return Markup("<p class=quiet>Nothing found. Try a part of a name, a type or a word of a comment.</p>")
    colour_of = colours(table.concern for table in schema.tables)
    return Markup('<div class="rail">{}</div>').format(
        Markup("").join(_hit(schema, hit, here, colour_of) for hit in found)
    )


def _entry(table: Table, here: Address, *, has_schema: bool) -> Markup:
    """One table; its schema is said where tables of several schemas stand together."""
    rows = "" if table.row_estimate is None else f"{table.row_estimate:,}"
    name = f"{table.schema}.{table.name}" if has_schema else table.name
    label = Markup("{}<b>{}</b>").format(name, "view" if "view" in table.kind else rows)
    target = here.at(table.key).but(concern="", scope=here.scope if here.scope == "all" else "")
    if here.view in ("path", "health", "changes"):
        target = target.but(view="table" if here.view != "path" else "path")
    return link(target, label, css="entry", title=table.comment or "", name=written(table.key))


def _hit(schema: Schema, hit: Hit, here: Address, colour_of: dict[str, str]) -> Markup:
    if hit.table is None or hit.table not in schema.table_named:
        return Markup('<span class="hit">{}<small>{}</small></span>').format(hit.name, hit.kind)
    where = written(hit.table) if hit.kind == "table" or hit.column is None else f"{written(hit.table)}.{hit.column}"
    text = hit.name if len(hit.name) < 120 else f"{hit.name[:119]}…"
    label = Markup('<i class="dot" style="background:{}"></i>{}<small>{} · {}</small>').format(
        colour_of[schema.table_named[hit.table].concern], text, hit.kind, where
    )
    target = here.at(hit.table, column=hit.column or "").but(
        concern="", scope=here.scope if here.scope == "all" else ""
    )
    return link(target.but(view=here.view if here.view in ("map", "table") else "table"), label, css="hit")


def _filters(schema: Schema, here: Address) -> Markup:
    """Links that limit the list to a schema or a kind; none where there is only one of each."""
    tables = [table for table in schema.tables if table.partition_of is None]
    schemas = sorted({table.schema for table in tables})
    kinds = sorted({table.kind for table in tables})
    made = Markup("")
    if len(schemas) > 1:
        made += _select(
            "Schema",
            [("all", here.but(only=""), not here.only)]
            + [(name, here.but(only=name), here.only == name) for name in schemas],
        )
    if len(kinds) > 1:
        made += _select(
            "Kind",
            [("all", here.but(kind=""), not here.kind)]
            + [(f"{name}s", here.but(kind=name), here.kind == name) for name in kinds],
        )
    return made


def _select(title: str, options: list[tuple[str, Address, bool]]) -> Markup:
    current = next((label for label, _, is_current in options if is_current), "all")
    links = Markup(" ").join(
        link(address, label, current=is_current, css="entry") for label, address, is_current in options
    )
    return Markup("<details><summary><small>{}: {}</small></summary>{}</details>").format(title, current, links)
