"""Statements with the sentences that say them, in six languages, made of words and values: true, wrong and denied."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class Claim:
    """A statement, the value that it states, and a sentence that says it."""

    slot: str
    value: str
    text: str
    said: str


SLOTS: dict[str, tuple[tuple[tuple[str, str], ...], tuple[str, ...]]] = {
    "budget": (
        (
            ("Budget is {} euros.", "Our budget for it is {} euros."),
            ("Kann {} Euro ausgeben.", "Wir können {} Euro ausgeben."),
            ("Peut dépenser {} euros.", "Nous pouvons dépenser {} euros."),
            ("Puede gastar {} euros.", "Podemos gastar {} euros."),
            ("Può spendere {} euro.", "Possiamo spendere {} euro."),
            ("Pode gastar {} euros.", "Podemos gastar {} euros nisso."),
        ),
        ("450 000", "520 000", "610 000", "45 000", "800 000", "1 200 000"),
    ),
    "hour": (
        (
            ("Visits at {}.", "We come at {} then."),
            ("Kommt um {}.", "Wir kommen um {} vorbei."),
            ("Vient à {}.", "Nous venons à {} avec les enfants."),
        ),
        ("9:15", "10:30", "17:45", "18:00", "11:20"),
    ),
    "street": (
        (
            ("Lives at {}.", "Our new address is {}, we live there since May."),
            ("Wohnt in der {}.", "Wir wohnen in der {} im Haus."),
        ),
        ("14a Elm Street", "12a Elm Street", "7 Elm Road", "14a Oak Street", "9 Harbour Lane"),
    ),
    "city": (
        (
            ("Lives in {}.", "We live in {} with the children."),
            ("Wohnt in {}.", "Wir wohnen in {} am Fluss."),
            ("Habite à {}.", "Nous habitons à {} depuis mai."),
            ("Vive en {}.", "Vivimos en {} desde mayo."),
            ("Abita a {}.", "Abitiamo a {} da maggio."),
            ("Mora em {}.", "Moramos em {} desde maio."),
        ),
        ("Berlin", "Madrid", "Porto", "Dublin", "Oslo", "Varberg", "Tavira"),
    ),
    "person": (
        (("Wife is {}.", "My wife {} comes along."), ("Works with {}.", "I work with {} at the bank.")),
        ("Maria Keller", "Nora Quist", "Ines Vale", "Petra Holm", "Ruth Adler"),
    ),
    "wish": (
        (
            ("Wants a {}.", "We want a {} for the children."),
            ("Needs a {} near the house.", "What we need is a {} near the house."),
            ("Would like the {} to be large.", "The {} should be large, we think."),
        ),
        ("garden", "garage", "balcony", "cellar", "workshop", "fireplace", "pool", "terrace"),
    ),
    "room": (
        (("Likes the {}.", "We like the {} very much."), ("Prefers the {} in blue.", "For the {} we prefer blue.")),
        ("kitchen", "bathroom", "hallway", "attic", "staircase", "library"),
    ),
    "food": (
        (
            ("Is allergic to {}.", "I am allergic to {}, by the way."),
            ("Orders {} for the dinner.", "For the dinner we would order {}."),
        ),
        ("nuts", "milk", "shrimps", "strawberries", "celery", "mustard"),
    ),
    "wunsch": (
        (
            ("Braucht einen {}.", "Wir brauchen einen {} für die Kinder."),
            ("Möchte den {} behalten.", "Den {} möchten wir behalten."),
        ),
        ("Garten", "Balkon", "Keller", "Kamin", "Stellplatz", "Aufzug"),
    ),
    "souhait": (
        (("Veut un {}.", "Nous voulons un {} pour les enfants."),),
        ("jardin", "balcon", "garage", "grenier", "ascenseur"),
    ),
    "deseo": (
        (("Quiere un {}.", "Queremos un {} para los niños."),),
        ("jardín", "balcón", "garaje", "ascensor", "sótano"),
    ),
    "desiderio": (
        (("Vuole un {}.", "Vogliamo un {} per i bambini."),),
        ("giardino", "balcone", "garage", "ascensore", "camino"),
    ),
    "desejo": (
        (("Quer um {}.", "Queremos um {} para as crianças."),),
        ("jardim", "terraço", "elevador", "sótão", "quintal"),
    ),
    "date": (
        (
            ("Moves on {}.", "We move on {} at last."),
            ("Signs on {}.", "We can sign on {} at the bank."),
        ),
        ("3 May", "9 June", "14 September", "21 May", "30 June"),
    ),
    "count": (
        (
            ("Expects {} guests.", "We expect {} guests on the day."),
            ("Orders {} chairs.", "Please order {} chairs for us."),
        ),
        ("two", "three", "twelve", "20", "21", "half a dozen"),
    ),
}
"""By kind of value: pairs of statement and sentence with the value's place open, and the values."""


def claims() -> Iterator[Claim]:
    """Every statement of `SLOTS` with the sentence that says it."""
    for slot, (pairs, values) in SLOTS.items():
        for (text, said), value in product(pairs, values):
            yield Claim(slot, value, text.format(value), said.format(value))


def wrong_values() -> Iterator[tuple[str, str]]:
    """Every statement with the sentence that says another value of the same kind."""
    for pairs, values in SLOTS.values():
        for (text, said), value, other in product(pairs, values, values):
            if value != other:
                yield text.format(value), said.format(other)


def unrelated() -> Iterator[tuple[str, str]]:
    """Every statement with a sentence of each other kind of value, in whatever language."""
    for slot, (pairs, values) in SLOTS.items():
        others = [said.format(vs[0]) for name, (ps, vs) in SLOTS.items() if name != slot for _, said in ps]
        for (text, _), value, other in product(pairs, values, others):
            yield text.format(value), other


DENIED: dict[str, tuple[tuple[str, tuple[str, ...]], tuple[str, ...]]] = {
    "en": (
        (
            "Wants to sell the {}.",
            (
                "We do not want to sell the {}.",
                "We no longer want to sell the {}.",
                "We never wanted to sell the {}.",
                "We don’t want to sell the {} any more.",
            ),
        ),
        ("house", "flat by the river", "garden", "boat"),
    ),
    "de": (
        (
            "Möchte das {} verkaufen.",
            (
                "Wir möchten das {} nicht verkaufen.",
                "Wir möchten das {} nicht mehr verkaufen.",
                "Nie möchten wir das {} verkaufen.",
            ),
        ),
        ("Haus", "Boot", "Grundstück"),
    ),
    "fr": (
        ("Veut vendre la {}.", ("Nous ne voulons pas vendre la {}.", "Nous ne voulons plus vendre la {}.")),
        ("maison", "ferme", "cabane"),
    ),
    "es": (
        (
            "Quiere vender la {}.",
            ("No queremos vender la {}.", "Ya no queremos vender la {}.", "Nunca vamos a vender la {}."),
        ),
        ("casa", "finca", "cabaña"),
    ),
    "it": (
        ("Vuole vendere la {}.", ("Non vogliamo vendere la {}.", "Non vogliamo più vendere la {}.")),
        ("casa", "villa", "barca"),
    ),
    "pt": (
        (
            "Quer vender a {}.",
            ("Não queremos vender a {}.", "Já não queremos vender a {}.", "Nunca queremos vender a {}."),
        ),
        ("casa", "quinta", "cabana"),
    ),
}
"""By language: a statement and sentences that deny it, and what stands in the open place."""


def denials() -> Iterator[tuple[str, str]]:
    """Every statement of `DENIED` with a sentence that denies it, and every denial with what it denies."""
    for (text, denied), things in DENIED.values():
        for sentence, thing in product(denied, things):
            yield text.format(thing), sentence.format(thing)
            yield sentence.format(thing), text.format(thing)
