"""Marks that a copy of words leaves out or writes otherwise: the words are found, and are whose they are."""

import pytest

from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.evidence.quotes.find import find
from lib.context.text.copied_marks import without_marks, without_markup, without_quote_prefixes
from lib.context.text.mail.segments import own_text
from lib.context.text.mail.shown_body import shown_body
from lib.context.text.normalize import fold
from tests.evidence.test_quotes import mail

TILES = "The hall gets\nblue tiles in the\nspring of next year."


def quoted(mark: str) -> str:
    return f"Fine by us.\n\nTom wrote:\n{''.join(f'{mark}{line}' for line in TILES.splitlines(keepends=True))}\n"


@pytest.mark.parametrize(
    "mark", [">", "> ", ">> ", "> > ", "| ", "|| ", "¦ ", "» ", "AB> ", "\u00a0> ", "＞ ", "  > ", ": ", "# ", "} "]
)
def test_words_over_marked_lines_are_found_however_they_were_copied(mark: str) -> None:
    source = correspondence_of([mail("m1", quoted(mark))]).sources[0]
    copies = (" ".join(TILES.split()), " ".join(f"{mark}{line}" for line in TILES.splitlines()), quoted(mark)[24:-1])
    for copy in copies:
        place = find(copy, source, correspondence_of([mail("m1", quoted(mark))]))
        assert not isinstance(place, str)
        assert fold(place.evidence.quote).text == fold(TILES).text
        assert (place.evidence.author, place.is_own) == ("other", False)


@pytest.mark.parametrize("mark", ["|| ", "¦ ", "» ", "&gt; ", ": ", "# ", "} "])
def test_bars_and_guillemets_before_lines_quote(mark: str) -> None:
    assert own_text(shown_body(quoted(mark))) == "Fine by us."


@pytest.mark.parametrize(
    "body",
    [
        "« Oui, dit-il. »\n« Non, dit-elle. »\nTout est bien.",
        "»Ja«, sagte er.\n»Nein«, sagte sie.\nUnd nun?",
        "| a | b |\n| c | d |",
        "|||| four\n|||| five",
        "# What we need\nA hall for forty.\n\n# When\nIn June.",
        "Budget\n: 500 euros",
        "#garden #pool\n#roof",
    ],
)
def test_speech_and_tables_stay_own(body: str) -> None:
    assert own_text(body) == body


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("We want the *oak floor* in **all** rooms.", "We want the oak floor in all rooms."),
        ("We want the oak floor in all rooms.", "We want the *oak floor* in __all__ rooms."),
        ("We want the __oak floor__ in ~~no~~ rooms.", "We want the oak floor in no rooms."),
        ("We want the \u201coak\u201d floor in Tom\u2019s rooms.", "We want the 'oak' floor in Tom's rooms."),
        ("Wir wollen das \u201eAlte Haus\u201c streichen.", "Wir wollen das Alte Haus streichen."),
        ("Nous voulons \u00ab la salle verte \u00bb ici.", 'Nous voulons "la salle verte" ici.'),
        ("Nous voulons la salle verte\u202f!", "Nous voulons la salle verte!"),
        ("The oak floor\u2014not the pine\u2014is for us.", "The oak floor -- not the pine -- is for us."),
        ("The oak floor for us", "The oak floor for us."),
        ("We want the <b>oak</b> floor in <i>all</i> rooms.", "We want the oak floor in all rooms."),
        ("We want the oak floor<br/>in all rooms.", "We want the oak floor in all rooms."),
        ('We want <a href="https://x.example/?a=b">the oak</a> floor.', "We want the oak floor."),
        ("We want the [oak floor](https://x.example/a_b) here.", "We want the oak floor here."),
        ("We want the oak floor here.", "We want the <b>oak</b> [floor](x.example) here."),
        ("We want the [oak floor](https://x.example/oak)", "We want the [oak floor](https://x.example/oak)"),
    ],
)
def test_marks_around_and_between_words_do_not_hide_them(body: str, quote: str) -> None:
    letters = correspondence_of([mail("m1", body)])
    place = find(quote, letters.sources[0], letters)
    assert not isinstance(place, str)
    assert place.evidence.quote == body[place.evidence.start : place.evidence.end]
    assert place.evidence.quote.rstrip(".! \u202f") == body.rstrip(".! \u202f")


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("Our house has a <b and c> d garden.", "Our house has a d garden."),
        ("We want <s>the pine</s> the oak floor.", "We want the pine the oak floor."),
        ("We want the [oak](see below) floor.", "We want the oak floor."),
    ],
)
def test_what_is_no_markup_or_strikes_words_out_is_not_left_out(body: str, quote: str) -> None:
    letters = correspondence_of([mail("m1", body)])
    assert find(quote, letters.sources[0], letters) == "quote_not_found"


@pytest.mark.parametrize("quote", ["We want oak, floor 5*3 m", "We do want the oak", "wantthe oak", "oak, floor 53 m"])
def test_no_other_word_is_found_for_a_mark(quote: str) -> None:
    letters = correspondence_of([mail("m1", "We want *the* oak \u2014 floor 5*3 m.")])
    assert find(quote, letters.sources[0], letters) == "quote_not_found"


@pytest.mark.parametrize(
    "words",
    [
        "Your *budget* for the roof is **60,000** euros.",
        "Your <b>budget</b> for the roof is <i>60,000</i> euros.",
        "Your [budget](https://x.example) for the roof is 60,000 euros.",
    ],
)
@pytest.mark.parametrize("is_ours_marked", [False, True])
def test_our_words_with_marks_put_into_them_or_left_out_stay_ours(words: str, is_ours_marked: bool) -> None:
    plain = "Your budget for the roof is 60,000 euros."
    ours = mail("m1", words if is_ours_marked else plain, author="us")
    back = mail("m2", plain if is_ours_marked else words, at=1)
    letters = correspondence_of([ours, back])
    place = find(plain, letters.sources[1], letters)
    assert not isinstance(place, str)
    assert (place.evidence.author, place.is_own, place.evidence.first_seen_at) == ("us", False, ours.occurred_at)


def test_marks_are_blanked_out_sign_by_sign() -> None:
    text = "*We* want a_b, 5*3 and **\u201cso\u201d** \u2013 or not !"
    assert without_markup(text).replace("\u200b", "") == "We want a_b, 5*3 and \u201cso\u201d \u2013 or not !"
    assert len(without_marks(text)) == len(without_markup(text)) == len(text)
    assert [" ".join(words.split()) for words in without_quote_prefixes("in > > the AB> house | of # it : 5")] == [
        "in the house of # it : 5",
        "in the house of it 5",
    ]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("R&amp;D at caf&eacute; &#8364;&nbsp;5, it&#39;s", "R&D at café €\u00a05, it's"),
        ("a?x=1&copy=2 & AT&T; &unknown; &#0;", "a?x=1&copy=2 & AT&T; &unknown; \ufffd"),
    ],
)
def test_signs_left_in_the_writing_of_html_are_shown(body: str, shown: str) -> None:
    assert shown_body(body) == shown
