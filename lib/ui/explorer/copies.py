"""What the copy buttons of a table put on the clipboard."""

import streamlit as st
from markupsafe import Markup

from lib.schema.ddl import ddl
from lib.schema.export.subset import of_tables
from lib.schema.model import Schema, TableName
from lib.schema.names import written
from lib.ui.explorer.data import mark_of

BUTTONS = {"sql": "as SQL", "markdown": "as Markdown", "json": "as JSON", "agent": "for an agent"}


def copy_buttons() -> Markup:
    """A button for each copy."""
    buttons = (
        Markup('<button data-copy="{}" aria-label="Copy {}">{}</button>').format(name, label, label.removeprefix("as "))
        for name, label in BUTTONS.items()
    )
    return Markup('<p class="row"><small>Copy</small>{}</p>').format(Markup("").join(buttons))


def table_copies(schema: Schema, name: TableName) -> dict[str, str]:
    """A table as SQL, Markdown and JSON, and what an agent needs of it and its neighbours in 2,000 tokens."""
    return _copies(mark_of(schema), name, _schema=schema)


@st.cache_data(show_spinner=False, max_entries=256)
def _copies(mark: str, name: TableName, *, _schema: Schema) -> dict[str, str]:
    """The copies; `mark` stands for the schema in the cache's key."""
    from lib.schema import (
        agent,  # both are a third of what the page loads, and a map without a selected table needs none
    )
    from lib.schema.export.export import export

    part = of_tables(_schema, {name}, scope=written(name))
    return {
        "sql": ddl(_schema.table_named[name]),
        "markdown": export(part, "markdown", whole=_schema),
        "json": export(part, "json", whole=_schema),
        "agent": agent.table_copy(_schema, name),
    }
