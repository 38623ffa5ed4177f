"""Engines and other things that all sessions of this server share."""

import streamlit as st
from sqlalchemy import Engine

from lib import installation, settings


@st.cache_resource(show_spinner=False)
def current_settings() -> settings.Settings:
    """The settings of this server, read once."""
    return settings.load()


@st.cache_resource(show_spinner=False, on_release=lambda made: made.dispose())
def context_database() -> Engine:
    """The database with contexts and caches; an error of ours is not kept, so the next run tries again."""
    return installation.context_database(current_settings())


@st.cache_resource(show_spinner=False, on_release=lambda made: made.dispose())
def explored_database() -> Engine:
    """The database that the schema explorer reads."""
    return installation.explored_database(current_settings())


def forget_databases() -> None:
    """Let the next run ask anew where the databases are: an embedded server may have come back at another port."""
    context_database.clear()
    explored_database.clear()
