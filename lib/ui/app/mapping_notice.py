"""A short notice where the site's mapping keeps the dashboard from learning, with the next step."""

import streamlit as st
from sqlalchemy import Engine

from lib.context.mapping.check import check
from lib.context.mapping.finding import MappingFinding
from lib.database import place
from lib.errors import OrbError
from lib.ui.app.cached import context_database
from lib.ui.components.escape import plain

SECONDS = 3
"""What a page waits for one part of the look, at most."""
KEPT = 600
NAMED = 2
"""Findings that are shown; `orb sources check` tells all."""


def mapping_notice() -> None:
    """Draw what is wrong with the mapping; nothing where all is well, or where the page itself says what is missing."""
    try:
        database = context_database()
        found = _wrong(str(place(database)), _database=database)
    except OrbError:
        return
    if not found:
        return
    said = [f"**{plain(finding.sentence)}**  \n{plain(finding.next_step)}" for finding in found[:NAMED]]
    more = f"And {len(found) - NAMED} more. " if len(found) > NAMED else ""
    st.warning("\n\n".join([*said, f"{more}`orb sources check` tells all of it."]), icon=":material/warning:")


@st.cache_data(ttl=KEPT, max_entries=4, show_spinner=False)
def _wrong(label: str, *, _database: Engine) -> tuple[MappingFinding, ...]:
    return check(_database, seconds=SECONDS).wrong
