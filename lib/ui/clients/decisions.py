"""Decisions of a person about a fact, a rejected proposal or a version: requested, made, reported and undone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from lib.context import decisions
from lib.context.commitments.standing import DONE
from lib.context.engine.proposals import REASON_LENGTH, TEXT_LENGTH
from lib.context.model import KINDS, Fact, Outcome
from lib.context.store.client_view import ClientView, RejectedProposal
from lib.database import database_clock, read_only
from lib.errors import OrbError
from lib.ui.app import auth
from lib.ui.app.cached import context_database
from lib.ui.components import labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import show
from lib.ui.components.pick_list import Row, rows

Decision = Callable[..., Outcome]
"""What is left to say of a decision is whose it is, by whom, why and when."""
CURRENT = ("Pin", "Correct", "Retract")
LAST, REFUSED = "last_decision", "decision_refused"
"""In the session: the decision that can be undone, and why the one behind a button could not be made, with whose."""


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


def run_decision(decide: Callable[..., Outcome]) -> Outcome | str:
    """The outcome of `decide(now=…)`, dated by the database as the workers' runs are, or why it could not be made."""
    try:
        with read_only(context_database()) as connection:
            now = database_clock(connection)
        outcome = decide(now=now)
    except OrbError as error:
        return str(error)
    if outcome.status not in ("saved", "unchanged"):
        return outcome.error or "Nothing was decided. Try again."
    return outcome


def decide_by_button(contact_id: UUID, decide: Callable[..., Outcome]) -> Outcome | None:
    """The outcome of a decision that a button asks for; where there is none, `notices` says why."""
    # the callback of a button runs before the page is drawn: what it says has to wait in the session until then
    outcome = run_decision(decide)
    refusal = outcome if isinstance(outcome, str) else None
    st.session_state[REFUSED] = refusal and (contact_id, refusal)
    return None if isinstance(outcome, str) else outcome


def about(fact: Fact, seen: ClientView) -> None:
    """Draw the decisions about a fact; one that is made closes the dialog and shows at once."""
    choices = [("Unpin" if fact.pinned else "Pin"), *CURRENT[1:]] if fact.is_current else ["Restore"]
    if fact.is_current and KINDS[fact.kind].is_promise:
        choices.insert(0, DONE)
    choice = st.segmented_control("Decide", choices, key=f"decide_{fact.id}", width="content")
    if choice is None:
        return
    with st.form(f"decide_{fact.id}_{choice}", border=False):
        wording = (
            st.text_area("New wording", fact.text, max_chars=TEXT_LENGTH, height=80) if choice == "Correct" else ""
        )
        label = "Reason (optional)" if choice in ("Pin", "Unpin", DONE) else "Reason"
        reason = st.text_input(label, max_chars=REASON_LENGTH, key=f"reason_{fact.id}_{choice}")
        sent = st.form_submit_button(choice, type="primary")
    if not sent or not (choice in ("Pin", "Unpin", DONE) or _is_said(reason)):
        return
    if choice == DONE:
        reason = f"{DONE}: {reason}" if decisions.is_reason(reason) else f"{DONE}."
    calls: dict[str, tuple[str, Decision]] = {
        DONE: ("Done", partial(decisions.retract, fact_id=fact.id)),
        "Pin": ("Pinned", partial(decisions.pin, fact_id=fact.id)),
        "Unpin": ("Unpinned", partial(decisions.unpin, fact_id=fact.id)),
        "Retract": ("Retracted", partial(decisions.retract, fact_id=fact.id)),
        "Correct": ("Corrected", partial(decisions.correct, fact_id=fact.id, text=wording)),
        "Restore": ("Restored", partial(decisions.restore, fact_id=fact.id)),
    }
    said, decision = calls[choice]
    pinned, unpinned = (fact.id if choice == name else 0 for name in ("Pin", "Unpin"))
    _decide(seen, f"{said}: {fact.text}", decision, reason, pinned=pinned, unpinned=unpinned)


def _is_said(reason: str) -> bool:
    """Whether there is a reason; where there is none the form asks for it."""
    if not decisions.is_reason(reason):
        st.warning("Say why, in a few words: the reason is kept with the decision.")
    return decisions.is_reason(reason)


def _decide(
    seen: ClientView, said: str, decision: Decision, reason: str, *, pinned: int = 0, unpinned: int = 0
) -> None:
    """Make a decision, offer to undo it and draw the page anew, or say why it could not be made."""
    call = partial(decision, context_database(), seen.contact.contact_id, actor=auth.actor(), reason=reason)
    outcome = run_decision(call)
    st.session_state[REFUSED] = None
    if isinstance(outcome, str):
        st.error(plain(outcome))
        return
    before = seen.snapshot.version if seen.snapshot else None
    is_version = outcome.version is not None and outcome.version != before
    st.session_state[LAST] = Undo(
        seen.contact.contact_id,
        said,
        pinned=pinned or None,
        unpinned=unpinned or None,
        back_to=before if is_version else None,
        made=outcome.version if is_version else None,
    )
    st.rerun()


def set_aside(seen: ClientView, *, on_pick: Callable[[str], None]) -> None:
    """Draw the proposals that were rejected, each with its reason."""
    lines = [
        Row(
            id=f"{item.run_id}-{item.number}",
            title=item.text or labels.spoken(item.op),
            note=item.why,
            group="Set aside",
        )
        for item in seen.rejected
    ]
    rows(lines, key="set_aside", label="Set aside", on_pick=on_pick)


def proposal(item: RejectedProposal, seen: ClientView) -> None:
    """Draw one rejected proposal, with the way to accept it on a person's word."""
    quotes = [str(quote.get("quote", "")) for quote in item.quotes or () if isinstance(quote, dict)]
    figure = Markup('<figure class="orb-quote"><blockquote>{}</blockquote></figure>')
    show(
        Markup('<div class="orb"><p><strong>{}</strong></p><p><small>{} · {}</small></p>{}</div>').format(
            item.text or labels.spoken(item.op),
            labels.spoken(item.kind),
            item.why,
            Markup("").join(figure.format(quote) for quote in quotes),
        )
    )
    if not decisions.may_be_accepted(item.op, rule=item.rule, text=item.text):
        st.caption(decisions.NOTHING_SAID)
        return
    with st.form("accept", border=False):
        reason = st.text_input("Why is it right?", max_chars=REASON_LENGTH, key="accept_reason")
        sent = st.form_submit_button("Accept", type="primary")
    if sent and _is_said(reason):
        decision = partial(decisions.accept, run_id=item.run_id, number=item.number)
        _decide(seen, f"Accepted: {item.text}", decision, reason)


def restore_version(seen: ClientView, version: int) -> None:
    """Draw the way to make the facts of an older version stand again."""
    with st.popover(f"Restore version {version}", icon=":material/history:"), st.form("restore", border=False):
        st.caption("Its facts stand again as a new version; nothing is deleted.")
        reason = st.text_input("Reason", max_chars=REASON_LENGTH, key="restore_reason")
        sent = st.form_submit_button("Restore", type="primary")
    if sent and _is_said(reason):
        decision = partial(decisions.restore_snapshot, version=version)
        _decide(seen, f"Restored the facts of version {version}", decision, reason)


def notices(seen: ClientView) -> None:
    """Draw what the last decision did, with the way back, or why it could not be made."""
    whose, refused = st.session_state.get(REFUSED) or (None, "")
    if whose == seen.contact.contact_id:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="refused_bar"):
            st.error(plain(refused), icon=":material/error:", width="stretch")
            st.button("Close", key="refused_close", type="tertiary", on_click=_forget)
    undo = st.session_state.get(LAST)
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
    common: dict[str, Any] = {"actor": auth.actor(), "reason": f"Undone: {undo.said}"[:200]}
    if undo.pinned:
        call = partial(decisions.unpin, *target, undo.pinned, **common)
    elif undo.unpinned:
        call = partial(decisions.pin, *target, undo.unpinned, **common)
    else:
        call = partial(decisions.restore_snapshot, *target, undo.back_to or 0, **common)
    if decide_by_button(undo.contact_id, call) is not None:
        _forget()


def _forget() -> None:
    st.session_state[LAST] = st.session_state[REFUSED] = None
