"""Generated contacts: people, correspondence and business put together from the parts in `sql/demo/crowd.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from lib.demo.people import Person, StoryEntry, entries
from lib.settings import ROOT

CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
NAME = re.compile(r"\{([a-z]+\d?(?:_de)?)\}")
LANGUAGES = ("en", "en", "en", "en", "de", "fr", "es", "it")
LATEST_MOVE = 25
SKILLS, COMMUNITIES = 11, 4


@dataclass(frozen=True)
class Theme:
    """One matter that contacts write about."""

    facts: Mapping[str, Any]
    correspondence: tuple[StoryEntry, ...]


def person(number: int, *, seed: int) -> Person:
    """The generated contact with this number: the same for the same seed."""
    random = Random(f"{seed}/crowd/{number}")  # noqa: S311
    parts, language = _parts(), random.choice(LANGUAGES)
    given, family = random.choice(parts["names"][language]["given"]), random.choice(parts["names"][language]["family"])
    themes = _chosen(language, random)
    words = _words(parts, random)
    moved = random.randrange(LATEST_MOVE)
    written = [_entry(entry, words, random=random, moved=moved) for theme in themes for entry in _kept(theme, random)]
    handle = f"{_plain(given)}.{_plain(family)}{number}"
    facts: dict[str, Any] = {
        "name": f"{given} {family}",
        "mail": f"{handle}@mail.example",
        "phone": f"+351 9{random.randrange(10)} {number:07d}",
        "language": language,
        "status": random.choice(("lead", "client", "client", "client", "former")),
        "owner": random.choice((2, 3, 4, 7)),
        "since": min(entry.day for entry in written),
        "tags": random.sample((1, 2, 3, 5, 7, 8), k=random.randrange(3)),
        "is_generated": True,
    }
    for theme in themes:
        facts |= _business(theme, words, random=random, moved=moved, handle=handle)
    return Person(facts, tuple(sorted(written, key=lambda entry: (entry.day, entry.clock))))


def _chosen(language: str, random: Random) -> list[Theme]:
    own = [theme for theme in _themes() if theme.facts["language"] == language]
    return random.sample(own, k=min(len(own), random.choice((1, 2, 2, 3))))


def _kept(theme: Theme, random: Random) -> tuple[StoryEntry, ...]:
    """The theme's correspondence; one in two contacts did not write the last one, so nothing waits there."""
    return theme.correspondence[: -1 if random.random() < 0.5 else None]


def _entry(entry: StoryEntry, words: Mapping[str, str], *, random: Random, moved: int) -> StoryEntry:
    """The entry in one of its wordings, some days earlier and at another minute."""
    hour, minute = entry.clock.split(":")
    clock = f"{hour}:{(int(minute) + random.randrange(25)) % 60:02d}"
    subject, body = (_worded(text, words, random) for text in (entry.subject, entry.body))
    return replace(entry, day=entry.day - moved, clock=clock, subject=subject, body=body.strip())


def _worded(text: str, words: Mapping[str, str], random: Random) -> str:
    """`text` with every choice made, inner ones first, and every name filled in."""
    while CHOICE.search(text):
        text = CHOICE.sub(lambda match: random.choice(match[1].split("|")), _named(text, words))
    return re.sub(r" +(?=\n|$)", "", _named(text, words))


def _named(text: str, words: Mapping[str, str]) -> str:
    return NAME.sub(lambda match: words.get(match[1], match[0]), text)


def _words(parts: Mapping[str, Any], random: Random) -> dict[str, str]:
    """What the names in the wordings stand for, for one contact."""
    area, other = random.sample(parts["places"], k=2)
    budget = random.randrange(220, 1400, 10) * 1000
    more, less = budget + random.randrange(20, 120, 10) * 1000, budget - random.randrange(10, 60, 5) * 1000
    guests = random.randrange(8, 40)
    return {
        "area": area,
        "area2": other,
        "trade": random.choice(parts["trades"]),
        "pet": random.choice(parts["pets"]),
        "budget": f"{budget:,}",
        "budget2": f"{more:,}",
        "budget0": f"{less:,}",
        "budget_de": f"{budget:,}".replace(",", "."),
        "budget2_de": f"{more:,}".replace(",", "."),
        "guests": str(guests),
        "guests2": str(guests + random.randrange(2, 12)),
    }


def _business(theme: Theme, words: Mapping[str, str], *, random: Random, moved: int, handle: str) -> dict[str, Any]:
    """The visits, bills, deal and profile that go with a theme, in the form of the people's own files."""
    facts: dict[str, Any] = {}
    if "visits" in theme.facts:
        facts["visits"] = [day - moved for day in theme.facts["visits"]]
    if "invoices" in theme.facts:
        facts["invoices"] = [
            [day - moved, total + random.randrange(400), said, status]
            for day, total, said, status in theme.facts["invoices"]
        ]
    if "profile" in theme.facts:
        skills = random.sample(range(1, SKILLS + 1), k=2)
        communities = random.sample(range(1, COMMUNITIES + 1), k=random.randrange(1, 3))
        headline = words["trade"].split(" ", 1)[1].capitalize()
        facts["profile"] = {"handle": handle, "headline": headline, "skills": skills, "communities": communities}
    if "deal" in theme.facts:
        facts["deal"] = [_deal(theme, words, random=random, moved=moved)]
    return facts


def _deal(theme: Theme, words: Mapping[str, str], *, random: Random, moved: int) -> dict[str, Any]:
    deal, first = theme.facts["deal"], theme.correspondence[0].day - moved
    reached = deal["stages"][: random.randrange(1, len(deal["stages"]) + 1)]
    step = -first // (len(reached) + 1)
    return {
        "pipeline": deal["pipeline"],
        "title": _named(deal["title"], words),
        "value": int(words["budget"].replace(",", ""))
        if "real_estate" in deal["pipeline"]
        else 60 * int(words["guests"]),
        "stages": [[first + 1 + count * step, stage] for count, stage in enumerate(reached)],
    }


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isascii() and letter.isalpha())


@cache
def _parts() -> dict[str, Any]:
    return tomllib.loads((ROOT / "sql" / "demo" / "crowd.toml").read_text("utf-8"))


@cache
def _themes() -> tuple[Theme, ...]:
    return tuple(Theme(theme, entries(theme["correspondence"])) for theme in _parts()["theme"])
