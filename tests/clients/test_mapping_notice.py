"""A mapping that keeps the dashboard from learning is told where a person would notice."""

from collections.abc import Iterator

import pytest
import streamlit as st
from sqlalchemy import Engine, text
from streamlit.testing.v1 import AppTest

from lib.context.refresh import refresh
from lib.database import transaction
from lib.settings import ROOT
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day


@pytest.fixture
def mapped(database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A site with one message, whose database the pages open."""
    site.install(database)
    site.write(database, "m1", "Hello.")
    monkeypatch.setenv("DATABASE_URL", database_url)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield database
    st.cache_resource.clear()
    st.cache_data.clear()


def notices(page: str, **address: object) -> list[str]:
    opened = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
    opened.run()
    opened.switch_page(f"../../../pages/{page}.py")
    for name, value in address.items():
        opened.query_params[name] = str(value)
    opened.run()
    assert not opened.exception
    return [box.value for box in opened.warning if "sources check" in box.value]


@pytest.mark.parametrize("page", ["client_context", "activity"])
def test_what_is_wrong_is_told_with_the_next_step_and_escaped(mapped: Engine, page: str) -> None:
    with transaction(mapped) as connection:
        connection.execute(text("update site_interaction set kind = '[x](http://evil)', author = 'client'"))
        connection.execute(text("update site_contact set email = 'a b@c'"))
    (notice,) = notices(page)
    assert "1 of 1 interactions have an unknown author" in notice
    assert "probably contact" in notice
    assert ("And 2 more" in notice) == (page == "client_context")
    assert (r"\[x\]\(http" in notice) == (page == "activity")


@pytest.mark.parametrize("page", ["client_context", "activity"])
def test_nothing_is_said_where_nothing_is_wrong(mapped: Engine, page: str) -> None:
    assert notices(page) == []


def test_a_single_odd_row_among_many_is_left_to_the_command(mapped: Engine) -> None:
    with transaction(mapped) as connection:
        many = "select gen_random_uuid(), n || '@x.example' from generate_series(1, 150) as n"
        connection.execute(text(f"insert into site_contact (contact_id, email) {many}"))
        connection.execute(text("update site_contact set email = 'a b@c' where contact_id = :id"), {"id": ANNA})
    assert notices("activity") == []
    with transaction(mapped) as connection:
        connection.execute(text("update site_contact set email = 'A <' || email || '>' where email like '1%'"))
    st.cache_data.clear()
    assert len(notices("activity")) == 1


def test_a_client_of_whom_nothing_was_learned_says_so_where_the_facts_would_stand(mapped: Engine) -> None:
    site.write(mapped, "m2", "I have two dogs.", kind="Email")
    refresh(mapped, ANNA, reader=Scripted(answer()), now=day(1))
    assert len(notices("client_context", contact=ANNA)) == 1
    site.write(mapped, "m3", "I have a cat.", at=day(2))
    refresh(mapped, ANNA, reader=Scripted(answer(add("I have a cat."))), now=day(3))
    assert notices("client_context", contact=ANNA) == []
