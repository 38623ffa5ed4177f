"""What the local rules make of words that something is over, in six languages."""

from typing import Any

import pytest

from lib.context.readers import LocalRules
from tests.readers.test_local_rules import request, source

OVER = """
We are no longer looking for a house by the sea.
I am not looking for a flat any more.
We have stopped looking for a flat.
Wir suchen keine Wohnung mehr.
Ich suche kein Haus mehr.
Nous ne cherchons plus d'appartement.
Je ne cherche plus de maison.
Ya no busco piso.
Ya no buscamos casa.
Non cerco più un appartamento.
Non cerchiamo più casa.
Já não procuro apartamento.
Não procuramos mais casa.
""".strip().split("\n")
NOT_OVER = """
We are no longer looking for a flat in Graça but in Alfama.
Our friends are looking for a flat, they like the river.
I'm still looking for a flat.
Wir suchen keine Wohnung am Fluss mehr, sondern ein Haus.
Ya no buscamos piso, sino casa.
The flat is no longer free.
Non cercano più un appartamento.
""".strip().split("\n")
ROLE = {"id": "f1", "kind": "role", "type": "", "text": "real_estate_buyer", "status": "active", "pinned": False}


def fact(alias: str, text: str) -> dict[str, Any]:
    return {"id": alias, "kind": "key_fact", "type": "", "text": text, "status": "active", "pinned": False}


def read(*words: str, facts: tuple[dict[str, Any], ...], deals: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    asked = request(*(source(text, number=number) for number, text in enumerate(words, 1)))
    return LocalRules().read({**asked, "facts": list(facts), "threads": [], "opportunities": list(deals)}).document


def ended(*words: str) -> list[str]:
    return [item["fact"] for item in read(*words, facts=(ROLE,))["operations"] if item["op"] == "end"]


@pytest.mark.parametrize("words", OVER)
def test_a_role_ends_with_the_words_that_end_it(words: str) -> None:
    assert ended(f"Hello,\n\n{words}\nBye") == ["f1"]


@pytest.mark.parametrize("words", NOT_OVER)
def test_a_role_goes_on_where_the_words_say_so(words: str) -> None:
    assert ended(words) == []


def test_a_role_goes_on_where_another_sentence_says_it() -> None:
    assert ended("We are no longer looking for a flat near the port.", "We are looking for a house with a view.") == []


def test_a_summary_tells_no_needs_of_a_search_that_is_over() -> None:
    facts = (ROLE, fact("f2", "We're looking for a flat in Graça."), fact("f3", "Our budget is 450k."))
    searching = [sentence["text"] for sentence in read("Thanks.", facts=facts)["summary"]]
    assert searching == [
        "Ann Lee: real estate buyer.",
        "Budget: “Our budget is 450k”.",
        "Looks for: “We're looking for a flat in Graça”.",
    ]
    over = "We're no longer looking for a flat in Graça."
    assert [sentence["text"] for sentence in read(over, facts=facts)["summary"]] == [
        "No longer: “We're no longer looking for a flat in Graça”."
    ]


def test_a_summary_tells_no_needs_of_a_search_that_a_contract_has_settled() -> None:
    facts = (fact("f1", "We need three bedrooms."), fact("f2", "We're paying cash."))
    deal = {"id": "o1", "type": "real_estate_purchase", "stage": "contract", "estimated_value": None}
    told = [sentence["text"] for sentence in read("Thanks.", facts=facts, deals=(deal,))["summary"]]
    assert told == ["Financing: “We're paying cash”.", "Open business: real estate purchase, contract."]


COLD = """
We are no longer interested in the plot.
I'm no longer looking.
Wir sind nicht mehr auf der Suche.
Ich möchte das Haus nicht mehr verkaufen.
Nous ne cherchons plus.
Ya no buscamos nada.
Non cerchiamo più casa.
Já não estamos interessados.
""".strip().split("\n")
OF_OTHERS = """
The neighbours are no longer interested in our garden.
My brother is not interested in wine.
Meine Tochter möchte den Hund nicht mehr verkaufen.
Mes parents ne cherchent plus de maison.
Mis padres ya no buscan casa.
I miei amici non cercano più casa.
""".strip().split("\n")


@pytest.mark.parametrize(("words", "status"), [*((w, "cold") for w in COLD), *((w, "") for w in OF_OTHERS)])
def test_somebody_cools_down_by_their_own_word_alone(words: str, status: str) -> None:
    assert read(words, facts=())["relationship_status"]["value"] == status
