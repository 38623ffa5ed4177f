"""The one place where HTML gets onto a page, as it stands or with links that stay on the page.

Markup is made by `Markup(...).format(...)`, which escapes every value that goes into it; a plain str is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, Protocol

import streamlit as st
from markupsafe import Markup

HERE = Path(__file__).parent
HTML = """
<label class="find" hidden><input type="search" autocomplete="off" spellcheck="false"><kbd>/</kbd></label>
<div class="linked"></div>
"""
_linked = st.components.v2.component(
    "linked",
    html=HTML,
    css=(HERE / "markup.css").read_text("utf-8"),
    js=(HERE / "markup.js").read_text("utf-8"),
)


def show(markup: Markup, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """Draw `markup`; raises `TypeError` for a plain str, in which nothing need be escaped."""
    st.html(_checked(markup), width=width)


def style_sheet(file: Path) -> None:
    """Give the page the style sheet in `file`, one of ours; it takes no place on the page."""
    st.html(file)


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
    on_type: Callable[[str], None] | None = None,
    words: str = "",
    placeholder: str = "",
    copies: Mapping[str, str] | None = None,
    current: str = "",
    again_in: float | None = None,
) -> None:
    """Draw `markup`; a click on a link calls `on_open` with its query string, typing in the box above it `on_type`.

    A button with `data-copy="name"` puts `copies[name]` on the clipboard; the link named `current` is marked; after
    `again_in` seconds the script, or the fragment around, runs again.
    """

    def opened() -> None:
        if on_open is not None:
            on_open(str(st.session_state[key]["opened"] or ""))

    def typed() -> None:
        if on_type is not None:
            on_type(str(st.session_state[key]["typed"] or ""))

    document = {
        "html": _checked(markup),
        "search": None if on_type is None else {"words": words, "placeholder": placeholder},
        "copies": dict(copies or {}),
        "current": current,
        "again": again_in,
    }
    _linked(
        data=[document],  # in a list, so that Streamlit does not load pandas to see whether parts of it are data frames
        key=key,
        on_opened_change=opened,
        on_typed_change=typed,
        on_again_change=lambda: None,
    )


def link(
    there: Linkable, label: object, *, css: str = "", title: str = "", current: bool = False, name: str = ""
) -> Markup:
    """A link to another state of the page; the first one with `css` "hit" is what Enter in the search box opens.

    It is marked where `current`, or where its `name` is the one that `linked` is told to mark.
    """
    mark = Markup(' aria-current="true"') if current else ""
    mark += Markup(' data-name="{}"').format(name) if name else ""
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
