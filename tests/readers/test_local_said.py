"""What the local rules take for a fact as it is said, in six languages, and what they leave alone."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from lib.context.model import KINDS
from lib.context.readers import LocalRules
from tests.readers.test_local_rules import proposals, read, request, source

SAID = tomllib.loads(Path(__file__).with_name("said.toml").read_text("utf-8"))
STATEMENTS = [sentence for language in SAID.values() for sentence in language["statements"]]
TRAPS = [sentence for language in SAID.values() for sentence in language["traps"]]


def quotes(words: str, **more: Any) -> list[str]:
    """The words of what is proposed, but for promises, which state nothing of how things are."""
    proposed = read(source(words, **more))["operations"]
    return [item["evidence"][0]["quote"] for item in proposed if not KINDS[item["kind"]].is_promise]


@pytest.mark.parametrize("words", STATEMENTS)
def test_a_plain_sentence_of_the_client_is_a_fact_as_said(words: str) -> None:
    assert any(quote in words and 2 * len(quote) >= len(words) for quote in quotes(words))


@pytest.mark.parametrize("words", TRAPS)
def test_what_is_not_said_of_themselves_in_earnest_is_none(words: str) -> None:
    assert quotes(words) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("We need a lift, my brother lives on the fifth floor himself.", "We need a lift"),
        ("My sister rents in Bath, but we want to buy near the station.", "we want to buy near the station."),
        ("Our neighbour is loud; I work nights and sleep until noon.", "I work nights and sleep until noon."),
    ],
)
def test_the_affairs_of_others_are_left_out_of_a_sentence(words: str, told: str) -> None:
    facts = [item for item in read(source(words))["operations"] if item["kind"] == "key_fact"]
    assert [item["text"].rstrip(".") for item in facts] == [told.rstrip(".")]


def test_a_denied_allergy_is_never_said_again() -> None:
    assert all(
        op != "restate"
        for op, _, _ in proposals(source("I am not allergic to nuts."), facts=("I'm allergic to nuts.",))
    )


def test_the_laugh_after_a_sentence_makes_it_a_joke() -> None:
    assert quotes("I want a table on the roof. Just kidding.") == []
    assert quotes("I want a table on the roof. It is for Friday.") == ["I want a table on the roof."]


def test_the_people_of_a_client_are_known_by_their_names() -> None:
    assert "Otto is diabetic." in quotes("My husband Otto comes along. Otto is diabetic.")
    assert "Otto is diabetic." not in quotes("We come along. Otto is diabetic.")


def test_a_short_answer_counts_with_our_question() -> None:
    asked = source("Which area would suit you?", author="us")
    answer = source("In Graça.", number=2)
    assert ("add", "", "Flat: In Graça.") in proposals(asked, answer)
    assert proposals(answer) == []
    assert proposals(asked | {"subject": "Keys"}, answer) == []


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Ann is vegetarian and lives near the port.", True),
        ("She works nights at the hospital.", True),
        ("Lee: I've got a dog now, a big one.", True),
        ("Us: I've got a dog now, a big one.", False),
        ("Her neighbour works nights. He has two dogs.", False),
        ("I work nights this week.", False),
        ("She walked the whole garden and asked about water.", False),
        ("Wants a ground floor flat because of her knee.", True),
        ("Es alérgica a los frutos secos.", True),
        ("Hat zwei Kinder und arbeitet nachts.", True),
        ("They need somewhere with a garden for the twins.", True),
        ("Am besten nach 17 Uhr anrufen.", True),
        ("À rappeler après 17 h.", True),
        ("Está de viaje hasta el 12.", True),
        ("Richiamare dopo le cinque.", True),
        ("Ligar depois das cinco.", True),
    ],
)
def test_what_we_noted_of_the_client_is_kept(note: str, told: bool) -> None:
    assert bool(quotes(note, author="us", channel="note")) == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You can reach me on 07700 900811.", "My new mobile number is 07700 900422."),
        ("We live at 4 Quay Street.", "We've moved to 19 Orchard Lane."),
        ("Our address is 4 Quay Street.", "Our new address is 19 Orchard Lane."),
        ("Nous habitons 4 rue du Port.", "Nous avons déménagé au 19 chemin des Vergers."),
        ("Vivimos en la calle Puerto 4.", "Nos hemos mudado a la calle Huerta 19."),
        ("Abitiamo in via del Porto 4.", "Ci siamo trasferiti in via degli Orti 19."),
        ("Moramos na rua do Porto 4.", "Mudámos para a rua das Hortas 19."),
        ("Nous pouvons aller jusqu'à 300 000 euros.", "Nous pouvons monter à 340 000 euros."),
        ("Podemos llegar hasta 300.000 euros.", "Podemos subir a 340.000 euros."),
        ("The invoice from May is still unpaid.", "The invoice from May is paid now, all settled."),
    ],
)
def test_a_change_ends_the_fact_of_the_same_thing(before: str, after: str) -> None:
    assert ("contradict", "f1") in [(op, fact) for op, fact, _ in proposals(source(after), facts=(before,))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I'm allergic to nuts.", "We've moved to 19 Orchard Lane."),
        ("You can reach me on 07700 900811.", "I work in Leeds now."),
        ("We have two cats.", "Our budget is now 300,000."),
    ],
)
def test_a_change_of_something_else_ends_nothing(before: str, after: str) -> None:
    assert "contradict" not in [op for op, _, _ in proposals(source(after), facts=(before,))]


@pytest.mark.parametrize(
    "words",
    [
        "Great, just great. Another month without heating.", "Toll, ganz toll. Schon wieder keine Heizung.",
        "Super, vraiment super. Encore une semaine sans eau chaude.",
        "Genial, otra vez sin calefacción. Qué maravilla.",
        "Bravi, complimenti! Terza settimana senza risposta.", "Que maravilha, mais um mês sem água quente.",
        "C'est inadmissible, je suis furieux.", "Das geht gar nicht!", "Ya está bien, no aguanto más.",
        "Ne ho abbastanza, sono stufa.", "Isto é uma vergonha, não aguento mais.", "Enough is enough, I am furious.",
    ],
)  # fmt: skip
def test_anger_and_scorn_are_not_glad(words: str) -> None:
    labels = LocalRules().read(request(source(words))).document["interactions"]
    assert labels[0]["valence"] < 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("I want to end my lease on 31 May: how do I do that?", ["I want to end my lease on 31 May"]),
        ("Is it true that we need a permit?", []),
        ("If it is not paid by Friday, my lawyer will write to you.", None),
        ("If it is sunny on Friday, we will sit outside.", []),
        ("My sister is looking for a flat. Has to have a lift.", []),
        ("My aunt Vera, who comes along, is coeliac.", None),
        ("My aunt Vera, who comes along, plays bridge.", []),
        ("They told us that we need a permit.", []),
    ],
)  # fmt: skip
def test_what_a_sentence_tells_by_its_structure(words: str, told: list[str] | None) -> None:
    facts = {quote.rstrip(".") for quote in quotes(words)}
    assert facts == ({words.rstrip(".")} if told is None else set(told))


def test_the_words_that_a_note_quotes_are_those_of_whom_it_names() -> None:
    note = 'Us: "We deliver on Mondays." Ann: "I have no guarantor." Works as a designer.'
    told = quotes(note, author="us", channel="note")
    assert "I have no guarantor." in told
    assert "We deliver on Mondays." not in told


def test_each_part_of_a_sentence_ends_the_fact_that_it_replaces() -> None:
    after = "I've stopped smoking, and we've moved to 19 Orchard Lane."
    facts = ("I smoke, but only outside.", "We live at 4 Quay Street.", "We have two cats.")
    ended = {fact for op, fact, _ in proposals(source(after), facts=facts) if op == "contradict"}
    assert ended == {"f1", "f2"}


def test_what_is_still_so_ends_nothing() -> None:
    assert "contradict" not in [
        op for op, _, _ in proposals(source("I still work at the bank, by the way."), facts=("I work at a bank.",))
    ]


def test_a_value_that_is_denied_is_not_said_again() -> None:
    told = proposals(source("I'm not vegan any longer, I eat eggs and cheese."), facts=("I'm vegan.",))
    assert [(op, fact) for op, fact, _ in told] == [("contradict", "f1")]
