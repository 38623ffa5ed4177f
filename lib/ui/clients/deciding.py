"""Making a decision: who decides, what is said when it cannot be done, and how it is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st

from lib.context import decisions
from lib.context.model import Outcome
from lib.context.store.client_view import ClientView
from lib.database import database_clock, read_only
from lib.errors import OrbError
from lib.ui.app import auth
from lib.ui.app.cached import context_database
from lib.ui.components.escape import plain

NOBODY = "dashboard"
"""Who decides where the dashboard has no login."""


@dataclass(frozen=True)
class Undo:
    """How the last decision is taken back: by the fact it pinned or unpinned, or by the version before it."""

    contact_id: UUID
    said: str
    pinned: int | None = None
    unpinned: int | None = None
    back_to: int | None = None
    made: int | None = None
    """The version that the decision made; with a newer one there is no way back in one step."""


def actor() -> str:
    """Who decides."""
    return auth.person() or NOBODY


def run_decision(contact_id: UUID, decide: Callable[..., Outcome]) -> Outcome | None:
    """The outcome of `decide(now=…)`, dated by the database as the workers' runs are.

    Where it cannot be made, None, and the page of that client says why.
    """
    try:
        with read_only(context_database()) as connection:
            now = database_clock(connection)
        outcome = decide(now=now)
    except OrbError as error:
        st.session_state["decision_refused"] = (contact_id, str(error))
        return None
    if outcome.status not in ("saved", "unchanged"):
        st.session_state["decision_refused"] = (contact_id, outcome.error or "Nothing was decided. Try again.")
        return None
    st.session_state.pop("decision_refused", None)
    return outcome


def decided(seen: ClientView, said: str, decide: Callable[..., Outcome], *, pinned: int = 0, unpinned: int = 0) -> bool:
    """Whether the decision was made; if so the page offers to undo it."""
    outcome = run_decision(seen.contact.contact_id, decide)
    if outcome is None:
        return False
    before = seen.snapshot.version if seen.snapshot else None
    is_version = outcome.version is not None and outcome.version != before
    st.session_state["last_decision"] = Undo(
        seen.contact.contact_id,
        said,
        pinned=pinned or None,
        unpinned=unpinned or None,
        back_to=before if is_version else None,
        made=outcome.version if is_version else None,
    )
    return True


def notices(seen: ClientView) -> None:
    """Draw what the last decision did, with the way back, or why it could not be made."""
    whose, refused = st.session_state.get("decision_refused", (None, ""))
    if whose == seen.contact.contact_id:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="refused_bar"):
            st.error(plain(refused), icon=":material/error:", width="stretch")
            st.button("Close", key="refused_close", type="tertiary", on_click=_forget)
    undo = st.session_state.get("last_decision")
    if not isinstance(undo, Undo) or undo.contact_id != seen.contact.contact_id:
        return
    is_stale = undo.made is not None and (seen.snapshot is None or seen.snapshot.version != undo.made)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="undo_bar"):
        st.markdown(plain(undo.said), width="stretch")
        if not is_stale and (undo.pinned or undo.unpinned or undo.back_to):
            st.button("Undo", key="undo_last", icon=":material/undo:", on_click=_undo, args=(undo,))
        st.button("Close", key="undo_close", type="tertiary", on_click=_forget)


def _undo(undo: Undo) -> None:
    target = (context_database(), undo.contact_id)
    common: dict[str, Any] = {"actor": actor(), "reason": f"Undone: {undo.said}"[:200]}
    if undo.pinned:
        call = partial(decisions.unpin, *target, undo.pinned, **common)
    elif undo.unpinned:
        call = partial(decisions.pin, *target, undo.unpinned, **common)
    else:
        call = partial(decisions.restore_snapshot, *target, undo.back_to or 0, **common)
    done = run_decision(undo.contact_id, call)
    if done is not None:
        _forget()


def _forget() -> None:
    st.session_state.pop("last_decision", None)
    st.session_state.pop("decision_refused", None)
