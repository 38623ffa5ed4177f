"""Forms that write SQL: each adds its statements to the text, where one can go on editing them."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.schema.drafts import designer
from lib.schema.drafts.designer import NewColumn
from lib.schema.model import Schema, Table
from lib.schema.names import written

FORMS = {
    "table": "New table",
    "column": "Add a column",
    "rename": "Rename",
    "type": "Change a type",
    "null": "Allow or forbid nulls",
    "default": "Change a default",
    "relation": "Add a relation",
    "index": "Add an index",
    "check": "Add a check",
    "label": "Add a label to a type",
    "comment": "Comment",
    "drop": "Drop",
}
DELETES = ("", "cascade", "set null", "restrict")
WHOLE = "(the table itself)"


def forms(schema: Schema, *, box: str, chosen: str = "") -> None:
    """Draw the form of one kind of step; its button appends to the text box with key `box`."""
    first = list(FORMS).index("column") if chosen else 0
    kind = st.selectbox(
        "Step", list(FORMS), index=first, format_func=FORMS.__getitem__, key=f"form_kind {box} {chosen}"
    )
    made = _FORMS[kind](schema, f"{kind} {box}", chosen)
    st.button(
        "Add to the SQL",
        key=f"form_add {box}",
        icon=":material/add:",
        disabled=not made,
        on_click=_append,
        args=(box, made),
    )
    if made:
        st.code(made.strip(), language="sql")


def _append(box: str, sql: str) -> None:
    text = str(st.session_state.get(box, "")).rstrip()
    if text and not text.endswith(";"):
        text += ";"
    st.session_state[box] = f"{text}\n{sql}".lstrip()


def _table_of(schema: Schema, key: str, chosen: str, *, label: str = "Table") -> Table | None:
    named = {written(table.key): table for table in schema.tables if table.kind in ("table", "partitioned table")}
    index = list(named).index(chosen) if chosen in named else None
    name = st.selectbox(label, list(named), index=index, key=f"{label} {key}", placeholder="Choose a table")
    return named.get(name) if name else None


def _column_of(table: Table | None, key: str, *, with_table: bool = False) -> str | None:
    """The chosen column, "" for the table itself, None where nothing is chosen."""
    if table is None:
        return None
    names = [*([WHOLE] if with_table else []), *(column.name for column in table.columns)]
    name = st.selectbox(
        "Column", names, index=None, key=f"Column {key} {written(table.key)}", placeholder="Choose a column"
    )
    return "" if name == WHOLE else name


def _type(schema: Schema, key: str) -> str:
    return str(
        st.selectbox("Type", designer.types_of(schema), key=f"Type {key}", accept_new_options=True, index=None) or ""
    ).strip()


def _new_table(schema: Schema, key: str, _chosen: str) -> str:
    left, right = st.columns(2)
    homes = sorted({table.schema for table in schema.tables} - set(schema.hidden) | {"public"})
    home = left.selectbox("Schema", homes, key=f"home {key}", index=homes.index("public"), accept_new_options=True)
    name = right.text_input("Name", key=f"name {key}").strip()
    comment = st.text_input("What one row is", key=f"comment {key}", placeholder="One order of a client").strip()
    named = {written(table.key): table.key for table in schema.tables if table.primary_key}
    types = designer.types_of(schema)
    empty = {"name": "", "type": "text", "may be null": False, "default": "", "refers to": "", "comment": ""}
    rows: Any = st.data_editor(
        [empty],
        num_rows="dynamic",
        key=f"columns {key}",
        width="stretch",
        column_config={
            "type": st.column_config.SelectboxColumn("type", options=types, default="text"),
            "may be null": st.column_config.CheckboxColumn("may be null", default=False),
            "refers to": st.column_config.SelectboxColumn("refers to", options=["", *named], default=""),
        },
    )
    has_rls = st.checkbox(
        "Row-level security", value=designer.is_exposed(schema, home), key=f"rls {key} {home}",
        help="Nobody but the owner sees a row until a policy says who.",
    )  # fmt: skip
    columns = [
        NewColumn(
            row["name"].strip(),
            row["type"] or "text",
            nullable=bool(row["may be null"]),
            default=(row["default"] or "").strip(),
            comment=(row["comment"] or "").strip(),
            references=named.get(row["refers to"] or ""),
        )
        for row in rows
        if (row["name"] or "").strip()
    ]
    return designer.new_table((home, name), columns, schema, comment=comment, has_rls=has_rls) if name else ""


def _new_column(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    left, right = st.columns(2)
    name = left.text_input("Name", key=f"name {key}").strip()
    with right:
        type_name = _type(schema, key)
    nullable = st.checkbox("May be null", value=True, key=f"null {key}")
    default = st.text_input("Default", key=f"default {key}", placeholder="now(), 0, 'open'").strip()
    comment = st.text_input("Comment", key=f"comment {key}").strip()
    other = _table_of(schema, key, "", label="Refers to")
    if table is None or not (name and type_name):
        return ""
    column = NewColumn(
        name, type_name, nullable=nullable, default=default, comment=comment, references=other.key if other else None
    )
    return designer.add_column(table.key, column, schema)


def _rename(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key, with_table=True)
    name = st.text_input("New name", key=f"name {key}").strip()
    return designer.rename(table.key, column, name) if table and column is not None and name else ""


def _change_type(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key)
    type_name = _type(schema, key)
    return designer.change_type(table.key, column, type_name) if table and column and type_name else ""


def _null(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key)
    nullable = st.checkbox("May be null", key=f"null {key}")
    return designer.set_nullable(table.key, column, nullable=nullable) if table and column else ""


def _default(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key)
    text = st.text_input("Default", key=f"default {key}", placeholder="Empty: none").strip()
    return designer.set_default(table.key, column, text) if table and column else ""


def _relation(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key)
    other = _table_of(schema, key, "", label="Refers to")
    on_delete = st.selectbox(
        "When that row is deleted", DELETES, key=f"delete {key}", format_func=lambda word: word or "refuse"
    )
    return designer.relation(table.key, (column,), other, on_delete=on_delete) if table and column and other else ""


def _index(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    if table is None:
        return ""
    names = [column.name for column in table.columns]
    columns = st.multiselect("Columns, in their order", names, key=f"columns {key} {written(table.key)}")
    is_unique = st.checkbox("Unique", key=f"unique {key}")
    return designer.script([designer.index(table.key, columns, is_unique=is_unique)]) if columns else ""


def _check(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    condition = st.text_input("Condition", key=f"condition {key}", placeholder="amount > 0").strip()
    name = st.text_input("Name", key=f"name {key}", placeholder="Empty: Postgres names it").strip()
    return designer.check(table.key, condition, name=name) if table and condition else ""


def _label(schema: Schema, key: str, _chosen: str) -> str:
    named = {written((item.schema, item.name)): item for item in schema.enums}
    name = st.selectbox("Type", list(named), index=None, key=f"enum {key}", placeholder="Choose a type")
    label = st.text_input("Label", key=f"label {key}").strip()
    return designer.add_label((named[name].schema, named[name].name), label) if name and label else ""


def _comment(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key, with_table=True)
    text = st.text_input("Comment", key=f"comment {key}").strip()
    if table is None or column is None or not text:
        return ""
    return designer.script([designer.comment_on(table.key, column, text)])


def _drop(schema: Schema, key: str, chosen: str) -> str:
    table = _table_of(schema, key, chosen)
    column = _column_of(table, key, with_table=True)
    return designer.drop(table.key, column) if table and column is not None else ""


_FORMS: dict[str, Callable[[Schema, str, str], str]] = {
    "table": _new_table,
    "column": _new_column,
    "rename": _rename,
    "type": _change_type,
    "null": _null,
    "default": _default,
    "relation": _relation,
    "index": _index,
    "check": _check,
    "label": _label,
    "comment": _comment,
    "drop": _drop,
}
