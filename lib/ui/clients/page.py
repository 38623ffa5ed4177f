"""One client: who it is and how things stand, what is known, what changed, and how that came about."""

import json
from datetime import datetime
from functools import partial
from uuid import UUID

import streamlit as st

from lib.context import agent
from lib.context.compare import drift
from lib.context.store.client_view import ClientView
from lib.database import read_only
from lib.ui.app import error_box
from lib.ui.app.cached import context_database
from lib.ui.app.mapping_notice import mapping_notice
from lib.ui.clients import (
    address,
    cards,
    compare,
    conversation,
    data,
    decisions,
    facts,
    history,
    navigation,
    proposed,
    refresh,
)
from lib.ui.clients.address import PARTS, Address, Part
from lib.ui.components.escape import plain
from lib.ui.components.markup import agent_copy, linked, show

WITH_FACTS: tuple[Part, ...] = ("Now", "Conversation")
"""The parts of the page on which a fact can be picked."""


def client(contact_id: UUID, here: Address, *, now: datetime) -> None:
    """Draw the client that the address `here` names."""
    fact, here = here.fact, here.but(fact=None)
    if fact is not None:  # opened once: in the address it would open at every run
        navigation.go(here)
    waiting = refresh.is_running(contact_id)
    seen, unread = data.current(contact_id, now=now)
    left, right = st.columns([5, 2], vertical_alignment="top")
    with left:
        show(cards.heading(seen, unread, due=data.due_of(contact_id, now=now), now=now))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        refresh.buttons(seen, waiting=waiting)
    if seen.snapshot is None and (erased := data.erased(contact_id)):
        st.info(f"{erased} What the site's own tables hold is not shown until a refresh begins anew.")
    else:
        _known(seen, here, fact=fact, now=now)
    with st.container(key="dock"):  # at the foot of the window: what comes and goes there moves nothing above it
        decisions.notices(seen)
        refresh.progress(seen, waiting=waiting, now=now)


def _known(seen: ClientView, here: Address, *, fact: int | None, now: datetime) -> None:
    """The part of the page that is open, and the fact that the address opens."""
    contact_id = seen.contact.contact_id
    _problems(seen)
    part = _parts(here)
    if part not in WITH_FACTS or st.session_state.get("client_shown") != contact_id:
        _forget()
    st.session_state["client_shown"] = contact_id
    if fact is not None:
        _remember("fact_open", str(fact))
    with st.container():
        _part(part, seen, here=here, now=now)
    _open(seen, now=now)


def _part(name: Part, seen: ClientView, *, here: Address, now: datetime) -> None:
    if name == "Now":
        _now(seen, here=here, now=now)
    elif name == "Conversation":
        conversation.conversation(seen, here, now=now)
    elif name == "Changes":
        compare.compare(seen, here, now=now)
    elif name == "History":
        history.history(seen, here, now=now)
    else:
        _json(seen)


def _parts(here: Address) -> Part:
    """The part of the page that is open, chosen by a row of buttons that the address follows."""
    box = navigation.follow("client_part", here.part)

    def chosen() -> None:
        if not box.is_left_over:
            navigation.go(here.but(part=box.picked))

    part = st.segmented_control(
        "Part of the page",
        PARTS,
        default=box.value,
        key=box.key,
        required=True,
        label_visibility="collapsed",
        on_change=chosen,
    )
    return part or "Now"


def _problems(seen: ClientView) -> None:
    """What is wrong with a stored object, which is shown as it is."""
    if seen.snapshot is None or not seen.snapshot.problems:
        return
    first = "; ".join(seen.snapshot.problems[:3])
    more = len(seen.snapshot.problems) - 3
    st.warning(
        f"This context does not have the published shape and is shown as it is stored: {plain(first)}"
        + (f" and {more} more." if more > 0 else ".")
        + " A refresh writes it anew."
    )


def _now(seen: ClientView, *, here: Address, now: datetime) -> None:
    if seen.snapshot is None:
        st.info("Nothing is known about this client yet. A refresh reads what is on file and makes the first version.")
        return
    document = seen.snapshot.document
    above = st.container()
    left, right = st.columns([5, 3], gap="medium")
    with left:
        show(cards.summary(document))
        if waiting := data.proposed(seen.contact.contact_id):
            with st.container(border=True, key="proposed_card"):
                proposed.waiting_list(waiting, on_pick=partial(_remember, "agents_open"))
        with st.container(border=True, key="facts_card"):
            facts.facts(seen, now=now, on_pick=partial(_remember, "fact_open"))
        if seen.rejected:
            with st.container(border=True, key="set_aside_card"):
                decisions.set_aside(seen, on_pick=partial(_remember, "proposal_open"))
    with right:
        points = drift.series(seen.moments, seen.facts)
        show(cards.emotion(document, points))
        linked(
            cards.threads(document, here=here, now=now),
            key="open_threads",
            on_open=lambda query: navigation.go(address.read_query(query)),
            in_page=True,
        )
        show(cards.opportunities(document))
        show(cards.risks(document))
        show(cards.links(document))
    if not any(fact.is_current for fact in seen.facts):
        with above:  # found last: what is known is drawn first
            mapping_notice()


def _open(seen: ClientView, *, now: datetime) -> None:
    """Open what was picked."""
    fact_id = st.session_state.pop("fact_open", None)
    picked = st.session_state.pop("proposal_open", None)
    agents = st.session_state.pop("agents_open", None)
    if fact_id is not None:
        _fact(seen, int(fact_id), now=now)
    elif picked is not None:
        _proposal(seen, picked)
    elif agents is not None:
        _agents(seen, int(agents))


def _remember(name: str, value: str) -> None:
    st.session_state[name] = value


def _forget() -> None:
    """Drop what was picked and not opened, because the reader went on: it would open later by itself."""
    for name in ("fact_open", "proposal_open", "agents_open"):
        st.session_state.pop(name, None)


@st.dialog("Says who?", width="medium")
def _fact(seen: ClientView, fact_id: int, *, now: datetime) -> None:
    fact = seen.fact(fact_id)
    if fact is None:
        st.info("This fact is not on file any more.")
        return
    ids = tuple({item.interaction_id for item in fact.evidence})
    with error_box.show_errors():  # Streamlit keeps an error inside its dialog
        with read_only(context_database()) as connection:
            messages = data.quoted(connection, seen.contact.contact_id, ids)
        linked(
            facts.story(fact, seen, messages=messages, now=now),
            key="fact_story",
            on_open=_to_conversation,
            in_page=True,
        )
        if st.session_state.pop("to_conversation", False):
            st.rerun()  # the dialog closes, and the conversation is drawn
        decisions.about(fact, seen)


def _to_conversation(query: str) -> None:
    navigation.go(address.read_query(query))
    st.session_state["to_conversation"] = True


@st.dialog("Set aside", width="medium")
def _proposal(seen: ClientView, picked: str) -> None:
    proposal = next((item for item in seen.rejected if f"{item.run_id}-{item.number}" == picked), None)
    if proposal is None:
        st.info("This proposal is not waiting any more.")
        return
    decisions.proposal(proposal, seen)


@st.dialog("Proposed by an agent", width="medium")
def _agents(seen: ClientView, run_id: int) -> None:
    with error_box.show_errors():
        proposed.decide(seen, run_id)


def _json(seen: ClientView) -> None:
    """Exactly what agents read, to copy and to download."""
    if seen.snapshot is None:
        st.info("There is no object yet.")
        return
    text = json.dumps(seen.snapshot.document, ensure_ascii=False, indent=2)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download",
            text,
            file_name=f"context-{seen.contact.contact_id}-v{seen.snapshot.version}.json",
            mime="application/json",
            icon=":material/download:",
        )
        agent_copy(agent.for_agent(seen.snapshot), key="agent_copy")
    st.code(text, language="json", height=640, wrap_lines=True)
