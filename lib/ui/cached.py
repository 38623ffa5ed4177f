"""Engines and other things that all sessions of this server share."""

import streamlit as st
from sqlalchemy import Engine

from lib import database, settings


@st.cache_resource(show_spinner=False)
def current_settings() -> settings.Settings:
    """The settings of this server, read once."""
    return settings.load()


@st.cache_resource(show_spinner=False, on_release=lambda made: made.dispose())
def context_database() -> Engine:
    """The database with contexts and caches."""
    return database.engine(current_settings().database_url)


@st.cache_resource(show_spinner=False, on_release=lambda made: made.dispose())
def explored_database() -> Engine:
    """The database that the schema explorer reads."""
    chosen = current_settings()
    return database.engine(chosen.schema_database_url or chosen.database_url)
