"""Words that speak of something else, of somebody else or of what might be: they move no fact."""

from dataclasses import replace
from typing import Any

import pytest

from lib.context.evidence.relatedness import speaks_of
from tests.context.test_endings import MET, verdict
from tests.context.test_policy import judged, mail
from tests.support.site import add, contradict, restate


def end(words: str) -> dict[str, Any]:
    return {**restate("f1", words), "op": "end", "reason": "Over."}


def outcome(fact: str, proposal: Any, words: str) -> tuple[str, str]:
    return verdict((replace(MET, text=fact),), proposal, mail("m1", words, at=3))


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("Needs parking.", "We no longer need the cot."),
        ("Braucht einen Stellplatz.", "Ein Kinderbett brauchen wir nicht mehr."),
        ("Needs parking.", "If we sell the car we will no longer need parking."),
        ("Braucht einen Stellplatz.", "Falls wir das Auto verkaufen, brauchen wir keinen Stellplatz mehr."),
        ("Necesita aparcamiento.", "Si vendemos el coche, ya no necesitamos aparcamiento."),
        ("Needs parking.", "Our neighbours no longer need parking."),
        ("A besoin d'un parking.", "Mon frère n'a plus besoin de parking."),
    ],
)
def test_other_things_other_people_and_conditions_end_nothing(fact: str, words: str) -> None:
    assert outcome(fact, end(words), words) == ("rejected", "not_ended")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("Needs parking.", "If possible: we no longer need the parking."),
        ("Needs parking.", "My wife says that we no longer need our parking."),
        ("Brother needs parking.", "My brother no longer needs parking."),
    ],
)
def test_polite_conditions_and_what_others_say_of_the_client_end_it(fact: str, words: str) -> None:
    assert outcome(fact, end(words), words) == ("applied", "ended_now")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("Has two children.", "We have two dogs."),
        ("Has a dog.", "Our neighbours have a dog."),
        ("Wants to buy a flat in Rome.", "If we won the lottery we would buy a flat in Rome."),
        ("Ist Vegetarierin.", "Meine Schwester ist Vegetarierin."),
        ("Habite à Lyon.", "Mes parents habitent à Lyon."),
    ],
)
def test_figures_other_people_and_conditions_say_nothing_again(fact: str, words: str) -> None:
    assert outcome(fact, restate("f1", words), words) == ("rejected", "not_said_again")


@pytest.mark.parametrize(
    ("fact", "new", "words"),
    [
        ("Wants a sea view.", "Wants a bigger car.", "We want a bigger car."),
        ("Sucht ein Haus am See.", "Sucht einen Hund.", "Wir suchen einen Hund."),
    ],
)
def test_a_verb_of_wanting_is_no_common_subject(fact: str, new: str, words: str) -> None:
    assert outcome(fact, contradict("f1", new, words), words) == ("rejected", "other_subject")


@pytest.mark.parametrize(
    ("fact", "new", "words"),
    [
        ("Budget liegt zwischen 320.000 und 350.000 Euro.", "Kann bis 390.000 gehen.", "Wir können bis 390.000 gehen."),
        ("Cuenta con un máximo de 260.000 euros.", "Llega hasta los 295.000.", "Llegamos hasta los 295.000."),
        ("Call 07700 900114.", "Has a new mobile, 07700 900872.", "I have got a new mobile, 07700 900872."),
        ("Writes from ann@vale.example.", "Uses ines@vale.example.", "Please use ines@vale.example from now on."),
    ],
)
def test_another_amount_number_or_address_speaks_of_the_same_thing(fact: str, new: str, words: str) -> None:
    assert outcome(fact, contradict("f1", new, words), words) == ("applied", "contradicted")


def test_another_persons_new_home_does_not_end_the_clients() -> None:
    words = "My brother lives in Milan now."
    assert outcome("Lives in Rome.", contradict("f1", "Lives in Milan.", words), words)[0] == "rejected"


def test_a_new_statement_needs_more_than_a_verb_of_wanting() -> None:
    assert outcome("Has a dog.", add("Wants a bigger car.", "We want a sea view."), "We want a sea view.") == (
        "rejected",
        "unrelated",
    )


def test_a_name_a_word_or_a_family_of_words_is_common_ground() -> None:
    assert speaks_of("Prefers a flat in Rome.", "Rome it is, then.")
    assert speaks_of("Budget is 500k.", "We can spend 500k.")
    assert not speaks_of("Needs two rooms.", "We need two cars.")


def test_in_another_language_a_fact_is_said_again_by_its_figures_and_says_so() -> None:
    words = "Es bleibt bei 650.000 Euro."
    fact = replace(MET, text="Budget is 650,000 euros.")
    (again,) = judged((fact,), restate("f1", words), read=(mail("m1", words, at=3),)).verdicts
    assert (again.rule, again.reason) == (
        "said_again",
        "Said again in another language, where only its figures and names can be compared.",
    )


@pytest.mark.parametrize(
    ("fact", "words", "text"),
    [
        ("Chairs the residents' group.", "I left the chair at your office.", "Has left the chair at your office."),
        ("Chairs the residents' group.", "I left my folding chair in your car.", "Left the folding chair in your car."),
        ("Has a watch for repair.", "I left the watch at your shop.", "Left the watch at your shop."),
        (
            "Ist im Vorstand der Gruppe.", "Ich habe die Gruppe der Stühle in Ihrem Büro gelassen.",
            "Hat die Gruppe der Stühle in Ihrem Büro gelassen.",
        ),
    ],
)  # fmt: skip
def test_a_thing_left_with_us_is_no_role_that_was_left(fact: str, words: str, text: str) -> None:
    assert outcome(fact, contradict("f1", text, words), words)[0] == "rejected"
    assert outcome(fact, end(words), words)[0] == "rejected"


@pytest.mark.parametrize(
    ("fact", "words", "text"),
    [
        ("Works at your company.", "I left the job at your company in May.", "Left the job at your company in May."),
        ("Rents a flat.", "We left the flat in your street.", "Left the flat in your street."),
        ("Chairs the residents' group.", "I left the chair of the residents' group.", "Left the residents' group."),
        ("Leitet die Gruppe.", "Ich habe die Gruppe verlassen.", "Hat die Gruppe verlassen."),
        ("Préside le groupe.", "J'ai quitté le groupe.", "A quitté le groupe."),
        ("Presiede il gruppo.", "Ho lasciato il gruppo.", "Ha lasciato il gruppo."),
    ],
)
def test_a_role_or_a_home_that_was_left_has_ended(fact: str, words: str, text: str) -> None:
    assert outcome(fact, contradict("f1", text, words), words)[0] == "applied"
