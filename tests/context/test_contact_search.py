"""Finding a contact by what somebody typed."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from lib.context.queue import lease
from lib.context.refresh import refresh
from lib.context.store import contact_search
from lib.database import engine, read_only, statement, transaction
from tests.support import crowd_site, site
from tests.support.site import ANNA, Scripted, day

PEOPLE = (
    ("Maria Papadopoulou", "maria.p@aegean.example", "+30 697 123 4567", "Aegean Stone"),
    ("Marios Georgiou", "mg@olive.example", "+30 698 765 4321", "Olive & Sons"),
    ("John Smith", "john@smith.example", "+44 20 7946 0018", None),
    ("Jürgen Müller", "jm@mueller.example", "+49 (30) 555-0199", "Aegean Stone"),
    ("100% Real_Name", None, None, None),
    ("Karl Groß", None, None, None),
    (None, "nobody@quiet.example", None, None),
)


@pytest.fixture(scope="module")
def crowd(create_database: Callable[..., str], migrated_template: str) -> Iterator[Engine]:
    """A database with five people."""
    made = engine(create_database(migrated_template))
    crowd_site.build(made)
    companies = sorted({company for *_, company in PEOPLE if company})
    with transaction(made) as connection:
        for number, company in enumerate(companies):
            connection.execute(text("insert into company values (:id, :name)"), {"id": number, "name": company})
        for number, (name, email, phone, company) in enumerate(PEOPLE):
            row = {
                "id": UUID(int=number + 1), "name": name, "email": email, "phone": phone,
                "company": companies.index(company) if company else None,
            }  # fmt: skip
            connection.execute(text("insert into person values (:id, :name, :email, :phone, :company)"), row)
    yield made
    made.dispose()


def names(database: Engine, typed: str) -> list[str]:
    with read_only(database) as connection:
        return [found.name.split()[0] for found in contact_search.search(connection, typed)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("maria", ["Maria"]),
        ("PAPADOPOULOU", ["Maria"]),
        ("papadopulou", ["Maria"]),
        ("papadopoulou maria", ["Maria"]),
        ("maria georgiou", ["Marios"]),
        ("jhon", ["John"]),
        ("smiht", ["John"]),
        ("jonh smith", ["John"]),
        ("muller", ["Jürgen"]),
        ("jurgen", ["Jürgen"]),
        ("aegean stone", ["Jürgen", "Maria"]),
        ("agean", ["Jürgen", "Maria"]),
        ("jm@mueller", ["Jürgen"]),
        ("697 123", ["Maria"]),
        ("+30697", ["Maria"]),
        ("0049 30 5550", ["Jürgen"]),
        ("030 555", []),
        ("ma", ["Maria", "Marios"]),
        ("ma pa", ["Maria"]),
        ("pad", []),
        ("100%", ["100%"]),
        ("%", []),
        ("Groß", ["Karl"]),
        ("groß karl", ["Karl"]),
        ("gross", ["Karl"]),
        ("jo\0hn", []),
        ("  ", []),
        ("xyzzy", []),
        ("'; drop table person; --", []),
    ],
)
def test_a_contact_is_found_by_what_was_typed(crowd: Engine, typed: str, expected: list[str]) -> None:
    assert sorted(names(crowd, typed)) == expected


def test_the_name_as_typed_comes_before_the_one_that_only_begins_so(crowd: Engine) -> None:
    assert names(crowd, "mari") == ["Maria", "Marios"]
    assert names(crowd, "maria") == ["Maria"]


def test_without_the_trigram_extension_spelling_must_be_right(crowd: Engine) -> None:
    with crowd.connect() as connection:
        connection.execute(text("drop extension pg_trgm cascade"))
        assert [found.name for found in contact_search.search(connection, "papadopoulou")] == ["Maria Papadopoulou"]
        assert contact_search.search(connection, "papadopulou") == ()
        assert [found.name for found in contact_search.search(connection, "Groß")] == ["Karl Groß"]
        connection.rollback()


def test_lists_leave_out_those_whom_the_site_no_longer_knows(crowd: Engine) -> None:
    notes = {UUID(int=3): "asked for", UUID(int=99): "gone", UUID(int=1): "new messages"}
    with read_only(crowd) as connection:
        found = contact_search.chosen(connection, notes)
    assert [(item.name, item.note) for item in found] == [
        ("John Smith", "asked for"),
        ("Maria Papadopoulou", "new messages"),
    ]


def test_a_contact_without_a_name_is_found_and_called_by_the_address(crowd: Engine) -> None:
    with read_only(crowd) as connection:
        (found,) = contact_search.search(connection, "nobody@quiet")
    assert (found.name, contact_search.called(found.name, found.email)) == ("", "nobody@quiet.example")
    assert contact_search.called(" ", None) == "without a name"


def test_a_contact_without_a_name_stands_in_every_list(database: Engine) -> None:
    site.install(database)
    with transaction(database) as connection:
        connection.execute(text("update site_contact set name = null"))
    site.write(database, "m1", "When do we meet?", author_name=None)
    refresh(database, ANNA, reader=Scripted(), now=day(10))
    with transaction(database) as connection:
        held = lease.take(connection, ANNA, now=day(10), seconds=60)
        assert held is not None
        lease.record_failure(connection, held, "No answer.", now=day(10))
    with read_only(database) as connection:
        lists = [contact_search.listed(connection, name, since=day(0)) for name in contact_search.LISTS]
        rows = connection.execute(statement("context/contact_search/contacts"), {"contacts": None}).all()
        troubled = connection.execute(statement("context/queue/troubled")).all()
    assert [item.name for items in (*lists, rows, troubled) for item in items] == [""] * 6
