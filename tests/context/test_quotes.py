"""Quotes in sources: folding with the way back, the parts of a message, first-seen dating."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.context.engine.quotes import FoundQuote, correspondence, find
from lib.context.model import Interaction
from lib.context.text.normalize import fold, folded_words, storable
from lib.context.text.segments import _lines, _may_divide, own_text, segments
from tests.support.site import ANNA, day

SIGNS = "abc DE.1\n\r\t>  -–’'\"“\u200b\u00adßéﬁ…İ½\u0301東 "


def mail(id: str, body: str, *, at: float = 0, author: str = "contact", kind: str = "email") -> Interaction:
    return Interaction(id, ANNA, kind, "in", author, None, None, None, body, False, day(at), None, day(at))


def found(quote: str, body: str) -> FoundQuote | str:
    letters = correspondence([mail("m1", body)])
    return find(quote, letters.sources[0], letters)


def quoted(quote: str, body: str) -> str:
    place = found(quote, body)
    return place if isinstance(place, str) else place.evidence.quote


def test_a_quote_is_found_whatever_the_mail_program_did_to_it() -> None:
    body = "Hi,\r\n> we’d like the  “big”\r\n> flat – near the\u00a0river\u200b, café incl.\r\n"
    for quote in (
        'we\'d like the "big" flat - near the river, cafe\u0301 incl.',
        "WE'D LIKE\nTHE “BIG” FLAT — NEAR THE RIVER, CAFÉ INCL.",
        "…we’d like the “big” flat – near the river, café incl.…",
    ):
        assert quoted(quote, body) == "we’d like the  “big”\r\n> flat – near the\u00a0river\u200b, café incl."


def test_one_changed_word_digit_or_not_is_not_found() -> None:
    body = "We would like to pay 500k for the flat near the river."
    for quote in (
        "We would not like to pay 500k",
        "We would like to pay 600k",
        "We would love to pay 500k",
        "like to pa",
    ):
        assert found(quote, body) == "quote_not_found"


@given(st.text(SIGNS, max_size=60))
def test_the_lines_of_a_folded_text_are_its_text(text: str) -> None:
    folded = fold(text)
    assert folded.text == " ".join(folded_words(text[line.start : line.end]) for line in folded.lines)
    assert folded.text == folded_words(folded.text) or "\u0345" in folded.text


@given(st.text(SIGNS, min_size=1, max_size=60), st.data())
def test_the_way_back_leads_to_words_that_fold_alike(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    spots = [place for place, sign in enumerate(folded.text) if sign != " "]
    if not spots:
        return
    start = data.draw(st.sampled_from(spots))
    end = data.draw(st.sampled_from([place for place in spots if place >= start])) + 1
    first, last = folded.span(start, end)
    assert 0 <= first < last <= len(text)
    assert folded.text[start:end] in fold(text[first:last]).text or ">" in text


@given(st.text(max_size=300))
def test_segments_cover_a_text_without_gaps(text: str) -> None:
    parts = segments(text)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(left.end == right.start for left, right in pairwise(parts))


def parts(text: str) -> list[tuple[str, str]]:
    return [(part.part, text[part.start : part.end].strip()) for part in segments(text)]


def test_a_reply_is_divided_into_what_its_author_wrote_and_what_they_quote() -> None:
    quote = "On Mon, 1 June 2026 at 09:00, Tom <tom@orb.example>\nwrote:\n> Lunch?\n> Tom"
    text = f"Yes, gladly.\n\n{quote}\n\nSee you!\n-- \nAnna\n"
    assert parts(text) == [
        ("own", "Yes, gladly."),
        ("quoted", quote),
        ("own", "See you!"),
        ("signature", "-- \nAnna"),
    ]


def test_outlooks_header_and_forwards_claim_the_rest() -> None:
    outlook = "Fine.\n\nFrom: Tom\nSent: Monday\nTo: Anna\nSubject: Lunch\n\nShall we?\n"
    forward = "FYI\n---------- Forwarded message ---------\nFrom: Ben\n\nI sell.\n"
    assert [part for part, _ in parts(outlook)] == ["own", "quoted"]
    assert [part for part, _ in parts(forward)] == ["own", "forwarded"]
    assert own_text(forward) == "FYI"


@pytest.mark.parametrize("space", ["", " ", "  ", "\t", "\u00a0", " \r"])
@pytest.mark.parametrize(
    "header", ["On Mon, 3 Mar 2025 Anna wrote:{}\n", "Am 3. März 2025 schrieb Anna:{}\n", "From{}: Anna\nTo: Tom\n"]
)
def test_the_header_of_an_old_mail_is_seen_whatever_space_stands_around_its_colon(header: str, space: str) -> None:
    assert [part for part, _ in parts(f"Yes.\n\n{header.format(space)}I want 500k")] == ["own", "quoted"]


PIECES = (
    "From", "von", "De", "Sent", "Date", "An", "On 3 May 2025 Anna", "Am 3. Mai", "wrote", "schrieb Tom", "a écrit",
    ":", ": ", ":\t", "\u00a0", " ", "\n", "\r\n", "\t", "> ", "--", "-- ", "---", "__", "—", "*", "Forwarded by Tom",
    "original message", "Weitergeleitete Nachricht", "Mensaje reenviado", "Sent from my", "Get Outlook for",
    "Envoyé de mon", "500k", "Yes.", "x",
)  # fmt: skip


@example("Yes.\nOn 3 May 2025 Anna wrote:\t\n500k")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_text_that_is_taken_whole_has_no_part_but_the_authors(text: str) -> None:
    assert _may_divide(text) or {part for part, _, _ in _lines(text)} <= {"own"}


def test_a_colon_or_the_word_from_alone_divides_nothing() -> None:
    assert [part for part, _ in parts("Two things:\nfrom: Monday on we are away.\nA message: bye.\n")] == ["own"]


def test_words_are_dated_by_where_they_first_stood() -> None:
    letters = correspondence(
        [
            mail("m1", "Our budget is 500k."),
            mail("m2", "Again:\nour  BUDGET is 500k!", at=5),
            mail("m3", "The end.", at=9),
        ]
    )
    place = find("our budget is 500k", letters.sources[1], letters)
    assert isinstance(place, FoundQuote)
    assert (place.evidence.occurred_at, place.evidence.first_seen_at) == (day(5), day(0))


def test_the_authors_own_words_are_preferred_to_the_same_words_quoted() -> None:
    place = found("our budget is 500k", "> our budget is 500k\n\nYes, our budget is 500k.\n")
    assert isinstance(place, FoundQuote)
    assert place.is_statement_of_contact
    assert place.evidence.start > 20


def test_a_mail_of_five_megabytes_is_searched_whole() -> None:
    body = "spam and eggs " * 360_000 + "and our budget is 500k in the end"
    assert quoted("our budget is 500k in the end", body) == "our budget is 500k in the end"


def test_what_postgres_cannot_keep_is_replaced_sign_by_sign() -> None:
    assert storable("a\x00b\ud800c") == "a\ufffdb\ufffdc"
