"""What the local rules take for a change, for one more thing, or for a passing one; in six languages."""

import pytest

from lib.context.readers import LocalRules
from tests.readers.test_local_rules import proposals, read, request, source

BESIDES = [
    ("I work for a bank.", "I also work for a museum."),
    ("I'm a teacher at the harbour school.", "I now work at a radio station one day a week."),
    ("We deliver on Monday.", "We deliver on Friday, too."),
    ("Ich arbeite bei der Post.", "Ich arbeite nebenbei in einer Bäckerei."),
    ("Ich arbeite bei der Post.", "Ich arbeite jetzt zwei Tage pro Woche in Porto."),
    ("Je travaille à la mairie.", "Je travaille aussi à l'opéra."),
    ("Je suis architecte à Nantes.", "Je travaille à Paris trois jours par semaine."),
    ("Trabajo en un banco.", "También trabajo en una galería."),
    ("Lavoro per una banca.", "Lavoro anche per un teatro."),
    ("I'm looking for a flat in Graça.", "We are also looking in Alfama."),
]
INSTEAD = [
    ("I work for a bank.", "I now work for a museum."),
    ("Ich arbeite bei der Post.", "Ich arbeite jetzt in einer Bäckerei."),
    ("I'm a vegetarian.", "I also eat fish again, now and then."),
    ("I'm looking for a flat in Graça.", "We are looking in Alfama now."),
]


@pytest.mark.parametrize(("before", "words"), BESIDES)
def test_one_more_thing_ends_nothing(before: str, words: str) -> None:
    done = [item for item in read(source(words), facts=(before,))["operations"] if item["kind"] == "key_fact"]
    assert [(item["op"], item["text"]) for item in done] == [("add", words)]


@pytest.mark.parametrize(("before", "words"), INSTEAD)
def test_another_thing_ends_the_first(before: str, words: str) -> None:
    assert ("contradict", "f1", words) in proposals(source(words), facts=(before,))


def test_two_values_of_one_request_stand_where_the_second_is_one_more() -> None:
    first, second = source("I work for a bank."), source("I also work for a museum.", number=2)
    assert [text for _, _, text in proposals(first, second)] == ["I work for a bank.", "I also work for a museum."]


@pytest.mark.parametrize(
    "words",
    [
        "The bill is wrong, we were 7 people, not 11.",
        "Wir waren 7 Personen, nicht 11.",
        "Nous étions 7, pas 11.",
        "Éramos 7, no 11.",
        "Eravamo in 7, non 11.",
        "Éramos 7 pessoas, não 11.",
    ],
)
def test_a_count_that_is_set_right_ends_the_expected_one(words: str) -> None:
    mail = source(words) | {"subject": ""}
    assert ("contradict", "f1", words) in proposals(mail, facts=("We will be 11 people.",))


def test_a_count_of_another_time_ends_nothing() -> None:
    for words in ("Last year we were 7 people.", "Wir waren 7 Personen und sehr laut."):
        assert proposals(source(words), facts=("We will be 11 people.",)) == []


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("Dear Ms Silva, our budget is 450k.", "our budget is 450k."),
        ("Hi Tom, I'm a vegan.", "I'm a vegan."),
        ("Liebe Frau Berg, wir zahlen bar, wie besprochen.", "wir zahlen bar, wie besprochen."),
        ("Chère Anne, notre budget est de 450 000 euros.", "notre budget est de 450 000 euros."),
        ("Estimada Lucía, soy vegetariana.", "soy vegetariana."),
        ("Lieber Tom, mein Budget ist 300.000 Euro.", "mein Budget ist 300.000 Euro."),
        ("Lieber früher als später, unser Budget ist 300.000 Euro.", None),
        ("We offer 430,000 for the house, paying cash at once.", "paying cash at once."),
        ("Hi Tom, I'm vegan.", None),  # too short to be quoted by itself
        ("Wir bieten 430.000 Euro, wir zahlen bar.", "wir zahlen bar."),
    ],
)
def test_a_fact_has_neither_the_greeting_nor_the_sum_that_is_offered(sentence: str, fact: str | None) -> None:
    (said,) = [item for item in read(source(sentence))["operations"] if item["kind"] == "key_fact"]
    assert said["text"] == said["evidence"][0]["quote"] == (fact or sentence)


@pytest.mark.parametrize(
    "words",
    [
        "The house at the park is not for us.",
        "We liked Alvalade less.",
        "Der zweite Balkon hat uns weniger gefallen.",
        "Alvalade nous a moins plu.",
        "Alvalade nos gustó menos.",
        "Alvalade ci è piaciuta di meno.",
        "Gostámos menos de Alvalade.",
    ],
)
def test_what_did_not_please_is_kept_and_ends_nothing(words: str) -> None:
    assert proposals(source(words), facts=("I'm looking for a flat in Alvalade or Graça.",)) == [("add", "", words)]


@pytest.mark.parametrize(
    ("text", "said_at", "is_told"),
    [
        ("We will be 30 people.", "2026-02-20T10:00:00+00:00", True),
        ("We will be 30 people.", "2025-12-20T10:00:00+00:00", False),  # two months ago
        ("Our party will be on 5 March.", "2026-02-20T10:00:00+00:00", True),
        ("Our party will be on 1 March.", "2026-02-20T10:00:00+00:00", False),
        ("Our party will be on 5 February.", "2025-11-20T10:00:00+00:00", False),
        ("I'm a vegan.", "2024-02-20T10:00:00+00:00", True),
    ],
)
def test_a_summary_tells_of_an_event_only_as_long_as_it_may_be_ahead(text: str, said_at: str, is_told: bool) -> None:
    asked = request(source("Thanks."), facts=(text,))  # on 2 March 2026
    facts = [{**fact, "said_at": said_at} for fact in asked["facts"]]
    cited = [sentence["cites"] for sentence in LocalRules().read({**asked, "facts": facts}).document["summary"]]
    assert (["f1"] in cited) == is_told


@pytest.mark.parametrize(
    ("subject", "words", "fact"),
    [
        ("Re: A lunch for the choir", "We will be 30 people.", "A lunch for the choir: We will be 30 people."),
        ("AW: Sommerfest", "Wir sind dann 30 Personen.", "Sommerfest: Wir sind dann 30 Personen."),
        ("A lunch for the choir", "At the choir lunch we will be 30.", "At the choir lunch we will be 30."),
        ("Lunch on 3 May", "We will be 30 people.", "We will be 30 people."),  # a figure that the words do not say
        ("", "We will be 30 people.", "We will be 30 people."),
        ("A lunch for the choir", "I'm a vegan.", "I'm a vegan."),
    ],
)
def test_how_many_come_is_kept_with_what_they_come_to(subject: str, words: str, fact: str) -> None:
    (said,) = [item for item in read(source(words) | {"subject": subject})["operations"] if item["kind"] == "key_fact"]
    assert (said["text"], said["evidence"][0]["quote"]) == (fact, words)


def test_a_summary_says_what_the_client_would_like_where_no_deal_stands_for_it() -> None:
    asked = "Could I book the cellar for a birthday?"
    told = [sentence["text"] for sentence in read(source(asked))["summary"]]
    assert told[-2:] == ["Might want: “Could I book the cellar for a birthday?”.", "Waits for an answer about “Flat”."]
