"""A text that is longer than what a reader is shown does not count as read without a word."""

import pytest
from sqlalchemy import Engine

from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store.client_view import ReadInPart, read_in_part
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, day
from tests.support.stored_runs import stored_runs

LONG = "We talked about the garden again. " * 600
"""20,400 characters."""
QUOTED = "On 2 May 2026, Rita wrote:\n" + "\n".join(f"> line {number} of an old letter" for number in range(2000))


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business without any correspondence yet."""
    site.install(database)
    return database


def found(business: Engine) -> tuple[ReadInPart, ...]:
    with read_only(business) as connection:
        return read_in_part(connection, ANNA)


@pytest.mark.parametrize("reader", [Scripted(), LocalRules()])
def test_what_was_not_shown_is_said_with_its_size(business: Engine, reader: Scripted | LocalRules) -> None:
    site.write(business, "m1", LONG, kind="note")
    refresh(business, ANNA, reader=reader, now=day(1))
    assert found(business) == (ReadInPart("m1", 12_000, 20_400),)
    with read_only(business) as connection:
        (run,) = stored_runs(connection, ANNA)
    assert [(item["interaction_id"], item["shown"], item["written"]) for item in run.proposals["cut"]] == [
        ("m1", 12_000, 20_400)
    ]


def test_the_count_is_of_the_very_characters_that_were_shown(business: Engine) -> None:
    """Long own words around a quoted letter: the whole is cut once more."""
    site.write(business, "m1", f"{LONG}\n\n{QUOTED}\n\n{LONG}")
    reader = Scripted()
    refresh(business, ANNA, reader=reader, now=day(1))
    text = reader.requests[0]["sources"][0]["text"]
    (part,) = found(business)
    own = "".join(line for line in text.splitlines(keepends=True) if "garden" in line).removesuffix("\n")
    assert abs(part.shown - len(own)) < 50
    assert part.shown < part.written


@pytest.mark.parametrize("body", ["I am vegetarian.", f"Thank you for this.\n\n{QUOTED}", "A" * 12_000])
def test_what_was_shown_whole_or_is_quoted_is_not_listed(business: Engine, body: str) -> None:
    site.write(business, "m1", body)
    refresh(business, ANNA, reader=Scripted(), now=day(1))
    assert found(business) == ()


def test_bulk_mail_that_nobody_is_asked_about_is_not_listed(business: Engine) -> None:
    site.write(business, "m0", "Hello there.")
    site.write(business, "m1", LONG, is_bulk=True)
    refresh(business, ANNA, reader=Scripted(), now=day(1))
    assert found(business) == ()


def test_an_edited_text_is_listed_as_it_was_read_last(business: Engine) -> None:
    site.write(business, "m1", LONG)
    refresh(business, ANNA, reader=Scripted(), now=day(1))
    with business.begin() as connection:
        connection.exec_driver_sql("update site_interaction set body = 'Short.', changed_at = %s", (day(2),))
    assert found(business) == ()
    refresh(business, ANNA, reader=Scripted(), now=day(3))
    assert found(business) == ()
