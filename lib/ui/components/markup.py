"""Markup with links that stay on the page: a click changes the address and nothing is loaded anew.

Markup is made by `Markup(...).format(...)`, which escapes every value that goes into it.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

import streamlit as st
from markupsafe import Markup

from lib.ui.explorer.address import Address, read

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


def linked(
    markup: Markup,
    *,
    key: str,
    on_open: Callable[[Address], None],
    on_type: Callable[[str], None] | None = None,
    words: str = "",
    placeholder: str = "",
    copies: Mapping[str, str] | None = None,
    current: str = "",
    again_in: float | None = None,
) -> None:
    """Show `markup`; a click on a link of ours calls `on_open`, typing in the search box above it `on_type`.

    A button with `data-copy="name"` puts `copies[name]` on the clipboard; the link named `current` is marked; after
    `again_in` seconds the script, or the fragment around, runs again.
    """

    def opened() -> None:
        address = st.session_state[key]["opened"]
        on_open(read(dict(parse_qsl(str(address).removeprefix("?")))))

    def typed() -> None:
        if on_type is not None:
            on_type(str(st.session_state[key]["typed"] or ""))

    document = {
        "html": str(markup),
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
    address: Address, label: object, *, css: str = "", title: str = "", current: bool = False, name: str = ""
) -> Markup:
    """A link to another state of the page; the first one with `css` "hit" is what Enter in the search box opens.

    It is marked where `current`, or where its `name` is the one that `linked` is told to mark.
    """
    mark = Markup(' aria-current="true"') if current else ""
    mark += Markup(' data-name="{}"').format(name) if name else ""
    return Markup('<a data-open href="{}" class="{}" title="{}"{}>{}</a>').format(
        address.query, css, title, mark, label
    )


def choice(options: Iterable[tuple[str, Address, bool]], *, title: str = "") -> Markup:
    """Links side by side, of which one is current."""
    links = Markup("").join(link(address, label, current=current) for label, address, current in options)
    return Markup('<nav class="choice">{}{}</nav>').format(
        Markup("<span>{}</span>").format(title) if title else "", links
    )
