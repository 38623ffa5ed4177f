"""A list whose lines can be picked, by mouse or keyboard; the line that is picked comes back to Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

HERE = Path(__file__)


@dataclass(frozen=True)
class Chip:
    """A short word beside a line; `tone` is a name that pick_list.css knows: good, warn, bad, calm."""

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
    """What `meta` says in full, when pointed at."""
    chips: tuple[Chip, ...] = ()
    group: str = ""
    """A heading drawn above the first line of each group."""
    is_struck: bool = False
    is_chosen: bool = False


_rows = st.components.v2.component(
    "orb_rows",
    html='<div class="rows"></div>',
    css=HERE.with_suffix(".css").read_text("utf-8"),
    js=HERE.with_suffix(".js").read_text("utf-8"),
)


def rows(
    lines: Sequence[Row],
    *,
    key: str,
    label: str,
    on_pick: Callable[[str], None],
    empty: str = "Nothing here.",
    filter_label: str = "",
    is_compact: bool = False,
) -> None:
    """Draw the lines; call `on_pick` with the id of one that is picked. With `filter_label` a box narrows them.

    In a narrow place the chips of a line stand below its title, of a compact one, which has one at most, beside it.
    """

    def picked() -> None:
        value = st.session_state[key]["picked"]
        if value is not None:
            on_pick(str(value))

    # in a list: what stands in a dictionary Streamlit tries as a data frame, for which it loads pandas
    document = {"rows": [_document(line) for line in lines], "label": label, "empty": empty, "filter": filter_label}
    _rows(data=[{**document, "compact": is_compact}], key=key, on_picked_change=picked)


def _document(line: Row) -> dict[str, object]:
    """The line as a dictionary; a tenth of the time of `asdict`, which copies every word of it."""
    return {**vars(line), "chips": [vars(chip) for chip in line.chips]}
