"""Names as SQL writes them."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema import names
from tests.support.laws import examples
from tests.support.schemas.made_schema import database, table

SCHEMA = database(
    table("contact"),
    table("contact_note"),
    table("odd.name"),
    table("Order", schema="swl"),
    table("booking", schema="swl"),
    table("booking", schema="real estate"),
    table('say "hi", you'),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("crm.contact", ("crm", "contact")),
        (" CRM . Contact ", ("crm", "contact")),
        ('crm."odd.name"', ("crm", "odd.name")),
        ('swl."Order"', ("swl", "Order")),
        ('"real estate".booking', ("real estate", "booking")),
        ('crm."say ""hi"", you"', ("crm", 'say "hi", you')),
        ("contact_note", ("crm", "contact_note")),
    ],
)
def test_a_name_is_read_as_sql_reads_it(text: str, name: tuple[str, str]) -> None:
    assert names.parse(text, SCHEMA) == name


@pytest.mark.parametrize("text", ["", "a.b.c", 'crm."contact', "crm.", ".contact", "crm.con tact", "crm..contact"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(names.InvalidName):
        names.parse(text, SCHEMA)


def test_a_misspelt_table_gets_the_nearest_names() -> None:
    with pytest.raises(names.NoTable) as raised:
        names.parse("crm.contcat", SCHEMA)
    assert raised.value.nearest[:2] == ("crm.contact", "crm.contact_note")
    assert "crm.contact" in raised.value.next_step


def test_the_case_of_a_quoted_name_counts_and_the_right_one_is_named() -> None:
    with pytest.raises(names.NoTable) as raised:
        names.parse("swl.Order", SCHEMA)
    assert raised.value.nearest[0] == 'swl."Order"'


def test_a_bare_name_of_two_tables_asks_which() -> None:
    with pytest.raises(names.NoTable) as raised:
        names.parse("booking", SCHEMA)
    assert raised.value.nearest == ('"real estate".booking', "swl.booking")


def test_a_list_keeps_commas_inside_quotes_and_names_each_table_once() -> None:
    given_list = 'crm.contact,crm."say ""hi"", you", contact'
    assert names.parse_list(given_list, SCHEMA) == (("crm", "contact"), ("crm", 'say "hi", you'))


@examples(200)
@given(st.tuples(*[st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)] * 2))
def test_a_written_name_is_read_back(name: tuple[str, str]) -> None:
    assert names.parse(names.written(name), database(table(name[1], schema=name[0]))) == name


def test_quoting_is_never_less_than_the_servers(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        words = [word for (word,) in connection.execute("select word from pg_get_keywords()")]
        words += ["Contact", "odd.name", "a b", 'a"b', "été", "1st", "a$", "_x", "x1"]
        for word in words:
            (theirs,) = connection.execute("select quote_ident(%s)", [word]).fetchone() or ("",)
            assert names.quoted(word) == theirs
