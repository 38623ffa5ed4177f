"""How a client and we write to each other."""

import pytest

from lib.context.brief.voice import Voice, addresses, voice
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.evidence.quotes.source import Source
from lib.context.model import Interaction
from tests.support.site import ANNA, day


def sources(*messages: tuple[str, str]) -> tuple[Source, ...]:
    """Mails in order of time, each with its author."""
    return correspondence_of(
        [
            Interaction(
                f"m{number}", ANNA, "email", "in", author, None, None, None, body, False, day(number), None, day(number)
            )
            for number, (author, body) in enumerate(messages)
        ]
    ).sources


@pytest.mark.parametrize(
    ("theirs", "ours", "language", "forms"),
    [
        ("Guten Tag, ich möchte Sie etwas fragen.", "Danke, wir melden uns bei Ihnen.", "German", ("formal", "formal")),
        ("Hallo Tom, hast du noch Zeit für mich?", "Klar, ich rufe dich an.", "German", ("informal", "informal")),
        ("Wir suchen ein Haus. Sie ist meine Frau.", "", "German", ("", "")),
        ("Bonjour, pouvez-vous me dire le prix de la maison ?", "Oui, je vous écris.", "French", ("formal", "formal")),
        ("Salut, tu peux venir avec ton frère ?", "", "French", ("informal", "")),
        ("Buenos días, ¿puede usted llamarme por la tarde?", "", "Spanish", ("formal", "")),
        ("Hola, ¿te va bien el lunes con tu hermana?", "", "Spanish", ("informal", "")),
        ("Buongiorno, vorrei chiedere a Lei un favore.", "", "Italian", ("formal", "")),
        ("Ciao, ti chiamo domani con tuo fratello.", "", "Italian", ("informal", "")),
        ("Bom dia, o senhor pode dizer o preço da casa?", "", "Portuguese", ("formal", "")),
        ("Olá, podes trazer o teu irmão contigo?", "", "Portuguese", ("informal", "")),
        ("Je tiens à la maison et le notaire tient au prix.", "", "French", ("", "")),
        ("Bonjour, envoyez-moi le plan de la maison.", "", "French", ("formal", "")),
        ("Hola, ¿puedes llamar por la tarde?", "", "Spanish", ("informal", "")),
        ("Buenos días, envíeme el plano de la casa.", "", "Spanish", ("formal", "")),
        ("Mi mujer puede ver la casa el lunes.", "", "Spanish", ("", "")),
        ("Ciao, puoi mandare la piantina della casa?", "", "Italian", ("informal", "")),
        ("Buongiorno, mi mandi la piantina della casa.", "", "Italian", ("formal", "")),
        ("Bom dia, envie-me a planta da casa.", "", "Portuguese", ("formal", "")),
        ("Hello, could you tell me the price of the house?", "", "English", ("", "")),
    ],
)
def test_language_and_form_of_address_are_told_from_the_messages(
    theirs: str, ours: str, language: str, forms: tuple[str, str]
) -> None:
    found = voice(sources(("us", ours), ("contact", theirs)))
    assert (found.language, (found.theirs, found.ours)) == (language, forms)


def test_the_form_that_stands_in_more_messages_counts() -> None:
    found = voice(
        sources(
            ("contact", "Können wir Sie am Montag besuchen?"),
            ("contact", "Kannst du mir noch einmal schreiben?"),
            ("contact", "Ich danke dir, du bist ein Schatz."),
        )
    )
    assert (found.theirs, found.counts) == ("informal", (1, 2, 0, 0))


def test_greeting_and_name_are_theirs_and_no_sentence_is_a_name() -> None:
    found = voice(sources(("contact", "Hi Tom,\n\nwhen is the viewing of the house?\n\nBest,\nAnna B.")))
    assert (found.greeting, found.signs_as) == ("Hi Tom", "Anna B.")
    found = voice(sources(("contact", "Dear Mr Hale, we come on Monday.\n\nWe are looking forward to it very much.")))
    assert (found.greeting, found.signs_as) == ("Dear Mr Hale", "")
    assert voice(sources(("contact", "ok"))).signs_as == ""


def test_nothing_written_is_nothing_known() -> None:
    assert voice(()) == Voice("", languages=(), greeting="", signs_as="", theirs="", ours="", counts=(0, 0, 0, 0))


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Puoi mandarmi la piantina?", "informal"),
        ("Podes enviar-me a planta?", "informal"),
        ("Könnten Sie mir den Plan schicken?", "formal"),
        ("Je t'envoie le plan demain.", "informal"),
        ("Habt ihr schon gebucht?", "informal"),
        ("Ich habe mit Frau Huber gesprochen, sie kommt morgen.", ""),
    ],
)
def test_a_few_words_of_several_languages_tell_their_form_by_the_one_that_has_a_word_of_address(
    words: str, form: str
) -> None:
    formal, informal = addresses(words)
    assert (formal > informal, informal > formal) == (form == "formal", form == "informal")


def test_a_message_that_may_be_of_two_languages_is_of_the_one_that_the_others_are_of() -> None:
    newest = "Ciao Tom, hai sentito l'idraulico? Quanto costa la caldaia nuova? Un bacio, Giada"
    assert voice(sources(("contact", newest))).languages == ("French", "Italian")
    earlier = ("us", "Ciao Giada, ti chiamo domani perché oggi non sono in ufficio.")
    assert voice(sources(earlier, ("contact", newest))).languages == ("Italian",)
