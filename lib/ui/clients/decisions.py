"""What a person can decide about a fact, a rejected proposal or a version, each with a reason."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from markupsafe import Markup

from lib.context import decisions
from lib.context.model import Fact, Outcome
from lib.context.store.client_view import ClientView, Rejected
from lib.ui.app.cached import context_database
from lib.ui.clients.deciding import actor, decided
from lib.ui.components import labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import show
from lib.ui.components.pick_list import Row, rows

Decision = Callable[..., Outcome]
"""What is left to say of a decision is whose it is, by whom, why and when."""
CURRENT = ("Pin", "Correct", "Retract")


def about(fact: Fact, seen: ClientView) -> None:
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
    if not sent or not (choice in ("Pin", "Unpin") or _is_said(reason)):
        return
    calls: dict[str, tuple[str, Decision]] = {
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
    if not reason.strip():
        st.warning("Say why, in a few words: the reason is kept with the decision.")
    return bool(reason.strip())


def _decide(
    seen: ClientView, said: str, decision: Decision, reason: str, *, pinned: int = 0, unpinned: int = 0
) -> None:
    """Make a decision and draw the page anew, or say why it could not be made."""
    call = partial(decision, context_database(), seen.contact.contact_id, actor=actor(), reason=reason)
    if decided(seen, said, call, pinned=pinned, unpinned=unpinned):
        st.rerun()
    st.error(plain(st.session_state.pop("decision_refused")[1]))


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


def proposal(item: Rejected, seen: ClientView) -> None:
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
    if item.rule == "malformed" or item.op == "restate" or not item.text:
        st.caption("This proposal says nothing that could be accepted.")
        return
    with st.form("accept", border=False):
        reason = st.text_input("Why is it right?", max_chars=200, key="accept_reason")
        sent = st.form_submit_button("Accept", type="primary")
    if sent and _is_said(reason):
        decision = partial(decisions.accept, run_id=item.run_id, number=item.number)
        _decide(seen, f"Accepted: {item.text}", decision, reason)


def restore_version(seen: ClientView, version: int) -> None:
    """Draw the way to make the facts of an older version stand again."""
    with st.popover(f"Restore version {version}", icon=":material/history:"), st.form("restore", border=False):
        st.caption("Its facts stand again as a new version; nothing is deleted.")
        reason = st.text_input("Reason", max_chars=200, key="restore_reason")
        sent = st.form_submit_button("Restore", type="primary")
    if sent and _is_said(reason):
        decision = partial(decisions.restore_snapshot, version=version)
        _decide(seen, f"Restored the facts of version {version}", decision, reason)
