"""The panel "Before you reply": what an answer needs, and a box in which a draft is held against what is on file."""

import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import pairwise
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from lib.context.reply.draft_text import MOST
from lib.context.reply.marks import MARKS, DraftMark, ReplyCheck
from lib.context.store.client_view import ClientView
from lib.ui.app import auth, error_box
from lib.ui.app.cached import context_database, current_settings
from lib.ui.clients import address, data, navigation
from lib.ui.clients.address import Address
from lib.ui.components import labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import link, linked


def panel(seen: ClientView, here: Address, *, now: datetime) -> None:
    """The brief, the same words as an agent reads, and beneath it the box for a draft."""
    if not st.toggle("Before you reply", key="brief_open", persist_state="session"):
        return
    with error_box.show_errors():
        st.code(data.brief(seen.contact.contact_id, here.wanted.thread), language=None, wrap_lines=True, height=420)
        _draft(seen, here, now=now)


def _draft(seen: ClientView, here: Address, *, now: datetime) -> None:
    """A draft and what to look at in it; it is kept in the tab alone, and sent nowhere."""
    name = f"{seen.contact.contact_id} {here.wanted.thread}"
    with st.container(horizontal=True, vertical_alignment="center"):
        if not current_settings().has_model:
            st.caption("No language model is configured: copy the brief for an agent of yours, or write yourself.")
        elif st.button("Draft a reply", key="draft_reply", icon=":material/edit:"):
            _write(seen, here, name)
    text = st.text_area(
        "Your draft",
        key=f"draft {name}",
        placeholder="Paste or write a reply, by yourself or by an agent. It is checked, not sent and not kept.",
        height=160,
    )
    begun = f"draft_begun {name}"
    if not text.strip():
        _load(seen.contact.contact_id)
        st.session_state.pop(begun, None)
        return
    st.session_state.setdefault(begun, now)
    checked = data.checked(
        seen.contact.contact_id, text, thread=here.wanted.thread, written_at=st.session_state[begun].astimezone(UTC)
    )
    linked(
        Markup('<div class="orb orb-check">{}{}</div>').format(_marked(text, checked), _list(checked, here=here)),
        key="draft_check",
        on_open=lambda query: navigation.go(address.read_query(query)),
        in_page=True,
    )


def _load(contact_id: UUID) -> None:
    """Have what a check needs loaded beside the page, once in a tab for each client: nobody has written a draft yet."""
    if st.session_state.get("check_loaded") != contact_id:
        st.session_state["check_loaded"] = contact_id
        threading.Thread(
            target=data.load_check, args=(context_database(), contact_id), name="load check", daemon=True
        ).start()


def _write(seen: ClientView, here: Address, name: str) -> None:
    """Have the model write the draft into the box; what it took is kept as a run."""
    from lib.context.draft_reply import draft_reply  # the readers are slow to load: only when needed
    from lib.context.readers.reply_writer import writer_for

    with st.spinner("The model writes a draft from the brief …"), error_box.show_errors():
        made = draft_reply(
            context_database(),
            seen.contact.contact_id,
            writer=writer_for(current_settings()),
            actor=auth.actor(),
            thread=here.wanted.thread,
        )
        st.session_state[f"draft {name}"] = made.text
        tokens = f", {made.tokens:,} tokens" if made.tokens else ""
        cost = f", ${made.cost:.4f}" if made.cost is not None else ""
        st.caption(plain(f"Written by {made.model or 'the model'}{tokens}{cost}. Nothing was sent."))


def _marked(text: str, checked: ReplyCheck) -> Markup:
    """The part of the draft that is checked, with its marks; words on which several stand are told all of them."""
    looked_at = text[:MOST]
    edges = {0, len(looked_at)} | {place for mark in checked.marks for place in (mark.start, mark.end)}
    pieces = []
    for first, last in pairwise(sorted(edges)):
        over = [mark for mark in checked.marks if mark.start <= first and last <= mark.end]
        pieces.append(_mark(looked_at[first:last], over) if over else Markup("{}").format(looked_at[first:last]))
    pieces += [Markup(" …")] if len(text) > MOST else []
    return Markup('<p class="orb-text" aria-label="Your draft with marks">{}</p>').format(Markup("").join(pieces))


def _mark(words: str, over: Iterable[DraftMark]) -> Markup:
    title = "\n".join(f"{labels.spoken(mark.kind)}: {mark.note}" for mark in over)
    return Markup('<mark title="{}">{}</mark>').format(title, words)


def _list(checked: ReplyCheck, *, here: Address) -> Markup:
    """Everything to look at, what concerns the whole first; or a line that says that there is nothing."""
    lines = [*_lacks(checked), *_lines(checked, here=here)]
    supported = sum(bool(item.supported) for item in checked.sentences)
    head = f"{len(lines)} to look at" if lines else "Nothing to look at"
    told = f"{head}. Something on file stands behind {supported} of {len(checked.sentences)} sentences."
    return Markup('<div class="orb-sub"><span>{}</span></div><ul class="orb-looks">{}</ul>').format(
        told, Markup("").join(lines)
    )


def _lacks(checked: ReplyCheck) -> Iterator[Markup]:
    for lack in checked.lacks:
        yield Markup('<li><span class="orb-badge orb-warm">{}</span><span>{}</span></li>').format(
            labels.spoken(lack.kind), labels.spoken(lack.note)
        )


def _lines(checked: ReplyCheck, *, here: Address) -> Iterator[Markup]:
    for mark in checked.marks:
        yield Markup(
            '<li><span class="orb-badge orb-warm" title="{}">{}</span><span><q>{}</q> {}{}</span></li>'
        ).format(MARKS[mark.kind], labels.spoken(mark.kind), mark.words, mark.note, _ground(mark, here=here))


def _ground(mark: DraftMark, *, here: Address) -> Markup:
    """Links to the facts that speak against the words."""
    facts = [item for item in mark.ground if item.kind == "fact"]
    return Markup("").join(
        Markup(" · {}").format(link(here.but(fact=int(item.id)), "says who?", title=item.text)) for item in facts
    )
