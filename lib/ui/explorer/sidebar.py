"""The list beside every view: what a search finds, or the tables by concern with their counts."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import streamlit as st

from lib.schema.model import Schema, Table
from lib.schema.names import written
from lib.schema.search import search
from lib.schema.search.search import Hit
from lib.ui.components.pick_list import Fold, Row, Search, rows
from lib.ui.explorer.address import Address, Open, opening
from lib.ui.explorer.data import mark_of

ALL_OPEN = 60
"""Up to so many tables every concern is open; past that only the one the reader is in."""
NOTHING_FOUND = "Nothing found. Try a part of a name, a type or a word of a comment."


def sidebar(schema: Schema, here: Address, *, colour_of: Mapping[str, str], on_open: Open) -> None:
    """Draw the search box and what it finds, or the tables; `on_open` is called with the address of what is picked."""
    words = st.session_state.get("search_words", "")
    is_search = bool(words.strip())
    if is_search:
        lines = hit_rows(schema, search.find(schema, words), colour_of=colour_of, here=here)
    else:
        lines = table_rows(schema, here, colour_of=colour_of)
    folds = () if is_search else filters(schema, here)
    address_of = {line.id: line.href for line in (*lines, *(line for fold in folds for line in fold.rows))}
    follow = opening(on_open)
    rows(
        lines,
        key="sidebar",
        label="Tables",
        on_pick=lambda picked: follow(address_of[picked]) if picked in address_of else None,
        chosen=_chosen(here),
        empty=NOTHING_FOUND if is_search else no_table(schema),
        search=Search(words, "Search everything", on_type=lambda typed: st.session_state.update(search_words=typed)),
        folds=folds,
        look="dense",
    )


def _chosen(here: Address) -> list[str]:
    """The ids of the lines that say where the reader is."""
    table = [written(here.table)] if here.table else []
    concern = [f"concern {here.concern}"] if here.concern else []
    return [*table, *concern, f"schema {here.only}", f"kind {here.kind}"]


def table_rows(schema: Schema, here: Address, *, colour_of: Mapping[str, str]) -> tuple[Row, ...]:
    """The concerns with their tables; limited to one schema or kind where the address says so."""
    open_concern = here.concern
    if here.table and here.table in schema.table_named:
        open_concern = schema.table_named[here.table].concern
    anywhere = here.but(table=None, column="", relation="", centre=None)  # so that a selection changes nothing here
    return _table_rows(
        mark_of(schema), schema, here=anywhere, open_concern=open_concern, colours=tuple(colour_of.items())
    )


@st.cache_data(show_spinner=False, max_entries=64)
def _table_rows(
    mark: str, _schema: Schema, *, here: Address, open_concern: str, colours: tuple[tuple[str, str], ...]
) -> tuple[Row, ...]:
    """The lines; `mark` stands for the schema in the cache's key."""
    colour_of = dict(colours)
    tables = sorted(filtered_tables(_schema, here), key=lambda table: (table.concern, table.key))
    lines = []
    for concern, group in groupby(tables, key=lambda table: table.concern):
        members = list(group)
        schemas = sorted({table.schema for table in members})
        there = here.but(
            concern=concern,
            table=None,
            column="",
            relation="",
            centre=None,
            scope="concern" if here.view in ("map", "table") else here.scope,
            view="map" if here.view == "table" else here.view,
        )
        lines.append(
            Row(
                id=f"concern {concern}",
                title=concern or "unassigned",
                meta=str(len(members)),
                hint=f"{len(members)} tables in {', '.join(schemas)}",
                dot=colour_of[concern],
                href=there.query,
                is_heading=True,
            )
        )
        if len(tables) <= ALL_OPEN or concern == open_concern:
            lines += [_table_row(table, here, has_schema=len(schemas) > 1) for table in members]
    return tuple(lines)


def no_table(schema: Schema) -> str:
    """Why a list of tables is empty."""
    return "No table matches." if schema.tables else "This database holds no table yet."


def filtered_tables(schema: Schema, here: Address) -> list[Table]:
    """The tables that the lists show: no partitions, and those of one schema or kind where the address says so."""
    return [
        table
        for table in schema.tables
        if table.partition_of is None
        and (not here.only or table.schema == here.only)
        and (not here.kind or table.kind == here.kind)
    ]


def hit_rows(schema: Schema, hits: Sequence[Hit], *, colour_of: Mapping[str, str], here: Address) -> tuple[Row, ...]:
    """What a search found, best first; each opens its table at the column, what belongs to no table opens nothing."""
    return tuple(
        _hit_row(schema, hit, id=str(number), here=here, colour_of=colour_of) for number, hit in enumerate(hits)
    )


def filters(schema: Schema, here: Address) -> tuple[Fold, ...]:
    """Choices that limit the list to a schema or a kind; none where there is only one of each."""
    tables = [table for table in schema.tables if table.partition_of is None]
    schemas = {name: name for name in sorted({table.schema for table in tables})}
    kinds: dict[str, str] = {name: f"{name}s" for name in sorted({table.kind for table in tables})}
    by_schema = {name: here.but(only=name) for name in ("", *schemas)}
    by_kind = {name: here.but(kind=name) for name in ("", *kinds)}
    folds = [_fold("Schema", {"": "all", **schemas}, there=by_schema, chosen=here.only)] if len(schemas) > 1 else []
    folds += [_fold("Kind", {"": "all", **kinds}, there=by_kind, chosen=here.kind)] if len(kinds) > 1 else []
    return tuple(folds)


def _fold(title: str, labels: dict[str, str], *, there: dict[str, Address], chosen: str) -> Fold:
    lines = (Row(id=f"{title.lower()} {name}", title=labels[name], href=there[name].query) for name in labels)
    return Fold(f"{title}: {labels.get(chosen, 'all')}", tuple(lines))


def _table_row(table: Table, here: Address, *, has_schema: bool) -> Row:
    """One table; its schema is said where tables of several schemas stand together."""
    count = "" if table.row_estimate is None else f"{table.row_estimate:,}"
    there = here.at(table.key).but(concern="", scope=here.scope if here.scope == "all" else "")
    if here.view in ("path", "health", "changes"):
        there = there.but(view="table" if here.view != "path" else "path")
    return Row(
        id=written(table.key),
        title=f"{table.schema}.{table.name}" if has_schema else table.name,
        meta="view" if "view" in table.kind else count,
        hint=table.comment or "",
        href=there.query,
    )


def _hit_row(schema: Schema, hit: Hit, *, id: str, here: Address, colour_of: Mapping[str, str]) -> Row:
    if hit.table is None or hit.table not in schema.table_named:
        return Row(id=id, title=hit.name, note=hit.kind, is_pickable=False)
    where = written(hit.table) if hit.kind == "table" or hit.column is None else f"{written(hit.table)}.{hit.column}"
    there = here.at(hit.table, column=hit.column or "").but(
        concern="",
        scope=here.scope if here.scope == "all" else "",
        view=here.view if here.view in ("map", "table") else "table",
    )
    return Row(
        id=id,
        title=hit.name_with_partitions if len(hit.name_with_partitions) < 120 else f"{hit.name_with_partitions[:119]}…",
        note=f"{hit.kind} · {where}",
        dot=colour_of[schema.table_named[hit.table].concern],
        href=there.query,
    )
