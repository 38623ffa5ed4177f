"""The one place where HTML gets onto a page, as it stands or with links that stay on the page.

Markup is made by `Markup(...).format(...)`, which escapes every value that goes into it; a plain str is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, Protocol

import streamlit as st
from markupsafe import Markup

from lib.ui.components import tones

HERE = Path(__file__).parent
_linked = st.components.v2.component(
    "linked",
    html='<div class="linked"></div>',
    css=tones.CSS + (HERE / "markup.css").read_text("utf-8"),
    js=(HERE / "markup.js").read_text("utf-8"),
)
_linked_in_page = st.components.v2.component(
    "linked_in_page",
    html='<div class="linked"></div>',
    js=(HERE / "markup.js").read_text("utf-8"),
    isolate_styles=False,
)


def show(markup: Markup, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw `markup`; raises `TypeError` for a plain str, in which nothing need be escaped."""
    st.html(_checked(markup), width=width)


def style_sheet(file: Path) -> None:
    """Give the page the style sheet in `file`, one of ours, which may use the tones; it takes no place on the page."""
    st.html(f"<style>{tones.CSS}{tones.BADGES}{file.read_text('utf-8')}</style>")


class Linkable(Protocol):
    """A state of a page that a link can lead to."""

    @property
    def query(self) -> str:
        """The query string of its address, with the question mark."""


def linked(
    markup: Markup,
    *,
    key: str,
    on_open: Callable[[str], None] | None = None,
    copies: Mapping[str, str] | None = None,
    again_in: float | None = None,
    in_page: bool = False,
) -> None:
    """Draw `markup`; a click on a link calls `on_open` with its query string. With `in_page` the page's styles hold.

    A button with `data-copy="name"` puts `copies[name]` on the clipboard; after `again_in` seconds the script, or the
    fragment around, runs again.
    """

    def opened() -> None:
        if on_open is not None:
            on_open(str(st.session_state[key]["opened"] or ""))

    document = {
        "html": _checked(markup),
        "copies": dict(copies or {}),
        "again": again_in,
    }
    draw = _linked_in_page if in_page else _linked
    draw(
        data=[document],  # in a list, so that Streamlit does not load pandas to see whether parts of it are data frames
        key=key,
        on_opened_change=opened,
        on_again_change=lambda: None,
    )


def link(there: Linkable, label: object, *, css: str = "", title: str = "", current: bool = False) -> Markup:
    """A link to another state of the page, marked where `current`."""
    mark = Markup(' aria-current="true"') if current else ""
    return Markup('<a data-open href="{}" class="{}" title="{}"{}>{}</a>').format(there.query, css, title, mark, label)


def choice(options: Iterable[tuple[str, Linkable, bool]], *, title: str = "") -> Markup:
    """Links side by side, of which one is current."""
    links = Markup("").join(link(there, label, current=current) for label, there, current in options)
    return Markup('<nav class="choice">{}{}</nav>').format(
        Markup("<span>{}</span>").format(title) if title else "", links
    )


def agent_copy(text: str, *, key: str) -> None:
    """A button that puts `text`, what an agent needs to know, on the clipboard."""
    linked(Markup('<button data-copy="agent">Copy for an agent</button>'), key=key, copies={"agent": text})


def _checked(markup: Markup) -> str:
    if not isinstance(markup, Markup):
        raise TypeError("Only Markup is drawn: in a plain str nothing need be escaped.")
    return str(markup)
