"""A corpus of two short cases, and the facts that a test says were made of one."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from lib.context.evaluate.case import Case
from lib.context.evaluate.corpus import load_case
from lib.context.model import Author, Evidence, Fact, FactStatus


def mail(id: str, author: str, day: int, body: str) -> dict[str, Any]:
    """One mail of the thread "flat", on a day of March 2026."""
    return {
        "id": id,
        "kind": "email",
        "direction": "out" if author == "us" else "in",
        "author": author,
        "author_name": None,
        "thread_id": "flat",
        "subject": "A flat",
        "body": body,
        "occurred_at": f"2026-03-{day:02}T10:00:00Z",
        "ended_at": None,
    }


def gold(id: str, interaction: str, text: str, *, ends: str | None = None, by: str = "contact") -> dict[str, Any]:
    quote = {"interaction": interaction, "text": text}
    return {"id": id, "kind": "key_fact", "quote": quote, "ends": ends, "by": by}


def trap(interaction: str, text: str, why: str) -> dict[str, Any]:
    return {"quote": {"interaction": interaction, "text": text}, "why": why}


def buyer() -> dict[str, Any]:
    """A client who raises her budget, asks, and speaks of a colleague."""
    return {
        "contact": {"name": "Ann Berg", "email": "ann@example.com", "company": ""},
        "interactions": [
            mail("m1", "contact", 2, "Hello,\n\nI am allergic to nuts. Our budget is 450,000 euros. Is a dog allowed?"),
            mail("m2", "us", 3, "Hello Ann,\n\nwe can offer you 20 square metres more. A colleague says you smoke."),
            mail(
                "m3",
                "contact",
                5,
                "Our budget is now 500,000 euros. My brother needs an office of 90 square metres. Can we visit?\n\n"
                "On 3 March 2026 Orb wrote:\n> we can offer you 20 square metres more.",
            ),
        ],
        "gold": [
            gold("g1", "m1", "I am allergic to nuts"),
            gold("g2", "m1", "Our budget is 450,000 euros"),
            gold("g3", "m3", "Our budget is now 500,000 euros", ends="g2"),
        ],
        "not": [
            trap("m1", "Is a dog allowed?", "question"),
            trap("m2", "we can offer you 20 square metres more", "offer of ours"),
            trap("m3", "My brother needs an office of 90 square metres.", "someone else"),
            trap("m3", "> we can offer you 20 square metres more.", "quoted"),
        ],
        "threads": [{"thread_id": "flat", "needs_reply": True}],
    }


def guest() -> dict[str, Any]:
    """A guest who says one thing."""
    return {
        "contact": {"name": "Jan Roth", "email": "jan@example.com", "company": "Roth AG"},
        "interactions": [mail("m1", "contact", 9, "Ich bin Vegetarier. Danke für den schönen Abend!")],
        "gold": [gold("g1", "m1", "Ich bin Vegetarier")],
        "not": [trap("m1", "Danke für den schönen Abend!", "joke")],
        "threads": [{"thread_id": "flat", "needs_reply": False}],
    }


def write(folder: Path, name: str, document: object) -> Path:
    """A file of the corpus in `folder`."""
    path = folder / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), "utf-8")
    return path


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder, "development/en/buyer", buyer())
    write(folder, "held_back/de/restaurant/guest", guest())
    return folder


def case(folder: Path, document: dict[str, Any] | None = None) -> Case:
    """A case as the loader reads it; by default the buyer."""
    return load_case(write(folder, "a/case", document or buyer()), folder)


def evidence(interaction: str, start: int, end: int, *, author: Author = "contact", against: bool = False) -> Evidence:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    return Evidence(
        interaction,
        start=start,
        end=end,
        quote="",
        occurred_at=moment,
        first_seen_at=moment,
        author=author,
        stance="contradicts" if against else "supports",
    )


def fact(id: int, *quotes: Evidence, status: FactStatus = "active", superseded_by: int | None = None) -> Fact:
    return Fact(
        id,
        "key_fact",
        type="",
        text=f"fact {id}",
        status=status,
        added_version=1,
        superseded_by=superseded_by,
        evidence=quotes,
    )
