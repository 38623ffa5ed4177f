"""Dislikes, exceptions and what was so once: whether a quote says the same way round what a text says."""

import pytest

from lib.context.evidence.polarity import polarity, same_polarity
from lib.context.evidence.stated.cuts import turns

SAME = [
    ("Prefers calls to e-mails.", "We prefer calls to e-mails or letters."),
    ("Does not eat meat.", "We avoid meat."),
    ("Avoids meat.", "We avoid meat."),
    ("Avoids meat.", "We do not eat meat."),
    ("Avoids nuts.", "I am allergic to nuts."),
    ("Is allergic to nuts.", "My son is allergic to nuts, so no nuts please."),
    ("Wants a loft.", "Instead of a flat with a garden we want a loft."),
    ("Wants a loft.", "We want a loft instead of a flat."),
    ("Will ein Haus.", "Statt einer Wohnung wollen wir ein Haus."),
    ("Quiere una casa.", "En vez de un piso queremos una casa."),
    ("Wants a garden.", "We cannot live without a garden."),
    ("Wants a flat without a garden.", "A flat without a garden, please."),
    ("Ohne Zwiebeln.", "Bitte ohne Zwiebeln kochen."),
    ("Mag keine Zwiebeln.", "Bitte ohne Zwiebeln kochen."),
    ("Hates the sea.", "We hate the sea."),
    ("Dislikes the sea.", "We don't like the sea."),
    ("Eats everything except fish.", "I eat everything except fish."),
    ("Does not eat fish.", "I eat everything except fish."),
    ("Eats fish.", "We eat nothing except fish."),
    ("Prefers SMS over email.", "I would rather get an SMS than an email."),
    ("Eats gluten-free.", "I eat gluten free food only."),
    ("Eats no gluten.", "I eat gluten free food only."),
    ("Wants a quiet flat.", "We would rather have a quiet flat."),
    ("Needs a flat without stairs.", "No stairs please, it must be a flat we can reach."),
    ("Vive sin coche.", "Vivimos sin coche en el centro."),
    ("Déteste la mer.", "Je déteste la mer."),
    ("Interested in 2-bed flats.", "Not just 2-bed flats but houses as well."),
]
TURNED = [
    ("Prefers calls to e-mails.", "We prefer e-mails to calls."),
    ("Mag lieber Anrufe als Briefe.", "Mir sind Briefe lieber, ich mag lieber Briefe als Anrufe."),
    ("Préfère les appels aux lettres.", "Je préfère les lettres aux appels."),
    ("Prefiere llamadas a cartas.", "Prefiero cartas a llamadas."),
    ("Eats meat.", "We avoid meat."),
    ("Eats nuts.", "I am allergic to nuts."),
    ("Is allergic to nuts.", "I am not allergic to nuts."),
    ("Is allergic to nuts.", "I am no longer allergic to nuts."),
    ("Prefers a flat with a garden.", "Instead of a flat with a garden we want a loft."),
    ("Wants a flat.", "We want a loft instead of a flat."),
    ("Will eine Wohnung.", "Statt einer Wohnung wollen wir ein Haus."),
    ("Quiere un piso.", "En vez de un piso queremos una casa."),
    ("Wants a garden.", "We would rather not have a garden."),
    ("Wants a ground floor flat.", "Anything but a ground floor flat for us."),
    ("Wants a garden.", "A flat without a garden is fine."),
    ("Mag Zwiebeln.", "Bitte ohne Zwiebeln kochen."),
    ("Is a vegetarian.", "I was a vegetarian until last year."),
    ("Ist Vegetarierin.", "Früher war ich Vegetarierin."),
    ("Loves the sea.", "We hate the sea."),
    ("Eats fish.", "I eat everything except fish."),
    ("Tiene coche.", "Vivimos sin coche en el centro."),
    ("Aime la mer.", "Je déteste la mer."),
    ("Mange du poisson.", "Je mange de tout sauf du poisson."),
]


@pytest.mark.parametrize(("text", "quote"), SAME)
def test_what_is_said_the_same_way_round_agrees(text: str, quote: str) -> None:
    assert same_polarity(text, [quote])


@pytest.mark.parametrize(("text", "quote"), TURNED)
def test_what_is_disliked_left_out_or_long_past_does_not_agree(text: str, quote: str) -> None:
    assert not same_polarity(text, [quote])


@pytest.mark.parametrize(
    ("body", "quote", "turned"),
    [
        ("Nine of us are vegan and I cannot have nuts.", "Nine of us are vegan", False),
        ("Vier essen vegan und ich vertrage keine Milch.", "Vier essen vegan", False),
        ("Selling the house and moving is not what we want.", "Selling the house", True),
    ],
)
def test_a_clause_with_a_subject_of_its_own_does_not_turn_the_quote(body: str, quote: str, turned: bool) -> None:
    start = body.index(quote)
    assert turns(body, start, start + len(quote)) == turned


def turned(body: str, quote: str) -> bool:
    return turns(body, body.index(quote), body.index(quote) + len(quote))


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("Recordad que no servimos pedidos pequeños y que el reparto lo hacemos los martes.", "el reparto lo hacemos"),
        ("She says that she does not smoke and that she has a car.", "she has a car"),
        ("Sie sagt, dass sie nicht raucht und dass sie ein Auto hat.", "sie ein Auto hat"),
        ("Dice che non fuma e che ha una macchina.", "ha una macchina"),
        ("I am allergic to nuts and my mother eats kosher food.", "my mother eats kosher food"),
        ("Mon fiancé est allergique aux noix et ma mère mange casher.", "ma mère mange casher"),
        ("Ho smesso di fumare a Natale e ho lasciato veterinaria.", "ho lasciato veterinaria"),
        ("We don't smoke and we have a dog.", "we have a dog"),
        ("We want to give notice for 31 May: how do we do that?", "We want to give notice for 31 May"),
        ("I'm allergic to nuts, is that a problem?", "I'm allergic to nuts"),
        ("Wir haben zwei Hunde, ist das ein Problem?", "Wir haben zwei Hunde"),
        ("Is there a lift, because my mother uses a wheelchair?", "my mother uses a wheelchair"),
        ("May I remind you that my new number is 0151 2200345?", "my new number is 0151 2200345"),
        ("Posso ricordarvi che il mio nuovo cellulare è 347 5510092?", "il mio nuovo cellulare è 347 5510092"),
        ("Vorrei dare la disdetta per il 31 maggio: mi dite come si fa?", "Vorrei dare la disdetta per il 31 maggio"),
    ],
)
def test_what_is_joined_with_a_subject_of_its_own_is_not_denied(body: str, quote: str) -> None:
    assert not turned(body, quote)


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("We do not think that we should move and that we want to sell the house.", "we want to sell the house"),
        ("Je ne pense pas que ma mère vienne et que mon père mange casher.", "mon père mange casher"),
        ("Es stimmt nicht, dass wir umziehen und dass wir das Haus mögen.", "wir das Haus mögen"),
        ("Me dice que no cree que sea urgente y que quiera vender la casa.", "quiera vender la casa"),
        ("I don't think my sister is poor and my brother is rich.", "my brother is rich"),
        ("If we sell the house and my wife finds a job, we move.", "my wife finds a job"),
        ("We do not want to sell the house and keep the boat.", "keep the boat"),
        ("Should we sell the house: what do you think?", "we sell the house"),
        ("Verkaufen wir das Haus: was meinen Sie?", "Verkaufen wir das Haus"),
        ("Est-ce que nous devons vendre la maison : qu'en pensez-vous ?", "nous devons vendre la maison"),
        ("Quick question: do we sell the house?", "we sell the house"),
        ("We owe you 300 euros, is that right?", "We owe you 300 euros"),
        ("Tenemos mesa para ocho, ¿verdad?", "Tenemos mesa para ocho"),
        ("Did you know that we need a visa, or can we come without?", "we need a visa"),
    ],
)
def test_what_governs_a_joined_clause_turns_it(body: str, quote: str) -> None:
    assert turned(body, quote)


@pytest.mark.parametrize(
    "text",
    [
        "We don't only need a cellar.", "Wir brauchen nicht unbedingt nur einen Keller.",
        "Nous n'avons pas seulement besoin d'une cave.", "No necesitamos solamente un sótano.",
        "Non abbiamo bisogno soltanto di una cantina.", "Não precisamos apenas de uma cave.",
        "No queremos solo una terraza.",
    ],
)  # fmt: skip
def test_a_denied_only_denies_nothing(text: str) -> None:
    assert polarity(text) is False


@pytest.mark.parametrize("text", ["No vivo solo.", "Non viaggio da solo con un cane.", "Não vivo só."])
def test_who_is_not_alone_is_denied_to_be(text: str) -> None:
    assert polarity(text) is True
