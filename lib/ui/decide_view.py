"""What a person can decide about a fact, a rejected proposal or a version, each with a reason."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from lib.context import decisions
from lib.context.model import Fact, Outcome
from lib.context.view import Rejected, View
from lib.ui import words
from lib.ui.cached import context_database
from lib.ui.deciding import actor, decided
from lib.ui.rows import Row, rows
from lib.ui.text import html, plain

CURRENT = ("Pin", "Correct", "Retract")


def about(fact: Fact, seen: View) -> None:
    """Draw the decisions about a fact; one that is made closes the dialog and shows at once."""
    choices = [("Unpin" if fact.pinned else "Pin"), *CURRENT[1:]] if fact.is_current else ["Restore"]
    choice = st.segmented_control("Decide", choices, key=f"decide_{fact.id}", width="content")
    if choice is None:
        return
    with st.form(f"decide_{fact.id}_{choice}", border=False):
        wording = st.text_area("New wording", fact.text, max_chars=300, height=80) if choice == "Correct" else ""
        label = "Reason (optional)" if choice in ("Pin", "Unpin") else "Reason"
        reason = st.text_input(label, max_chars=200, key=f"reason_{fact.id}_{choice}")
        sent = st.form_submit_button(choice, type="primary")
    if not sent:
        return
    if not reason.strip() and choice not in ("Pin", "Unpin"):
        st.warning("Say why, in a few words: the reason is kept with the decision.")
        return
    if _decide(choice, fact, seen, wording, reason):
        st.rerun()
    st.error(plain(st.session_state.pop("decision_refused", "Nothing was decided.")))


def _decide(choice: str, fact: Fact, seen: View, wording: str, reason: str) -> bool:
    common: dict[str, Any] = {"actor": actor(), "now": datetime.now(UTC), "reason": reason}
    target = (context_database(), seen.contact.contact_id, fact.id)
    calls: dict[str, tuple[str, Callable[[], Outcome]]] = {
        "Pin": ("Pinned", partial(decisions.pin, *target, **common)),
        "Unpin": ("Unpinned", partial(decisions.unpin, *target, **common)),
        "Retract": ("Retracted", partial(decisions.retract, *target, **common)),
        "Correct": ("Corrected", partial(decisions.correct, *target, wording, **common)),
        "Restore": ("Restored", partial(decisions.restore, *target, **common)),
    }
    said, call = calls[choice]
    return decided(
        seen,
        f"{said}: {fact.text}",
        call,
        pinned=fact.id if choice == "Pin" else 0,
        unpinned=fact.id if choice == "Unpin" else 0,
    )


def set_aside(seen: View, *, on_pick: Callable[[str], None]) -> None:
    """Draw the proposals that were rejected, each with its reason."""
    lines = [
        Row(
            id=f"{item.run_id}-{item.number}",
            title=item.text or words.spoken(item.op),
            note=item.why,
            group="Set aside",
        )
        for item in seen.rejected
    ]
    rows(lines, key="set_aside", label="Set aside", on_pick=on_pick)


def proposal(item: Rejected, seen: View) -> None:
    """Draw one rejected proposal, with the way to accept it on a person's word."""
    quotes = [str(quote.get("quote", "")) for quote in item.quotes or () if isinstance(quote, dict)]
    quoted = "".join(f'<figure class="orb-quote"><blockquote>{html(quote)}</blockquote></figure>' for quote in quotes)
    st.html(
        f'<div class="orb"><p><strong>{html(item.text or words.spoken(item.op))}</strong></p>'
        f"<p><small>{html(words.spoken(item.kind))} · {html(item.why)}</small></p>{quoted}</div>"
    )
    if item.rule == "malformed" or item.op == "restate" or not item.text:
        st.caption("This proposal says nothing that could be accepted.")
        return
    with st.form("accept", border=False):
        reason = st.text_input("Why is it right?", max_chars=200, key="accept_reason")
        sent = st.form_submit_button("Accept", type="primary")
    if not sent:
        return
    if not reason.strip():
        st.warning("Say why, in a few words: the reason is kept with the decision.")
        return
    call = partial(
        decisions.accept,
        context_database(),
        seen.contact.contact_id,
        item.run_id,
        item.number,
        actor=actor(),
        reason=reason,
        now=datetime.now(UTC),
    )
    if decided(seen, f"Accepted: {item.text}", call):
        st.rerun()
    st.error(plain(st.session_state.pop("decision_refused", "Nothing was decided.")))


def restore_version(seen: View, version: int) -> None:
    """Draw the way to make the facts of an older version stand again."""
    with st.popover(f"Restore version {version}", icon=":material/history:"), st.form("restore", border=False):
        st.caption("Its facts stand again as a new version; nothing is deleted.")
        reason = st.text_input("Reason", max_chars=200, key="restore_reason")
        sent = st.form_submit_button("Restore", type="primary")
    if not sent:
        return
    if not reason.strip():
        st.warning("Say why, in a few words: the reason is kept with the decision.")
        return
    call = partial(
        decisions.restore_snapshot,
        context_database(),
        seen.contact.contact_id,
        version,
        actor=actor(),
        reason=reason,
        now=datetime.now(UTC),
    )
    if decided(seen, f"Restored the facts of version {version}", call):
        st.rerun()
    st.error(plain(st.session_state.pop("decision_refused", "Nothing was decided.")))
