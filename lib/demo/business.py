"""Everything of the demo that is known before a context is made: the tables, the business and its contacts."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import Connection

from lib.database import run_script
from lib.demo import agent_rows, business_rows, contact_rows, crowd, world
from lib.demo.contact_rows import DemoContact
from lib.demo.correspondence import CorrespondenceRows
from lib.demo.people import Person, people
from lib.demo.rows import TableRows, insert
from lib.settings import ROOT

DAY = re.compile(r"\{([+-]\d+)(?: (month|weekday))?\}")
PATTERNS = {"month": "MMMM", "weekday": "EEEE"}
DAYS = {"de": "d. MMMM", "fr": "d MMMM", "es": "d 'de' MMMM", "it": "d MMMM"}


def create_tables(connection: Connection) -> None:
    """Create the six schemas of the demo with their tables, in the caller's transaction."""
    run_script(connection, "set local search_path = public, extensions")
    for path in sorted((ROOT / "sql" / "demo" / "schema").glob("*.sql")):
        run_script(connection, path.read_text("utf-8"))


def fill(connection: Connection, *, seed: int, today: date) -> None:
    """Write the business and its forty contacts; the same seed and day give the same rows."""
    insert(connection, world.rows(today))
    ids = {person.name: contact_id(seed, number) for number, person in enumerate(people())}
    everybody = (
        rows(person, seed=seed, number=number, today=today, referrer=ids.get(person.facts.get("referred_by", "")))
        for number, person in enumerate(people())
    )
    insert(connection, merged(everybody))


def fill_crowd(connection: Connection, numbers: range, *, seed: int, today: date) -> None:
    """Write the generated contacts with these numbers; the same seed and day give the same rows."""
    everybody = (rows(crowd.person(number, seed=seed), seed=seed, number=number, today=today) for number in numbers)
    insert(connection, merged(everybody))


def settle(connection: Connection) -> None:
    """Bring what follows from the rows up to date: sequences, the materialized view, statistics."""
    run_script(connection, "set local search_path = public, extensions")
    run_script(connection, (ROOT / "sql" / "demo" / "settle.sql").read_text("utf-8"))


def contact_id(seed: int, number: int) -> UUID:
    """The identifier of the contact with this number."""
    return UUID(int=Random(f"{seed}/contact/{number}").getrandbits(128), version=4)  # noqa: S311


def rows(person: Person, *, seed: int, number: int, today: date, referrer: UUID | None = None) -> Iterator[TableRows]:
    """All rows of one contact, in the order of their foreign keys."""
    random = Random(f"{seed}/{number}")  # noqa: S311
    place = DemoContact(number, contact_id(seed, number), today, random)
    deal_ids = tuple(place.uuid() for _ in person.facts.get("deal", ()))
    yield from contact_rows.rows(person, place, referrer=referrer)
    yield from contact_rows.deals(person, place, deal_ids)
    yield from CorrespondenceRows(person, place.contact_id, today=today, random=random, dated=dated).rows()
    yield from business_rows.restaurant(person, place)
    yield from business_rows.real_estate(person, place, deal_ids)
    yield from business_rows.finance(person, place)
    yield from business_rows.network(person, place)
    yield from agent_rows.rows(person, place)


def merged(everybody: Iterable[Iterable[TableRows]]) -> tuple[TableRows, ...]:
    """One batch a table: the rows of all contacts, tables in the order in which they first appear."""
    batches: dict[str, tuple[tuple[str, ...], list[object]]] = {}
    for one in everybody:
        for part in one:
            batches.setdefault(part.table, (part.columns, []))[1].extend(part.values)
    return tuple(TableRows(table, columns, tuple(values)) for table, (columns, values) in batches.items())  # type: ignore[arg-type]


def dated(text: str, today: date, language: str) -> str:
    """`text` with each `{+30}`, `{+30 month}` and `{-7 weekday}` written out in `language`, counted from `today`."""

    def written(match: re.Match[str]) -> str:
        pattern = PATTERNS.get(match[2] or "", DAYS.get(language, "d MMMM"))
        return format_date(today + timedelta(days=int(match[1])), pattern, locale=language)

    return DAY.sub(written, text)
