"""What a draft says the other way round than a message that nobody has made a fact of."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Author, Contact, Interaction, SystemLinks
from lib.context.records import Mark
from lib.context.reply.check import check

SOMEBODY = UUID(int=1)
BEGAN = datetime(2026, 6, 1, 9, tzinfo=UTC)
ABOUT_US = (
    "Hello, we have two dogs and a cat. We do not smoke. We need a lift because my mother uses a wheelchair. I worry "
    "about the noise. I work from home. I can't come on Monday. My son does not like fish. I sent the documents."
)
OURS = "The flat has a balcony and a cellar. The owner does not accept pets. We have not received your documents."


def denied(*messages: tuple[Author, str], draft: str) -> list[str]:
    """What is on file of the words that `draft` turns round."""
    letters = []
    for number, (author, words) in enumerate(messages):
        at = BEGAN + timedelta(days=number)
        way = "out" if author == "us" else "in"
        letters.append(
            Interaction(f"m{number}", SOMEBODY, "email", way, author, None, "t1", "Hello", words, False, at, None, at)
        )
    contact = Contact(SOMEBODY, "Anna Berg", "anna@example.com", None, None, BEGAN)
    rows = SourceRows(contact, correspondence_of(letters).sources, (), SystemLinks(), (), ())
    made = check(State(rows, (), None, (), Mark(0, 0, 0)), "t1", draft, now=BEGAN + timedelta(days=30))
    return [mark.note.removeprefix("on file: ") for mark in made.marks if mark.kind == "polarity differs"]


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("Hello, we have two dogs and a cat.", "As you have no dogs, the landlord agrees."),
        ("We do not smoke.", "Since you smoke, the flat with the balcony is best."),
        ("We need a lift because my mother uses a wheelchair.", "You do not need a lift."),
        ("My son does not like fish.", "Your son likes fish."),
        ("Guten Tag, wir haben zwei Hunde und eine Katze.", "Sie haben keine Hunde."),
        ("Wir brauchen einen Aufzug, weil meine Mutter im Rollstuhl sitzt.", "Sie brauchen keinen Aufzug."),
        ("Bonjour, nous avons deux chiens.", "Vous n'avez pas de chiens."),
        ("Hola, tenemos dos perros.", "Ustedes no tienen perros."),
        ("Nous ne fumons pas.", "Vous fumez, donc il y a un balcon."),
        ("Nous ne mangeons pas de poisson.", "Vous mangez du poisson."),
        ("No fumamos.", "Como ustedes fuman, hay balcón."),
        ("Buongiorno, abbiamo due cani.", "Lei non ha cani."),
        ("Bom dia, temos dois cães.", "O senhor não tem cães."),
    ],
)
def test_what_the_client_wrote_is_not_turned_round(said: str, draft: str) -> None:
    assert denied(("contact", said), draft=draft) == [said]


@pytest.mark.parametrize(
    "draft",
    [
        "You do not need to worry about the noise.",
        "It is not a problem that you work from home.",
        "If you have no dogs, all is easy.",
        "Do you have no dogs?",
        "Please do not bring the dogs.",
        "We have no dogs here.",
        "Dogs are not allowed in this house.",
        "I can come on Monday.",
        "We do not work on Sundays.",
        "You have dogs and a cat.",
        "You have no children.",
    ],
)
def test_who_speaks_of_something_else_or_of_what_may_be_turns_nothing_round(draft: str) -> None:
    assert denied(("contact", ABOUT_US), draft=draft) == []


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("The flat has no balcony.", "The flat has a balcony and a cellar."),
        ("The owner accepts pets.", "The owner does not accept pets."),
        ("The owner accepts pets now.", ""),
        ("The second flat has no balcony.", ""),
        ("We have received your documents.", ""),
    ],
)
def test_what_we_wrote_of_things_counts_and_what_has_become_otherwise_does_not(draft: str, said: str) -> None:
    assert denied(("us", OURS), draft=draft) == ([said] if said else [])


def test_the_last_word_counts() -> None:
    before, after = ("contact", "We have two dogs."), ("contact", "Sadly the dogs died, we have no dogs any more.")
    assert denied(before, after, draft="You have no dogs.") == []
    assert denied(before, after, draft="You have dogs.") == [after[1]]


@pytest.mark.parametrize(
    ("said", "draft"),
    [
        ("Das Lager ist nicht versichert.", "Ihr Lager ist versichert."),
        ("The cellar is not dry.", "Your cellar is dry."),
        ("La cave n'est pas sèche.", "Votre cave est sèche."),
        ("El sótano no está asegurado.", "Su sótano está asegurado."),
        ("La cantina non è assicurata.", "La sua cantina è assicurata."),
        ("A cave não está segura.", "A sua cave está segura."),
        ("We have two cats and no dog.", "You have a dog."),
        ("Wir haben zwei Katzen und keinen Hund.", "Sie haben einen Hund."),
    ],
)
def test_whose_a_thing_is_and_what_stands_beside_it_hide_nothing(said: str, draft: str) -> None:
    assert denied(("contact", said), draft=draft) == [said]
