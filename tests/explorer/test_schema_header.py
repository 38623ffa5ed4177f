"""The explorer's header: the check beside the page, made anew when it is old, and what it says."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from lib.database import engine
from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.cache.cache import Freshness
from lib.schema.model import Schema
from lib.ui.app import cached
from lib.ui.explorer import header
from lib.ui.explorer.address import Address
from lib.ui.explorer.header import header_line
from tests.support.explorer_pages import SHOP, prepared

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(empty_database: str, database: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Schema]:
    """The shop as the explorer has read it; header and clock of this test alone."""
    explored = engine(prepared(empty_database, SHOP))
    cache.refresh(database, explored)
    found = cache.load(database, explored)
    assert found is not None
    checks: dict[str, object] = {}
    monkeypatch.setattr(cached, "context_database", lambda: database)
    monkeypatch.setattr(cached, "explored_database", lambda: explored)
    monkeypatch.setattr(header, "_checks", lambda: checks)
    monkeypatch.setattr(header, "AT_ONCE_SECONDS", 60)
    yield found
    explored.dispose()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """A function that sets the clock of the header to so long after the start."""

    class Clock(datetime):
        after = timedelta()

        @classmethod
        def now(cls, tz: object = None) -> "datetime":
            return NOW + cls.after

    monkeypatch.setattr(header, "datetime", Clock)
    return lambda after: setattr(Clock, "after", after)


def state(shop: Schema) -> str:
    found = header._checked(shop)
    assert isinstance(found, Freshness)
    return found.state


def test_a_check_holds_for_a_minute_and_is_then_made_anew(
    shop: Schema, empty_database: str, at: Callable[[timedelta], None]
) -> None:
    assert state(shop) == "fresh"
    prepared(empty_database, "create table crm.visit (id bigint)")
    at(timedelta(seconds=59))
    assert state(shop) == "fresh"
    at(timedelta(seconds=61))
    assert state(shop) == "changed"


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (None, ">checking …<"),
        (Freshness("fresh", "", "", 12.3), ">unchanged<"),
        (Freshness("changed", "", "", 12.3), ">changed since<"),
        (OrbError("It is away."), 'title="It is away.'),
    ],
)
def test_the_header_says_as_of_when_and_how_it_stands(
    checked: Freshness | OrbError | None, said: str, at: Callable[[timedelta], None]
) -> None:
    read = Schema(database="shop", server_version=180006, as_of=NOW.isoformat(), hidden=("auth", "vault"))
    at(timedelta(minutes=3))
    line = header_line(read, read, checked=checked, here=Address(table=("crm", "deal")))
    assert said in line
    assert "as of 3 minutes ago" in line
    assert '>show 2 hidden<span class="wide"> schemas</span><' in line
    at(timedelta(seconds=0.4))
    assert "as of just now" in header_line(read, read, checked=checked, here=Address())
