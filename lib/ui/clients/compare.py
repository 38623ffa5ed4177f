"""Comparing two versions of a client: which two, what changed, and the same as JSON."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st
from markupsafe import Markup

from lib.context.compare import diff
from lib.context.store.client_view import ClientView
from lib.ui.clients import data, decisions, navigation
from lib.ui.clients import diff as diff_view
from lib.ui.clients.address import Address
from lib.ui.components import formatting
from lib.ui.components.markup import show

MODES = ("Inline", "Side by side", "JSON")


def compare(seen: ClientView, here: Address, *, now: datetime) -> None:
    """Draw the choice of two versions and what changed between them; the address `here` holds both."""
    versions = seen.versions
    if len(versions) < 2:
        so_far = "There is one version so far" if versions else "There is no version yet"
        show(Markup('<p class="orb-none">{}; a refresh that finds news makes one.</p>').format(so_far))
        return
    missing = [number for number in (here.old, here.new) if number is not None and number not in versions]
    wrong = f"There is no version {missing[0]} of this client." if missing else ""
    if here.has_wrong_version:
        wrong = "A version in this address is not a number."
    if wrong:
        st.warning(f"{wrong} The newest change is shown instead.")
        here = here.changes(None, None)
    new = here.new or versions[0]
    old = here.old or next((number for number in versions if number < new), versions[-1])
    _choice(seen, old=old, new=new, now=now)
    if old == new:
        st.info("Both sides are the same version. Choose another one to compare it with.")
        return
    made, before, after = data.changes(seen, old, new)
    _draw(made, before, after, now=now)


def _choice(seen: ClientView, *, old: int, new: int, now: datetime) -> None:
    """A box for each of the two versions, a button that swaps them, and shortcuts."""
    here = Address(seen.contact.contact_id)
    left, right = navigation.follow("compare_old", old), navigation.follow("compare_new", new)
    label = _labels(
        seen.contact.contact_id, seen.steps[0].run_id, formatting.minute(now), formatting.zone(), _seen=seen
    )

    def chosen() -> None:
        if navigation.current().part != "Changes":
            return  # the page has been left: Streamlit calls the boxes changed when the browser still sends them
        if not (left.is_left_over and right.is_left_over):
            navigation.go(here.changes(left.picked, right.picked))

    def select(name: str, box: navigation.AddressWidget) -> None:
        at = seen.versions.index(box.value)
        st.selectbox(name, seen.versions, at, key=box.key, format_func=label, on_change=chosen, width=345)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        select("From", left)
        st.button(
            "Swap",
            icon=":material/swap_horiz:",
            key="compare_swap",
            on_click=navigation.go,
            args=(here.changes(new, old),),
        )
        select("To", right)
        _shortcuts(seen, here, now=now)
        if min(old, new) < seen.versions[0]:
            decisions.restore_version(seen, min(old, new))
    if old > new:
        st.caption("You look backwards: what was added later is shown as gone.")


@st.cache_resource(ttl=120, max_entries=50, show_spinner=False)
def _labels(
    contact_id: UUID, run_id: int, now: datetime, place: ZoneInfo, *, _seen: ClientView
) -> Callable[[int], str]:
    """What each version is called; five hundred dates take longer to write than all else on the page.

    `now` is the minute begun last: what came since is "now", not in the future.
    """
    saved = {number: _seen.saved_at(number) for number in _seen.versions}
    return {
        number: f"Version {number}" + (f" · {formatting.both(at, max(at, now), place)}" if at else "")
        for number, at in saved.items()
    }.__getitem__


def _shortcuts(seen: ClientView, here: Address, *, now: datetime) -> None:
    newest = seen.versions[0]
    options = {"Last change": seen.versions[1]}
    for name, days in (("Since yesterday", 1), ("Since last week", 7)):
        known = [
            number for number in seen.versions if (at := seen.saved_at(number)) and at <= now - timedelta(days=days)
        ]
        options[name] = known[0] if known else seen.versions[-1]
    for name, number in options.items():
        st.button(
            name,
            key=f"compare_{name}",
            type="tertiary",
            on_click=navigation.go,
            args=(here.changes(number, newest),),
            disabled=number == newest,
            help="Nothing changed since then." if number == newest else None,
        )


def _draw(made: diff.Diff, before: dict[str, object], after: dict[str, object], *, now: datetime) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        counts = diff_view.counted(made.counts) or "Nothing changed"
        show(Markup('<div class="orb"><small>{}</small></div>').format(counts), width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            unchanged = st.toggle("Unchanged", key="compare_unchanged", persist_state="session")
            mode = st.segmented_control(
                "Show", MODES, default="Inline", key="compare_mode", required=True, label_visibility="collapsed",
                persist_state="session",
            )  # fmt: skip
    if mode == "JSON":
        st.code(
            json.dumps(diff.to_document(made), ensure_ascii=False, indent=2),
            language="json",
            height=600,
            wrap_lines=True,
        )
        return
    drawn = diff_view.cards(made, before, after, now=now, side_by_side=mode == "Side by side", unchanged=unchanged)
    if not made.changes and not unchanged:
        drawn = Markup('<p class="orb-none">Nothing changed between these two versions.</p>')
    show(drawn)
