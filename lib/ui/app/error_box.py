"""What a person sees when something cannot be done: one sentence and the next step."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.errors import NoDatabase, OrbError
from lib.ui.app import cached
from lib.ui.components.escape import plain

RETRY_SECONDS = 3


@contextmanager
def show_errors() -> Iterator[None]:
    """Draw an error of ours as one clear box; everything else passes, Streamlit's own control flow included.

    Where the database is away the box looks again every few seconds, so the page recovers by itself.
    """
    try:
        yield
    except OrbError as error:
        st.error(f"**{plain(error.title)}**  \n{plain(error.next_step)}", icon=":material/error:")
        if isinstance(error, NoDatabase):
            cached.forget_databases()
            _retry()


@st.fragment(run_every=RETRY_SECONDS)
def _retry() -> None:
    """Run the whole page again, but not in the run that has just failed."""
    if st.session_state.pop("database_was_away", False):
        st.rerun()
    st.session_state["database_was_away"] = True
    if st.button("Try again now", key="try_again"):
        st.rerun()
