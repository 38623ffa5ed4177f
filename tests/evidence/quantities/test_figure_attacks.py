"""Whole refreshes with a model that takes a figure for another thing's, another rhythm or the whole of a part."""

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.context.test_attacks import BUDGET, MONEY, Attack, expect_outcome
from tests.support.site import add, contradict, restate

GUESTS = add("Expects 40 guests.", "We expect 40 guests"), (("contact", "We expect 40 guests."),)
WEEKLY = add("Comes every week.", "we come every week"), (("contact", "As you know, we come every week."),)
CARS = (
    add("Needs parking for two cars.", "We need parking for two cars"),
    (("contact", "We need parking for two cars."),),
)
ROOF = "Our budget for the roof of the house is 60,000 euros."


def ends(quote: str) -> dict[str, Any]:
    return {**restate("f1", quote), "op": "end", "reason": "No longer."}


ATTACKS = {
    "an amount is no count": Attack(
        *GUESTS, (("contact", "The guests get 60 euros each for the vase."),),
        contradict("f1", "Expects 60 guests.", "The guests get 60 euros each for the vase."), "rejected",
    ),
    "a whole is no count of its part": Attack(
        *GUESTS, (("contact", "Of the guests 10 of 60 are vegetarian."),),
        contradict("f1", "Expects 60 guests.", "Of the guests 10 of 60 are vegetarian."), "rejected",
    ),
    "a count of another thing says nothing again": Attack(
        *GUESTS, (("contact", "We expect 40 euros back for the vase."),),
        restate("f1", "We expect 40 euros back for the vase."), "rejected",
    ),
    "what is left out of all says nothing again": Attack(
        add("Has 10 dogs.", "We have 10 dogs"), (("contact", "We have 10 dogs."),),
        (("contact", "We have all but 10 dogs at home now."),),
        restate("f1", "We have all but 10 dogs at home now."), "rejected",
    ),
    "another rhythm says nothing again": Attack(
        *WEEKLY, (("contact", "As you know, we come every two weeks."),),
        restate("f1", "we come every two weeks"), "rejected",
    ),
    "a rhythm that nobody named ends nothing": Attack(
        *WEEKLY, (("contact", "From now on we come every two weeks."),),
        contradict("f1", "Comes twice a week.", "From now on we come every two weeks."), "rejected",
    ),
    "a new rhythm ends the old one": Attack(
        *WEEKLY, (("contact", "From now on we come every two weeks."),),
        contradict("f1", "Comes every two weeks.", "From now on we come every two weeks."), "applied",
        (("Comes every week.", "contradicted"), ("Comes every two weeks.", "active")),
    ),
    "what ends for a part does not end": Attack(
        *CARS, (("contact", "We no longer need parking for one of the two cars."),),
        ends("We no longer need parking for one of the two cars."), "rejected",
    ),
    "what ends for one of two does not end": Attack(
        add("Braucht Parkplätze für zwei Autos.", "Wir brauchen Parkplätze für zwei Autos"),
        (("contact", "Wir brauchen Parkplätze für zwei Autos."),),
        (("contact", "Wir brauchen keine Parkplätze mehr für eines der zwei Autos."),),
        ends("Wir brauchen keine Parkplätze mehr für eines der zwei Autos."), "rejected",
    ),
    "what ends for some does not end": Attack(
        add("Needs parking for the cars.", "We need parking for the cars"),
        (("contact", "We need parking for the cars."),),
        (("contact", "We no longer need parking for some of our cars."),),
        ends("We no longer need parking for some of our cars."), "rejected",
    ),
    "who is part of something no longer is not": Attack(
        add("Is part of the choir.", "I am part of the choir"), (("contact", "I am part of the choir."),),
        (("contact", "I am no longer part of the choir."),),
        ends("I am no longer part of the choir."), "applied", (("Is part of the choir.", "contradicted"),),
    ),
    "who is one of some no longer is not": Attack(
        add("Is a singer of the choir.", "I am a singer of the choir"), (("contact", "I am a singer of the choir."),),
        (("contact", "I am no longer one of the singers of the choir."),),
        ends("I am no longer one of the singers of the choir."), "applied",
        (("Is a singer of the choir.", "contradicted"),),
    ),
    "our words with tags put into them are ours": Attack(
        MONEY, (("contact", BUDGET), ("us", ROOF)),
        (("contact", "Fine. Our budget for the <i>roof</i> of the house is 60,000 euros."),),
        contradict("f1", "Budget for the house is 60,000 euros.", ROOF.replace("roof", "<i>roof</i>")), "disputed",
        ((MONEY["text"], "disputed"), ("Budget for the house is 60,000 euros.", "disputed")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_figure_moves_only_the_fact_that_it_is_of(database: Engine, name: str) -> None:
    expect_outcome(database, ATTACKS[name])
