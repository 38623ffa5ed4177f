"""The forms of promises and of claimed acts in six languages, and sentences that are neither."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from lib.context.commitments.promises import due_of, is_promise
from lib.context.reply.acts import acts
from lib.context.reply.on_file import OnFile

FORMS = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
NOTHING = OnFile(())
TUESDAY = date(2026, 4, 28)


@pytest.mark.parametrize("code", FORMS["promise"])
def test_every_form_of_a_promise_is_one(code: str) -> None:
    assert [sentence for sentence in FORMS["promise"][code] if not is_promise(sentence)] == []


@pytest.mark.parametrize("code", FORMS["act"])
def test_every_form_of_an_act_is_one(code: str) -> None:
    assert [sentence for sentence in FORMS["act"][code] if not any(acts(sentence, NOTHING))] == []


@pytest.mark.parametrize("code", FORMS["neither"])
def test_a_plain_sentence_promises_and_claims_nothing(code: str) -> None:
    told = [sentence for sentence in FORMS["neither"][code] if is_promise(sentence) or any(acts(sentence, NOTHING))]
    assert told == []


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("I got your letter of 3 May and will send the plan by 10 May.", date(2026, 5, 10)),
        ("As we spoke on Monday, I'll send the plan by Friday.", date(2026, 5, 1)),
        ("By Friday I'll send you the invoice of 20 May.", date(2026, 5, 1)),
        ("I'll send the contract of 3 May on 8 May.", date(2026, 5, 8)),
        ("The viewing is on 3 May, I'll confirm it tomorrow.", date(2026, 4, 29)),
        ("I'll pay the rest by 1 June, the deposit was due on 1 May.", date(2026, 6, 1)),
        ("We close on 15 June and I'll send the keys this week.", date(2026, 5, 3)),
        ("Zu Ihrem Brief vom 20. April schicke ich Ihnen den Plan bis 10. Mai.", date(2026, 5, 10)),
        ("Suite à votre lettre du 20 avril, je vous enverrai le plan avant le 10 mai.", date(2026, 5, 10)),
        ("La visita es el 3 de mayo y le enviaré el plano mañana.", date(2026, 4, 29)),
        ("La visita è il 3 maggio, le manderò la piantina entro domani.", date(2026, 4, 29)),
        ("A visita é a 3 de maio e vou enviar a planta amanhã.", date(2026, 4, 29)),
        ("Envio-lhe a planta na segunda-feira.", date(2026, 5, 4)),
    ],
)
def test_of_several_days_the_one_of_the_promise_counts(sentence: str, due: date) -> None:
    assert due_of(sentence, TUESDAY)[0] == due
