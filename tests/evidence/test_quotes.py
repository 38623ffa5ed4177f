"""Quotes in sources: folding with the way back, the parts of a message, first-seen dating."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.evidence.quotes.find import FoundQuote, find
from lib.context.model import Interaction
from lib.context.text.mail.segments import own_text, segments
from lib.context.text.normalize import fold, folded_words, storable
from tests.support.laws import examples
from tests.support.site import ANNA, day
from tests.support.texts.exotic_quotes import wrong_slices

SIGNS = "abc DE.1\n\r\t>#:}  -–’'\"“\u200b\u00adßéﬁ…İ½\u0301東 "


def mail(id: str, body: str, *, at: float = 0, author: str = "contact", kind: str = "email") -> Interaction:
    return Interaction(id, ANNA, kind, "in", author, None, None, None, body, False, day(at), None, day(at))


def found(quote: str, body: str) -> FoundQuote | str:
    correspondence = correspondence_of([mail("m1", body)])
    return find(quote, correspondence.sources[0], correspondence)


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
    "header",
    [
        "On Mon, 3 Mar 2025 Anna wrote:{}\n",
        "Am 3. März 2025 schrieb Anna:{}\n",
        "From{}: Anna <anna@berg.example>\nTo: Tom\n",
    ],
)
def test_the_header_of_an_old_mail_is_seen_whatever_space_stands_around_its_colon(header: str, space: str) -> None:
    assert [part for part, _ in parts(f"Yes.\n\n{header.format(space)}I want 500k")] == ["own", "quoted"]


def test_a_colon_or_the_word_from_alone_divides_nothing() -> None:
    assert [part for part, _ in parts("Two things:\nfrom: Monday on we are away.\nA message: bye.\n")] == ["own"]


def test_words_are_dated_by_where_they_first_stood() -> None:
    correspondence = correspondence_of(
        [
            mail("m1", "Our budget is 500k."),
            mail("m2", "Again:\nour  BUDGET is 500k!", at=5),
            mail("m3", "The end.", at=9),
        ]
    )
    place = find("our budget is 500k", correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert (place.evidence.occurred_at, place.evidence.first_seen_at) == (day(5), day(0))


def test_the_authors_own_words_are_preferred_to_the_same_words_quoted() -> None:
    place = found("our budget is 500k", "> our budget is 500k\n\nYes, our budget is 500k.\n")
    assert isinstance(place, FoundQuote)
    assert place.is_statement_of_contact
    assert place.evidence.start > 20


def test_a_quote_that_runs_over_two_marked_lines_is_found_as_it_stands() -> None:
    body = "Fine.\n\n> We want to sell the house\n> > by the river soon.\n"
    for quote in (
        "We want to sell the house\n> > by the river soon.",
        "> We want to sell the house\n> by the river soon.",
        "We want to sell the house > by the river soon.",
    ):
        assert quoted(quote, body) == "We want to sell the house\n> > by the river soon."


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_accents_match_however_and_in_whatever_order_they_were_typed(form: str) -> None:
    words = "Việt Đức café Ångström ệ 한국어 が budget"
    assert quoted(unicodedata.normalize(form, words), f"Our {words} is.") == words  # type: ignore[arg-type]
    assert quoted(words, f"Our {unicodedata.normalize(form, words)} is.") == unicodedata.normalize(form, words)  # type: ignore[arg-type]
    assert quoted("a e\u0302\u0323 o and so on", "a e\u0323\u0302 o and so on") == "a e\u0323\u0302 o and so on"


def test_a_letter_is_not_cut_from_its_accent() -> None:
    assert found("we meet in the cafe", "we meet in the cafe\u0301 today") == "quote_not_found"


def test_signs_without_width_hide_no_words() -> None:
    body = "our bud\u200bget i\u2060s \ufe0f50\u200d0,0\u00ad00 eu\U000e0101ros now"
    assert quoted("our budget is 500,000 euros", body) == body.removesuffix(" now")


@pytest.mark.parametrize(
    ("quote", "body", "slice"),
    [
        ("家賃は月に14万円です", "家賃は月に\n14万円です。", "家賃は月に\n14万円です"),
        ("我们要河边二楼带花园的公寓", "> 我们要河边\n> 二楼带花园的公寓。", "我们要河边\n> 二楼带花园的公寓"),
        ("我们要\n二楼的公寓", "我们要二楼的公寓。", "我们要二楼的公寓"),
        ("二階のがらんとした部屋", "二階のが\r\nらんとした部屋。", "二階のが\r\nらんとした部屋"),
    ],
)
def test_a_line_broken_between_signs_without_blanks_hides_no_words(quote: str, body: str, slice: str) -> None:
    assert quoted(quote, body) == slice


@pytest.mark.parametrize("quote", ["有两只狗", "有两只狗。"])
def test_a_whole_sentence_without_blanks_is_quoted_however_short(quote: str) -> None:
    assert quoted(quote, "我们要公寓。有两只狗。谢谢！") == quote
    assert found("两只狗", "我们要公寓。有两只狗。谢谢！") == "quote_not_found"


def test_our_words_broken_elsewhere_without_blanks_stay_ours() -> None:
    ours = mail("m1", "家賃は月に14万円です。", author="us")
    correspondence = correspondence_of([ours, mail("m2", "家賃は月に14\n万円です。", at=1)])
    place = find("家賃は月に14万円です", correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert (place.evidence.author, place.is_statement_of_contact, place.evidence.first_seen_at) == ("us", False, day(0))


@pytest.mark.parametrize("quote", ["想卖房子和花园呢呢呢呢呢", "不想卖房子和花园啊"])
def test_of_signs_without_blanks_none_is_left_out(quote: str) -> None:
    assert found(quote, "我们不想卖房子和花园呢呢呢呢呢。") == "quote_not_found"


EXOTIC = "aBß éÅﬁ½İ한が東\u0301\u0323\u200b\u00ad\u3164\ufe0f\u202e\u2028\n\r\t>  .-–’“"


@examples(300)
@given(st.text(EXOTIC, max_size=40), st.text(EXOTIC, min_size=1, max_size=30), st.text(EXOTIC, max_size=40))
def test_what_is_found_is_sliced_from_the_text_as_it_is_shown(before: str, words: str, after: str) -> None:
    body = f"{before} {words} {after}"
    place = found(words, body)
    if isinstance(place, FoundQuote):
        item = place.evidence
        assert item.quote == body[item.start : item.end]
        wanted = folded_words(words.replace(">", " ")).strip(" \"'.-")
        assert wanted in folded_words(item.quote.replace(">", " "))


def test_of_thousands_of_garbled_quotes_none_is_sliced_wrongly() -> None:
    wrong, found = wrong_slices(2_000, seed=7)
    assert wrong == []
    assert found > 1_500


@examples(20)
@given(seed=st.integers(0, 2**32))
def test_no_garbled_quote_is_sliced_wrongly(seed: int) -> None:
    assert wrong_slices(100, seed=seed)[0] == []


OURS = mail("m1", "Dear Anna,\nOur budget for the roof is 60,000.\nTom", author="us")


@pytest.mark.parametrize(
    "words",
    [
        "She wrote: our budget for the roof is 60,000",
        "Well she said our budget for the roof is 60,000.",
        "Hi there. Our budget for the roof is 60,000.",
        "OUR BUDGET\nfor the roof is 60,000",
        "Our budget for the roof is 60,000, thank you very much.",
        "Our budget for the roof is 60,000 - you say.",
    ],
)
def test_words_first_seen_in_our_message_are_never_the_clients(words: str) -> None:
    correspondence = correspondence_of([OURS, mail("m2", f"Det passer.\n\nXx: Nora\n\n{words}\n", at=3)])
    place = find(words, correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert not place.is_statement_of_contact
    assert (place.evidence.author, place.evidence.first_seen_at) == ("us", day(0))


@pytest.mark.parametrize(
    "words",
    [
        "No, our budget for the roof is 70,000.",
        "We do not have it that our budget for the roof is 60,000.",
        "It is not so: our budget for the roof is 60,000.",
        "Our budget for the roof is 60,500.",
        "Our budget for the roof is 60,000, not more.",
        "Our budget for the roof is 60,000, yes indeed that is what we have.",
    ],
)
def test_an_answer_in_nearly_our_words_is_the_clients_and_new(words: str) -> None:
    correspondence = correspondence_of([OURS, mail("m2", words, at=3)])
    place = find(words, correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert place.is_statement_of_contact
    assert place.evidence.first_seen_at == day(3)


def test_short_phrases_belong_to_everybody() -> None:
    correspondence = correspondence_of([mail("m1", "See you then.", author="us"), mail("m2", "See you then.", at=3)])
    place = find("See you then.", correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert place.is_statement_of_contact


def test_words_that_the_client_once_quoted_are_not_theirs_when_they_come_back_unmarked() -> None:
    old = "We can lower the price to 380,000."
    correspondence = correspondence_of([mail("m1", f"Good.\n\n> {old}\n"), mail("m2", f"Good.\n{old}", at=3)])
    place = find(old, correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert (place.is_own, place.evidence.author) == (False, "other")


def test_a_new_greeting_makes_an_old_sentence_no_younger() -> None:
    old = "We want to sell the house by the river."
    correspondence = correspondence_of([mail("m1", old), mail("m2", f"Hi there. {old}", at=5)])
    place = find(f"Hi there. {old}", correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert place.is_statement_of_contact
    assert place.evidence.first_seen_at == day(0)


def test_a_quote_in_a_line_of_very_many_words_is_found_everywhere_in_time() -> None:
    body = "ab," * 300_000 + " and our budget is 500k"
    assert quoted("ab,ab,ab,ab,ab,ab", body) == "ab,ab,ab,ab,ab,ab"
    assert quoted("and our budget is 500k", body) == "and our budget is 500k"


def test_a_mail_of_five_megabytes_is_searched_whole() -> None:
    body = "spam and eggs " * 360_000 + "and our budget is 500k in the end"
    assert quoted("our budget is 500k in the end", body) == "our budget is 500k in the end"


def test_what_postgres_cannot_keep_is_replaced_sign_by_sign() -> None:
    assert storable("a\x00b\ud800c") == "a\ufffdb\ufffdc"


def test_a_whole_item_of_a_list_is_a_whole_sentence_however_short() -> None:
    listed = "About us:\n\n- I am deaf\n- my wife sails\n- we own a boat"
    assert not isinstance(found("I am deaf", listed), str)
    assert found("I am", listed) == "quote_too_short"


def test_a_whole_member_of_a_sentence_is_quoted_however_short() -> None:
    body = "We have a son of nine and two cats. And I live alone... well, nearly. There is a big dog, too."
    assert [quoted(words, body) for words in ("two cats", "I live alone")] == ["two cats", "I live alone"]
    for words in ("son of nine", "live alone", "a big dog", "cats", "well", "too"):
        assert (words, found(words, body)) == (words, "quote_too_short")


LONG = "Our budget for the roof of the house is 60,000 euros and two dogs."


@pytest.mark.parametrize(
    "reply",
    [
        f"Det passer.\n\n~~~ alte Mail ~~~\n{LONG}\n",
        f"Fine. She wrote: {LONG}",
        f"Sí.\n\n| {LONG}\n",
        f"好的。\n\n发件人 Nora\n{LONG}\n",
        f"Хорошо.\n\nвт, 6 мая 2025 г. в 09:14, Nora Quist:\n{LONG}\n",
        f"Fine.\n\n[{LONG}]\n",
    ],
)
@pytest.mark.parametrize("words", ["is 60,000 euros", "60,000 euros", "two dogs"])
def test_a_few_words_are_whose_the_sentence_is_that_they_are_cut_out_of(reply: str, words: str) -> None:
    correspondence = correspondence_of([mail("m1", LONG, author="us"), mail("m2", reply, at=2)])
    place = find(words, correspondence.sources[1], correspondence)
    assert isinstance(place, FoundQuote)
    assert (place.is_own, place.evidence.author, place.evidence.first_seen_at) == (False, "us", day(0))
