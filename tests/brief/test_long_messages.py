"""A message that no person writes, in a thread that is answered: looked through at both ends, and that is said."""

from time import process_time

import pytest
from sqlalchemy import Engine

from lib.context.brief.brief import Brief, brief
from lib.context.refresh import refresh
from lib.context.store.collect import collect
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

FILL = "The garage costs 50 euros and the roof of it is new. "
ASKED = ("Is the cellar dry?", "Who mows the lawn?")
NOW = day(30)


def made(database: Engine) -> Brief:
    return brief(collect(database, ANNA, now=NOW), "t1", now=NOW)


def test_the_first_and_the_last_question_of_a_long_message_stand(database: Engine) -> None:
    site.install(database)
    body = f"{ASKED[0]} {FILL * 300}{ASKED[1]}"
    assert 15_000 < len(body) < 20_000
    site.write(database, "m1", body, thread_id="t1")
    found = made(database)
    (section,) = [item for item in found.sections if item.title == "Questions"]
    assert [line.split(" (asked")[0].strip('"') for line in section.lines] == list(ASKED)
    assert found.not_given == ()


@pytest.mark.parametrize("author", ["contact", "us"])
def test_five_megabytes_take_a_moment_and_what_is_not_looked_through_is_said(database: Engine, author: str) -> None:
    site.install(database)
    site.write(database, "m1", "We have two cats. Is the garage free?", thread_id="t1")
    refresh(database, ANNA, reader=Scripted(answer(add("Has two cats.", "We have two cats"))), now=day(1))
    body = f"{ASKED[0]} {FILL * 100_000}{ASKED[1]}"
    site.write(database, "m2", body, at=day(2), thread_id="t1", author=author)
    state = collect(database, ANNA, now=NOW)
    began = process_time()
    found = brief(state, "t1", now=NOW)
    assert process_time() - began < 3
    (section,) = [item for item in found.sections if item.title == "Questions"]
    if author == "contact":
        assert [line.split(" (asked")[0].strip('"') for line in section.lines][:2] == list(ASKED)
        assert dict(found.not_given)["messages too long to look for questions in their middle"] == 1
