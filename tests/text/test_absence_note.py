"""Notes of absence by their text: what says more than that somebody is away is a person's letter."""

import pytest

from lib.context.text.mail.absence_note import LONGEST, is_absence_note
from lib.context.text.mail.automatic_mail import is_automatic

NOTES = [
    "", " \n",
    "I'm away until Tuesday.",
    "Hello,\n\nI am out of the office from 3 May until Monday 10 May.\nFor urgent matters please contact Dr. Paul "
    "Stein (paul@berg.example).\n\nKind regards\nAnn Berg\nBerg GmbH\nTel. 030 123\n",
    "Thank you for your message. I'm on annual leave and will be back in the office on Monday 12 May. Your e-mail will "
    "not be forwarded. In urgent cases please call Ms Stone on 020 123.",
    "I am out of office until 12/05 with limited\naccess to my mail.\n\n> Dear Ann, when do we sign?",
    "Guten Tag,\n\nvielen Dank für Ihre Nachricht. Ich bin bis zum 12. Mai nicht im Büro und habe keinen Zugriff auf "
    "meine E-Mails.\nIn dringenden Fällen wenden Sie sich bitte an Frau Stein.\n\nMit freundlichen Grüßen\nPaul Berg",
    "Bonjour,\n\nJe suis absente du bureau jusqu’au 12 mai. Je prendrai connaissance de votre message à mon retour.\n"
    "En cas d’urgence, veuillez contacter M. Petit au 01 23 45.\n\nCordialement,\nAnne",
    "Hola:\n\nEstaré fuera de la oficina hasta el 12 de mayo. Responderé a su mensaje a mi regreso. Para asuntos "
    "urgentes, póngase en contacto con Luis.\n\nSaludos,\nAna",
    "Buongiorno,\n\nsono fuori ufficio fino al 12 maggio. Per urgenze potete contattare Luca.\n\nCordiali saluti\nAnna",
    "Olá,\n\nEstou ausente do escritório até 12 de maio. Em caso de urgência, contacte o Rui.\n\nCumprimentos,\nAna",
    "Ik ben afwezig tot 12 mei. Bij dringende zaken belt u Jan.\n\nMet vriendelijke groet,\nPiet",
    "Jeg er ikke på kontoret før mandag. Ved hastetilfælde ring til Lars.\n\nVenlig hilsen\nMette",
]  # fmt: skip
LETTERS = [
    "I saw this on your calendar. Does it mean that Friday is off?",
    "I am out of the office on Friday. We take the flat.",
    "I'm out of the office this week, my new number is 0171 234.",
    "We are back from our trip on Monday and we want to sign then.",
    "We are away on holiday in July, that is why the move has to be in June.",
    "Thank you for your message. We would like to sign.",
    "I will call when you are back on Monday.",
    "Enjoy your holiday!",
    "Ich bin ab morgen im Urlaub. Die Küche hätten wir gern in Weiß.",
    "Ich bin am Freitag nicht im Büro, geht es auch am Montag?",
    "Nous sommes absents vendredi. Merci de déplacer la visite à lundi.",
    "Estaré fuera de la oficina el viernes. ¿Podemos vernos el lunes?",
    "Sono fuori ufficio venerdì. La proposta va bene, firmiamo lunedì.",
    "Estou de férias em agosto. Preferimos a casa com jardim.",
    "Ik ben vrijdag afwezig, kunnen we maandag bellen?",
    "Hvad betyder det?",
    "I am away until Monday. " * (LONGEST // 20),
]


@pytest.mark.parametrize("text", NOTES, ids=[text[:30] for text in NOTES])
def test_a_text_that_says_that_its_author_is_away_and_no_more_is_a_note(text: str) -> None:
    assert is_absence_note(text)


@pytest.mark.parametrize("text", LETTERS, ids=[text[:30] for text in LETTERS])
def test_a_text_that_says_more_is_a_letter(text: str) -> None:
    assert not is_absence_note(text)


@pytest.mark.parametrize(
    "subject",
    [
        "OOO: what does it mean?", "Vacation reply", "Afwezig: vrijdag", "Autosvar", "Fuera de la oficina",
        "Out of office", "Abwesend: Freitag", "Automatic reply", "Automatic reply: ", "[EXTERNAL] Fuori sede",
        "Absent du bureau - vendredi", "Fora do escritório (sexta)", "外出",
    ],
)  # fmt: skip
def test_under_a_subject_that_persons_write_too_the_text_decides(subject: str) -> None:
    assert is_automatic(subject, "I am out of the office until Monday.")
    assert is_automatic(subject, "")
    assert not is_automatic(subject, "I am out of the office on Friday. We take the flat.")


@pytest.mark.parametrize("subject", ["Re: Your offer", "AW: Ihr Angebot", "RE: AW: Haus", "Sv: Huset", "R\u00e9f"])
@pytest.mark.parametrize("text", NOTES, ids=[text[:30] for text in NOTES])
def test_under_a_subject_of_a_reply_only_what_no_person_writes_is_a_note(subject: str, text: str) -> None:
    is_sure = bool(text.strip()) and not text.startswith(("I'm away until Tuesday", "I am out of office until 12/05"))
    assert is_automatic(subject, text) == (is_sure and subject != "R\u00e9f")


@pytest.mark.parametrize(
    "text",
    [
        *LETTERS[:-1],
        "I am away until Monday.",
        "Thanks for your message. I am on holiday until Monday. I will reply then.",
        "I am away until Monday. If it is urgent, please call my wife on 0151 222.",
        "Danke für Ihre Nachricht. Ich bin bis Montag im Urlaub. In dringenden Fällen rufen Sie bitte meinen Mann an.",
        "Sono fuori ufficio fino a lunedì, per urgenze chiami mio fratello.",
        "Ich bin bis Montag nicht im Büro und habe keinen Zugriff auf meine E-Mails.",
        "> When do you want to sign?\n",
        "",
    ],
)
def test_a_persons_answer_is_never_a_note(text: str) -> None:
    assert not is_automatic("Re: Your offer", text)
