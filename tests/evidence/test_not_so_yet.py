"""What was only tried, nearly done or might be is not so; a quote cut out of its condition ends nothing."""

from dataclasses import replace

import pytest

from tests.context.test_policy import judged, mail, rule
from tests.support.site import add, contradict, restate


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("We almost sold the house.", "Sold the house."),
        ("We tried to sell the house.", "Sold the house."),
        ("Wir hätten fast das Haus verkauft.", "Hat das Haus verkauft."),
        ("Nous avons failli vendre la maison.", "A vendu la maison."),
        ("Casi vendimos la casa.", "Vendimos la casa."),
        ("Abbiamo quasi venduto la casa.", "Hanno venduto la casa."),
        ("Quase vendemos a casa.", "Vendemos a casa."),
        ("Maybe we buy the boat.", "Bought the boat."),
        ("Vielleicht kaufen wir das Boot.", "Kauft das Boot."),
        ("Peut-être que nous achetons le bateau.", "Achète le bateau."),
        ("Quizás compramos el barco.", "Compra el barco."),
        ("Forse compriamo la barca.", "Compra la barca."),
        ("Talvez compremos o barco.", "Compra o barco."),
    ],
)
def test_what_was_nearly_or_is_perhaps_so_is_no_fact(words: str, text: str) -> None:
    assert rule((), add(text, words), mail("m1", words))[0] == "rejected"


@pytest.mark.parametrize(
    ("stood", "said", "quote"),
    [
        ("We need two spaces.", "If we sell a car, we no longer need two spaces.", "we no longer need two spaces."),
        (
            "Wir brauchen zwei Stellplätze.",
            "Falls wir ein Auto verkaufen, brauchen wir keine zwei Stellplätze mehr.",
            "brauchen wir keine zwei Stellplätze mehr.",
        ),
        (
            "Nous voulons deux places.",
            "Si nous vendons une voiture, nous ne voulons plus deux places.",
            "nous ne voulons plus deux places.",
        ),
        (
            "Necesitamos dos plazas.",
            "Si vendemos un coche, ya no necesitamos dos plazas.",
            "ya no necesitamos dos plazas.",
        ),
        (
            "Vogliamo due posti auto.",
            "Se vendiamo una macchina, non vogliamo più due posti auto.",
            "non vogliamo più due posti auto.",
        ),
        (
            "Precisamos de dois lugares.",
            "Se vendermos um carro, já não precisamos de dois lugares.",
            "já não precisamos de dois lugares.",
        ),
    ],
)
def test_a_quote_cut_out_of_its_condition_ends_nothing(stood: str, said: str, quote: str) -> None:
    old, new = mail("m1", stood, at=1), mail("m2", said, at=5)
    fact = replace(judged((), add(stood, stood), read=(old,)).facts[0], id=7)
    proposal = {**restate("f1", quote), "op": "end", "text": "", "reason": "No longer."}
    assert judged((fact,), proposal, read=(new, old)).verdicts[0].verdict == "rejected"


@pytest.mark.parametrize(
    "words", ["We have almost 50 guests.", "Wir sind fast 50 Gäste.", "Somos casi 50 personas.", "Siamo quasi 50."]
)
def test_nearly_a_number_is_still_about_that_many(words: str) -> None:
    assert rule((), add(words, words), mail("m1", words)) == ("applied", "new")


@pytest.mark.parametrize(
    ("stood", "said", "text"),
    [
        ("We live in Leeds.", "If my wife gets the post, we live in York.", "Lives in York."),
        ("Wir wohnen in Kassel.", "Falls meine Frau die Stelle bekommt, wohnen wir in Jena.", "Wohnt in Jena."),
        ("Nous habitons à Brest.", "Si ma femme a le poste, nous habitons à Lyon.", "Habite à Lyon."),
        ("Vivimos en Lugo.", "Si mi mujer consigue el puesto, vivimos en Vigo.", "Vive en Vigo."),
        ("Abitiamo a Pisa.", "Se mia moglie ottiene il posto, abitiamo a Lucca.", "Abita a Lucca."),
        ("Vivemos em Braga.", "Se a minha mulher conseguir o lugar, vivemos em Faro.", "Vive em Faro."),
    ],
)
def test_a_contradiction_by_what_might_be_is_refused_as_such(stood: str, said: str, text: str) -> None:
    old, new = mail("m1", stood, at=1), mail("m2", said, at=5)
    fact = replace(judged((), add(stood, stood), read=(old,)).facts[0], id=7)
    verdict = judged((fact,), contradict("f1", text, said), read=(new, old)).verdicts[0]
    assert (verdict.rule, verdict.reason) == ("only_might_be", "The quotes tell only what might be.")
