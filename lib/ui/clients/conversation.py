"""Everything on file about a client, message by message: by thread, channel or author, searched, page by page."""

from datetime import datetime

import streamlit as st
from markupsafe import Markup

from lib.context.model import AUTHORS
from lib.context.store.client_view import ClientView
from lib.context.store.conversation import ConversationPage, FiledThread, Wanted
from lib.ui.clients import address, data, navigation, reply
from lib.ui.clients.address import Address
from lib.ui.clients.message import marks_of, message
from lib.ui.components import labels
from lib.ui.components.markup import link, linked, show


def conversation(seen: ClientView, here: Address, *, now: datetime) -> None:
    """Draw the filters and the messages that the address wants; its links turn the address or open a fact."""
    threads, page = data.conversed(seen.contact.contact_id, here.wanted, now=now)
    _filters(here, threads)
    if threads:
        reply.panel(seen, here, now=now)
    if not page.messages:
        show(Markup('<p class="orb-none">{}</p>').format(_nothing(here.wanted)))
        return
    marks = marks_of(seen.facts)
    drawn = [message(item, marks.get(item.interaction.id, ()), here=here, now=now) for item in page.messages]
    turn = _turn(page, here)
    count = "1 message" if page.total == 1 else f"{page.total:,} messages"
    head = Markup(
        '<div class="orb-sub"><span>{}, newest first. Words that a fact rests on are marked.</span></div>'
    ).format(count)
    linked(
        Markup('<div class="orb">{}{}{}{}</div>').format(head, turn, Markup("").join(drawn), turn),
        key="conversation",
        on_open=lambda query: navigation.go(address.read_query(query)),
        in_page=True,
    )  # fmt: skip


def _nothing(wanted: Wanted) -> str:
    if wanted == Wanted():
        return "Nothing is on file for this client."
    return "No message on file is like that. Widen the filters, or search for other letters."


def _turn(page: ConversationPage, here: Address) -> Markup:
    """Links to the pages beside this one."""
    links = []
    if page.newer or (here.wanted.anchor and page.messages[0].interaction.id != here.wanted.anchor):
        links.append(link(here.conversation(**{**vars(here.wanted), "anchor": ""}), "Newest"))
    if page.newer:
        links.append(link(here.conversation(**{**vars(here.wanted), "anchor": page.newer}), "Newer"))
    if page.older:
        links.append(link(here.conversation(**{**vars(here.wanted), "anchor": page.older}), "Older"))
    return Markup('<nav class="orb-turn">{}</nav>').format(Markup("").join(links)) if links else Markup("")


def _filters(here: Address, threads: tuple[FiledThread, ...]) -> None:
    """A search box and three choices, which the address follows."""
    wanted = here.wanted
    titles = {thread.id: f"{_title(thread)} · {thread.messages}" for thread in threads}
    if wanted.thread:
        titles.setdefault(wanted.thread, wanted.thread)
    words = navigation.follow("conversation_words", wanted.words)
    thread = navigation.follow("conversation_thread", wanted.thread or None)
    channel = navigation.follow("conversation_channel", wanted.channel or None)
    author = navigation.follow("conversation_author", wanted.author or None)

    def chosen(part: str, box: navigation.AddressWidget) -> None:
        """Turn the one part of the address that was chosen: what the browser says of the other boxes may be older."""
        now = navigation.current()
        if now.part == "Conversation" and not box.is_left_over:
            navigation.go(now.conversation(**{**vars(now.wanted), "anchor": "", part: box.picked or ""}))

    def select(name: str, part: str, box: navigation.AddressWidget, options: dict[str, str]) -> None:
        known = list(options)
        if box.value is not None and box.value not in known:
            known.append(box.value)
        st.selectbox(
            name, known, known.index(box.value) if box.value else None, key=box.key, on_change=chosen, args=(part, box),
            placeholder=name, format_func=lambda item: labels.spoken(options.get(item, item)),
            label_visibility="collapsed",
        )  # fmt: skip

    with st.container(key="conversation_filters", horizontal=True, gap="small"):
        st.text_input(
            "Search the messages", words.value, key=words.key, on_change=chosen, args=("words", words),
            placeholder="Search the messages", icon=":material/search:", label_visibility="collapsed",
        )  # fmt: skip
        select("All threads", "thread", thread, titles)
        select("All channels", "channel", channel, labels.CHANNELS)
        select("All authors", "author", author, AUTHORS)


def _title(thread: FiledThread) -> str:
    return thread.topic or f"No subject ({labels.CHANNELS.get(thread.channel, thread.channel)})"
