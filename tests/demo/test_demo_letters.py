"""What the objects of twelve contacts say, held against their letters as a colleague would read them."""

from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.store.collect import collect
from lib.demo import business
from lib.demo.people import people
from tests.support.demos import LOADED_AT


def read(database: Engine, name: str) -> tuple[dict[str, Any], list[str]]:
    """The object of the contact with this given name, and the texts of their facts that ended."""
    number = next(number for number, person in enumerate(people()) if person.name.split()[0] == name)
    state = collect(database, business.contact_id(1, number), now=LOADED_AT)
    assert state.current is not None
    ended = [fact.text for fact in state.facts if not fact.is_current]
    return state.current.document, ended


def test_the_facts_are_those_of_the_letters(demo_database: Engine) -> None:
    daniel, _ = read(demo_database, "Daniel")
    assert (
        "Dinner for the team: We will be 20 people." in daniel["key_facts"]
    )  # said of the dinner, not of the next one
    greta, ended = read(demo_database, "Greta")
    assert greta["roles"] == []
    assert "real_estate_buyer" in ended
    sylvie, _ = read(demo_database, "Sylvie")
    work = ("je suis architecte à l'atelier de Lyon et je dessine", "Je travaille maintenant à Lisbonne deux jours")
    assert all(any(text.startswith(words) for text in sylvie["key_facts"]) for words in work)
    noah, _ = read(demo_database, "Noah")
    assert not [text for text in noah["key_facts"] if "600,000" in text]
    marcus, ended = read(demo_database, "Marcus")
    assert "There is a mistake in the invoice: we were 9 people, not 12." in marcus["key_facts"]
    assert "We will be 10 people." in ended
    assert "Estrela nous a moins plu." in read(demo_database, "Camille")[0]["key_facts"]


@pytest.mark.parametrize(
    ("name", "told", "not_told"),
    [
        ("Daniel", "year-end dinner will be on", "20 people"),
        ("Greta", "no longer looking", "480,000"),
        ("Camille", "Nous voulons déménager", "Estrela"),
        ("Noah", "1,800,000", "600,000"),
        ("Jakub", "eats gluten again", "the table by the window tomorrow"),
        ("Chiara", "una cena per dodici persone", "Sono vegana"),
        ("Inés", "como pescado otra vez", "soy vegetariana"),
        ("Benedikt", "am Donnerstag", "am Montag"),
        ("Yuki", "Príncipe Real", "in the morning"),
    ],
)
def test_a_summary_tells_what_holds_now(demo_database: Engine, name: str, told: str, not_told: str) -> None:
    document, _ = read(demo_database, name)
    assert told in document["summary"]
    assert not_told not in document["summary"]


def test_anger_and_disputes_are_heard(demo_database: Engine) -> None:
    angry = ("Samuel", "Marcus")
    assert [read(demo_database, name)[0]["relationship_status"] for name in angry] == ["conflict", "conflict"]
    threads = [thread for name in angry for thread in read(demo_database, name)[0]["open_threads"]]
    assert {thread["suggested_tone"] for thread in threads} == {"apologetic, calm and concrete"}
    disputed = [risk["type"] for risk in read(demo_database, "Jakub")[0]["risks"]]
    assert disputed.count("disputed_fact") == 2


def test_the_right_threads_wait(demo_database: Engine) -> None:
    waiting = {
        name: [thread["topic"] for thread in read(demo_database, name)[0]["open_threads"] if thread["needs_reply"]]
        for name in ("Camille", "Samuel", "Noah", "Daniel", "Jakub", "Sylvie", "Inés", "Yuki", "Chiara", "Benedikt")
    }
    assert waiting == {
        "Camille": ["Offre CO-402"],
        "Samuel": ["Our offer"],
        "Noah": ["Commercial space in Marvila"],  # the rent roll was promised, and is not sent yet
        "Daniel": ["Year-end dinner"],
        "Jakub": ["Gluten"],
        "Sylvie": ["Chauffage de la terrasse"],
        "Inés": [],
        "Yuki": [],
        "Chiara": [],
        "Benedikt": [],
    }
    late = [risk for risk in read(demo_database, "Jakub")[0]["risks"] if risk["type"] == "communications_gap"]
    assert late == []  # the table of last month was had
