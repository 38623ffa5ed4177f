"""What agents have proposed about a client: a list, and in a dialog the words behind each, to accept or to dismiss."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from lib.context import propose
from lib.context.decisions import is_reason
from lib.context.engine.proposals import REASON_LENGTH
from lib.context.model import Outcome
from lib.context.store.client_view import ClientView
from lib.context.store.proposals import WaitingProposal
from lib.ui.app import auth
from lib.ui.app.cached import context_database
from lib.ui.clients import data
from lib.ui.clients.decisions import run_decision
from lib.ui.components import formatting, labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import show
from lib.ui.components.pick_list import Row, rows

WOULD = {
    "applied": "Accepting it makes it a fact.",
    "reinforced": "Accepting it adds these words to a fact that stands.",
    "disputed": "Accepting it disputes a fact that stands.",
}
"""What accepting a proposal would do, by what the policy said when it was made."""


def waiting_list(waiting: tuple[WaitingProposal, ...], *, on_pick: Callable[[str], None]) -> None:
    """Draw the proposals that wait, each with who made it."""
    lines = [
        Row(id=str(item.run_id), title=item.text or _ends(item), note=item.actor, group="Proposed by agents")
        for item in waiting
    ]
    rows(lines, key="proposed", label="Proposed by agents", on_pick=on_pick)


def decide(seen: ClientView, run_id: int) -> None:
    """Draw one proposal with its words and the two decisions about it; one that is made closes the dialog."""
    item = next((one for one in data.proposed(seen.contact.contact_id) if one.run_id == run_id), None)
    if item is None:
        st.info("This proposal is not waiting any more.")
        return
    show(_story(item))
    with st.form("proposed_decision", border=False):
        reason = st.text_input("Why not? (to dismiss it)", max_chars=REASON_LENGTH, key="dismiss_reason")
        with st.container(horizontal=True):
            accepted = st.form_submit_button("Accept", type="primary")
            dismissed = st.form_submit_button("Dismiss")
    given = (context_database(), seen.contact.contact_id, run_id)
    if accepted:
        _run(partial(propose.accept, *given, actor=auth.actor()))
    elif dismissed and not is_reason(reason):
        st.warning("Say why, in a few words: the reason is kept with the decision.")
    elif dismissed:
        _run(partial(_dismissed, *given, actor=auth.actor(), reason=reason))


def _dismissed(*given: Any, **said: Any) -> Outcome:
    propose.dismiss(*given, **said)
    return Outcome("unchanged", None)


def _run(decision: Callable[..., Outcome]) -> None:
    outcome = run_decision(decision)
    if isinstance(outcome, str):
        st.error(plain(outcome))
    else:
        st.rerun()


def _story(item: WaitingProposal) -> Markup:
    figure = Markup('<figure class="orb-quote"><blockquote>{}</blockquote><figcaption>{}</figcaption></figure>')
    quotes = Markup("").join(figure.format(words, formatting.absolute(at)) for words, at in item.quotes)
    ends = Markup("<p>{} {}</p>").format("It would end:", item.ends) if item.ends else Markup("")
    return Markup('<div class="orb"><p><strong>{}</strong></p><p><small>{} · {} {}</small></p>{}{}</div>').format(
        item.text or _ends(item), item.actor, item.why, WOULD.get(item.verdict, ""), quotes, ends
    )


def _ends(item: WaitingProposal) -> str:
    return f"{labels.spoken(item.op)}: {item.ends}" if item.ends else labels.spoken(item.op)
