"""A list whose lines can be picked, by mouse or keyboard; the line that is picked comes back to Python.

In a search box above it the arrow down goes to the lines, Enter picks the first of them, Escape empties the box.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

from lib.ui.components import focus, tones

HERE = Path(__file__)
HTML = """
<div class="rows">
  <label class="find" hidden><input type="search" autocomplete="off" spellcheck="false"><kbd>/</kbd></label>
  <div class="folds"></div>
  <p class="empty" hidden></p>
  <ul class="lines"></ul>
</div>
"""


@dataclass(frozen=True)
class Chip:
    """A short word beside a line; `tone` is one that pick_list.css shows: good, warn, hot, bad, link, calm."""

    text: str
    tone: str = "calm"


@dataclass(frozen=True)
class Row:
    """One line: what it is, why it is here, and when; all of it is shown letter for letter."""

    id: str
    title: str
    note: str = ""
    meta: str = ""
    hint: str = ""
    """What is shown when the line is pointed at."""
    chips: tuple[Chip, ...] = ()
    group: str = ""
    """A heading drawn above the first line of each group."""
    dot: str = ""
    """A colour, as CSS writes it, of a dot before the title."""
    href: str = ""
    """The query string at which the page shows what the line stands for, so that a new tab can open it."""
    is_heading: bool = False
    is_struck: bool = False
    is_pickable: bool = True


@dataclass(frozen=True)
class Fold:
    """A small list of choices above the lines, which opens when its title is clicked."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Search:
    """A search that gives the lines: the words they answer, and the box they are typed in.

    The list has a box of its own, which calls `on_type`; or it listens to Streamlit's text box with key `box`.
    """

    words: str
    placeholder: str = ""
    on_type: Callable[[str], None] | None = None
    box: str = ""


_rows = st.components.v2.component(
    "orb_rows",
    html=HTML,
    css=tones.CSS + HERE.with_suffix(".css").read_text("utf-8"),
    js=focus.SCRIPT + HERE.with_suffix(".js").read_text("utf-8"),
)


def rows(
    lines: Sequence[Row],
    *,
    key: str,
    label: str,
    on_pick: Callable[[str], None],
    chosen: Collection[str] = (),
    empty: str = "Nothing here.",
    filter_label: str = "",
    search: Search | None = None,
    folds: Sequence[Fold] = (),
    look: Literal["wide", "compact", "dense"] = "wide",
) -> None:
    """Draw the lines; call `on_pick` with the id of one that is picked. With `filter_label` a box narrows them.

    Lines whose id is in `chosen` are marked. In a narrow place the chips of a line stand below its title, of a
    compact one, which has one at most, beside it; a dense list scrolls by itself.
    """

    def picked() -> None:
        value = st.session_state[key]["picked"]
        if value is not None:
            on_pick(str(value))

    def typed() -> None:
        if search is not None and search.on_type is not None:
            search.on_type(str(st.session_state[key]["typed"] or ""))

    document = {
        "rows": [_document(line) for line in lines],
        "label": label,
        "empty": empty,
        "filter": filter_label,
        "search": search and {"words": search.words, "placeholder": search.placeholder, "box": search.box},
        "folds": [{"title": fold.title, "rows": [_document(line) for line in fold.rows]} for fold in folds],
        "look": look,
        "chosen": list(chosen),
    }
    # in a list: what stands in a dictionary Streamlit tries as a data frame, for which it loads pandas
    _rows(data=[document], key=key, on_picked_change=picked, on_typed_change=typed)


def _document(line: Row) -> dict[str, object]:
    """The line as a dictionary; a tenth of the time of `asdict`, which copies every word of it."""
    return {**vars(line), "chips": [vars(chip) for chip in line.chips]}
