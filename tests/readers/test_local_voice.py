"""How the local rules hear a client, in six languages, and the tone they answer in."""

from typing import Any

import pytest

from lib.context.readers import LocalRules
from lib.context.readers.local_voice import valence

ANGRY = """
This is outrageous, the kitchen is still not finished.
I feel let down by all of you.
We are furious about the second delay.
I am fed up with these reminders.
Das ist inakzeptabel, wir warten seit drei Wochen.
Ich bin wirklich stinksauer.
So eine Frechheit habe ich noch nie erlebt.
C'est inadmissible, personne ne rappelle.
Je suis furieuse de ce retard.
Esto es inaceptable, nadie contesta.
Estamos hartos de esperar.
È inaccettabile, nessuno risponde al telefono.
Sono furiosa per questo ritardo.
Isto é inaceitável, ninguém atende o telefone.
Estou farto de esperar.
""".strip().split("\n")
NOT_ANGRY = """
I'm not angry at all, take your time.
We are no longer angry about it.
Ich bin nicht wütend, nur müde.
Je ne suis pas furieuse.
No estoy furiosa.
Non sono arrabbiata.
Não estou furiosa.
""".strip().split("\n")
COURTEOUS = """
Good morning. The notary needs the deed by Friday.
Please send the floor plan to our bank.
Kind regards, and please use the side door.
Dear Mr Smith, the keys are with the porter.
Guten Tag, bitte schicken Sie den Plan an die Bank.
Bonne journée, le plan est chez le notaire.
Buenas tardes, el plano está en el banco.
Buona giornata, il contratto è dal notaio.
Bom dia, o contrato está no notário.
""".strip().split("\n")
ASKING = """
Is the cake safe for people with a nut allergy?
Would a better view cost more?
Is the second bathroom free of damp?
Ist der Garten schön genug für zwei Hunde?
La terrasse est-elle belle en hiver ?
¿Es bueno el colegio del barrio?
""".strip().split("\n")
GLAD = """
Wunderbar, die Kisten kommen am Freitag.
Perfekt, am Montag passt es.
Adorei a casa, obrigada por tudo.
Ficámos muito felizes com a visita.
Parfait, on se voit là-bas.
Thank you so much, the visit was wonderful. When do we meet?
""".strip().split("\n")


def mail(text: str, number: int = 1, subject: str = "Kitchen") -> dict[str, Any]:
    return {
        "id": f"s{number}",
        "channel": "email",
        "author": "contact",
        "occurred_at": f"2026-03-0{number}T10:00:00+00:00",
        "subject": subject,
        "text": text,
    }


def read(*sources: dict[str, Any], context: dict[str, Any] | None = None) -> dict[str, Any]:
    request = {
        "contact": {"name": "Ann Lee", "company": None, "email": None},
        "as_of": "2026-03-09T10:00:00+00:00",
        "context": context,
        "facts": [],
        "sources": list(sources),
        "threads": [{"id": "t1", "topic": "Kitchen", "needs_reply": True}],
        "opportunities": [],
    }
    return LocalRules().read(request).document


def tone(*sources: dict[str, Any], context: dict[str, Any] | None = None) -> str:
    (thread,) = read(*sources, context=context)["threads"]
    return str(thread["suggested_tone"])


@pytest.mark.parametrize("text", ANGRY)
def test_anger_sounds_as_bad_as_can_be_and_is_a_conflict(text: str) -> None:
    document = read(mail(text))
    assert document["interactions"][0]["valence"] == -2
    assert document["relationship_status"] == {"value": "conflict", "source": "s1", "quote": text}


@pytest.mark.parametrize("text", NOT_ANGRY)
def test_anger_that_is_denied_is_none(text: str) -> None:
    assert read(mail(text))["relationship_status"]["value"] == ""


@pytest.mark.parametrize("text", COURTEOUS)
def test_a_courtesy_is_no_joy(text: str) -> None:
    assert valence(text) == 0


@pytest.mark.parametrize("text", ASKING)
def test_what_is_asked_for_is_no_joy(text: str) -> None:
    assert valence(text) == 0


@pytest.mark.parametrize("text", GLAD)
def test_joy_is_heard_in_short_messages_and_beside_a_question(text: str) -> None:
    assert valence(text) > 0


def test_a_question_may_be_angry() -> None:
    assert valence("Why is this terrible, horrible noise still there?") < 0


def test_a_neutral_message_after_a_bad_one_is_answered_as_the_bad_one() -> None:
    bad = mail("The oven is broken again, that is disappointing.")
    assert tone(bad, mail("When does the oven come?", 2)) == "reassuring and clear"
    earlier = {"open_threads": [{"topic": "Kitchen", "suggested_tone": "reassuring and clear"}]}
    assert tone(mail("When does the oven come?"), context=earlier) == "reassuring and clear"
    assert tone(bad, mail("Wonderful, thank you so much!", 2)) == "cheerful and personal"


def test_no_tone_is_cheerful_in_a_conflict() -> None:
    glad = mail("A great photo of the old stove! When do you come?")
    assert tone(glad) == "warm and to the point"
    assert tone(glad, context={"relationship_status": "conflict"}) == "reassuring and clear"
    assert tone(mail("This is unacceptable."), glad | {"id": "s2"}) == "reassuring and clear"


def test_an_angry_message_waits_for_an_answer_though_it_asks_nothing() -> None:
    quiet = {"threads": [{"id": "t1", "topic": "Kitchen", "needs_reply": False}]}

    def waiting(*sources: dict[str, Any]) -> list[dict[str, str]]:
        request = {"contact": {"name": "Ann Lee"}, "as_of": "2026-03-09T10:00:00+00:00", "context": None, "facts": []}
        read = LocalRules().read({**request, "opportunities": [], "sources": list(sources), **quiet})
        return list(read.document["threads"])

    angry = mail("The sink leaks. This is unacceptable.")
    assert waiting(angry) == [
        {
            "thread": "t1",
            "suggested_tone": "apologetic, calm and concrete",
            "waits": "yes",
            "quote": "This is unacceptable.",
        }
    ]
    assert waiting(mail("The sink leaks.")) == []
    assert waiting(angry, mail("I am furious. Who comes today?", 2)) == waiting(angry)
    assert waiting(angry, mail("I am sorry, we come today.", 2) | {"author": "us"}) == []
