"""How well it reads, as people and time judge it: on the activity page, below what was done."""

from datetime import timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from sqlalchemy import Engine

from lib.context.alignment import rules
from lib.context.alignment.client_drift import LONG_DISPUTE
from lib.context.alignment.figures import AGES, Alignment, ReaderFigures
from lib.context.alignment.stored import MESSAGES, alignment
from lib.context.model import KINDS
from lib.database import database_clock, place, read_only
from lib.ui.activity.figures import card
from lib.ui.app import error_box
from lib.ui.app.cached import context_database
from lib.ui.components import charts, labels
from lib.ui.components.markup import show, style_sheet

DAYS = timedelta(days=90)
KEPT = 600
CSS = Path(__file__).with_name("alignment.css")
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "": "Another language, or too short to tell",
}  # fmt: skip
RULE_TONES = ("bad", "warn", "link", "calm")
"""For the rules that set most aside, the commonest first."""
MOST_RULES = 12


def judged_by_people() -> None:
    """Draw every figure with what is behind it; they are counted anew every ten minutes."""
    with error_box.show_errors():
        database = context_database()
        all_figures = _alignment(str(place(database)), _database=database)
        style_sheet(CSS)
        st.subheader("How well it reads")
        st.caption(
            "What people and time made of what readers did in the last 90 days. Beside a share stands what it may"
            " be between, and below it what it counts."
        )
        for reader in all_figures.readers:
            show(_reader(reader, all_figures))
        _rules(all_figures)
        left, right = st.columns(2, gap="medium")
        with left:
            show(_ages(all_figures))
        with right:
            show(_coverage(all_figures))
            show(_disputes(all_figures))


@st.cache_data(ttl=KEPT, max_entries=4, show_spinner=False)
def _alignment(label: str, *, _database: Engine) -> Alignment:
    with read_only(_database, seconds=30) as connection:
        now = database_clock(connection)
        return alignment(connection, now=now, since=now - DAYS)


def _reader(reader: ReaderFigures, all_figures: Alignment) -> Markup:
    note = f"{_many(reader.readings, 'reading')}, {reader.first_at:%-d %b} to {reader.last_at:%-d %b %Y}"
    figures = (
        ("Facts that people took back or corrected", reader.taken_back),
        ("Set aside, but accepted by people", reader.accepted),
        ("Ended, but stated again by people", reader.undone),
    )
    return card(str(reader.version), note, figures, names=all_figures.names)


def _rules(all_figures: Alignment) -> None:
    """The rules that set proposals aside: their shares by week, with a line where a reader began, and in all."""
    figures = rules.by_rule(all_figures.rules)
    if len({item.week for item in all_figures.rules}) > 1:
        weeks = [
            {
                "Week": str(item.week),
                "Rule": labels.spoken(item.rule),
                "Set aside": item.share.value,
                "Proposals": item.share.of,
            }
            for item in rules.by_week(all_figures.rules, most=len(RULE_TONES))
        ]
        tones = {labels.spoken(item.rule): tone for item, tone in zip(figures, RULE_TONES, strict=False)}
        marks = [{"Week": str(week), "Began": str(version)} for week, version in rules.beginnings(all_figures.rules)]
        charts.week_lines(weeks, "Set aside", by="Rule", tones=tones, marks=marks, key="rules_by_week")
    named = [(labels.spoken(item.rule), item.figure) for item in figures[:MOST_RULES]]
    note = _many(rules.proposals(all_figures.rules), "proposal")
    show(card("Proposals set aside, by rule", note, named, names=all_figures.names))


def _ages(all_figures: Alignment) -> Markup:
    figures = [(f"{KINDS[item.kind].heading}, {AGES[item.age]}", item.figure) for item in all_figures.ages]
    return card("When what stands was last said", "", figures, names=all_figures.names)


def _coverage(all_figures: Alignment) -> Markup:
    figures = [
        (f"{LANGUAGES[item.language]}, {labels.CHANNELS.get(item.channel, item.channel)}", item.figure)
        for item in all_figures.coverage
    ]
    return card("Messages that gave no fact", f"the newest {MESSAGES:,}", figures, names=all_figures.names)


def _disputes(all_figures: Alignment) -> Markup:
    figures = (
        ("Ended facts after which the one before came back", all_figures.flip_flops),
        (f"Disputed for more than {LONG_DISPUTE.days} days", all_figures.disputes),
    )
    return card("What does not rest", "", figures, names=all_figures.names)


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'s' * (count != 1)}"
