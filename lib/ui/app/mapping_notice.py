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


def mapping_notice(*, most: int = 1) -> None:
    """Draw the `most` gravest things that are wrong with the mapping; nothing where all is well.

    Nothing, too, for single odd rows, and where a view is missing: the page itself says so.
    """
    try:
        database = context_database()
        findings = _wrong(str(place(database)), _database=database)
    except OrbError:
        return
    if not findings:
        return
    said = [f"**{_plain_text(finding.sentence)}**  \n{_plain_text(finding.next_step)}" for finding in findings[:most]]
    more = f"And {len(findings) - most} more. " if len(findings) > most else ""
    st.warning("\n\n".join([*said, f"{more}`orb sources check` tells all of it."]), icon=":material/warning:")


@st.cache_data(ttl=KEPT, max_entries=4, show_spinner=False)
def _wrong(label: str, *, _database: Engine) -> tuple[MappingFinding, ...]:
    return tuple(finding for finding in check(_database, seconds=SECONDS).wrong if finding.is_widespread)


def _plain_text(text: str) -> str:
    return plain(text.replace("`", ""))
