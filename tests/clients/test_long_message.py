"""A long message on the client page: its first lines, the rest folded away, and nothing of it out of reach."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib.context.refresh import refresh
from lib.ui.clients.long_message import LETTERS, LINES, PIECE, fold_at, piece_at
from tests.support import site
from tests.support.client_pages import html
from tests.support.laws import examples
from tests.support.site import ANNA, Scripted, add, answer, day

Open = Callable[..., AppTest]
MANY = "\n".join(f"Line {number}." for number in range(1, 3_001))
SAID = "We moved to Hamburg in May."


@examples(60)
@given(text=st.text(st.sampled_from("a b\n"), max_size=3 * LETTERS))
def test_what_is_shown_and_what_is_folded_away_are_the_whole_text(text: str) -> None:
    cut = fold_at(text)
    assert 0 <= cut <= len(text)
    assert len(text[:cut]) <= LETTERS + LETTERS // 4
    assert text[:cut].count("\n") <= LINES + 10 or cut < len(text)


@examples(60)
@given(length=st.integers(0, 5 * PIECE), place=st.integers(-5, 6 * PIECE))
def test_the_pieces_of_a_message_are_the_whole_of_it(length: int, place: int) -> None:
    body = "x" * length
    piece = piece_at(body, place)
    assert piece.start <= piece.place <= piece.end <= length
    read, at = "", 0
    while at < length:
        piece = piece_at(body, at)
        read, at = read + body[piece.start : piece.end], piece.end
    assert read == body


def test_a_message_of_usual_length_is_shown_as_it_is(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", "\n".join(f"Line {number}." for number in range(LINES)), at=day(0))
    assert "The rest" not in html(open_client(contact=ANNA, at="m9"))


def test_behind_its_first_lines_a_long_message_is_folded_away(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", "\n".join(f"Line {number}." for number in range(1, 1_001)), at=day(0))
    shown = html(open_client(contact=ANNA, at="m9"))
    first, rest = shown.split("<details><summary>The rest, 940 lines</summary>")
    assert "Line 60." in first
    assert "Line 61." in rest
    assert "Line 1000." in rest


@pytest.mark.parametrize(("said_at", "part"), [(500, "The first 20,000 of"), (2_500, "Characters 20,001 to 31,909 of")])
def test_a_fact_leads_to_its_words_wherever_in_a_long_message_they_stand(
    story: Engine, open_client: Open, said_at: int, part: str
) -> None:
    body = MANY.replace(f"Line {said_at}.", SAID)
    site.write(story, "m9", body, at=day(0))
    reader = Scripted(answer(add("Moved to Hamburg.", "We moved to Hamburg in May")))
    outcome = refresh(story, ANNA, reader=reader, now=day(0.1))
    assert [item.verdict for item in outcome.verdicts] == ["applied"]
    with story.connect() as connection:
        fact = connection.exec_driver_sql("select max(fact_id) from crm_client_fact").scalar()
    place = body.index(SAID)
    assert f"at=m9&amp;place={place}" in html(open_client(contact=ANNA, fact=fact))
    shown = html(open_client(contact=ANNA, at="m9", place=place))
    assert f"{part} {len(body):,} characters are shown." in shown
    assert "<details open><summary>The rest" in shown
    assert '<span data-place="true"></span><a' in shown
    assert "<mark>We moved to Hamburg in May</mark>" in shown


def test_a_search_opens_a_long_message_where_the_words_stand(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", MANY.replace("Line 2900.", SAID), at=day(0))
    shown = html(open_client(contact=ANNA, words="MOVED to hamburg"))
    assert "moved to Hamburg in May." in shown.split('<span data-place="true"></span>')[1]


def test_the_pieces_of_a_message_lead_to_each_other(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", "word " * 10_000, at=day(0))
    shown = html(open_client(contact=ANNA, at="m9", place=PIECE))
    assert "Characters 20,001 to 40,000 of 50,000 characters are shown." in shown
    assert f'href="?contact={ANNA}&amp;at=m9" class="" title="">Before</a>' in shown
    assert f'href="?contact={ANNA}&amp;at=m9&amp;place={2 * PIECE}" class="" title="">Read on</a>' in shown
    beyond = html(open_client(contact=ANNA, at="m9", place=10**8))
    assert "The first 20,000 of 50,000 characters are shown." in beyond


def test_of_a_message_of_megabytes_a_fact_shows_what_stands_around_its_words(story: Engine, open_client: Open) -> None:
    site.write(story, "m9", f"{SAID} {'word ' * 1_000_000}", at=day(0))
    refresh(story, ANNA, reader=Scripted(answer(add("Moved to Hamburg.", "We moved to Hamburg in May"))), now=day(0.1))
    with story.connect() as connection:
        fact = connection.exec_driver_sql("select max(fact_id) from crm_client_fact").scalar()
    shown = html(open_client(contact=ANNA, fact=fact))
    assert "More of the message" in shown
    assert len(shown) < 200_000
