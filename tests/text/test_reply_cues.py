"""Whether a message waits for an answer, in many languages; sentences written for this test."""

import pytest

from lib.context.text.mail.automatic_mail import is_automatic
from lib.context.text.reply_cues import Cue, reply_cue

ASKING = """
We have not had a reply from you yet.
There is no hurry, but do tell me whether the cat may come.
Bisher keine Antwort von Ihnen.
Uns fehlt noch die Abrechnung für März.
Je suis toujours sans réponse de votre part.
Seguimos sin noticias suyas.
Quedamos pendientes de su llamada.
Attendiamo un vostro cenno.
Ainda não recebemos resposta.
Are we all set for Friday?
There is no need for a garage. Could you send the plan?
All good here. When can we sign?
Please sign and return.
I prefer the blue tiles, please confirm.
Two more chairs, please.
Thank you for the plans, please send me the price list.
Please call me back.
Send me the price list.
Hi Tom, send me the price list when you can
Let me
know, thanks.
I'm waiting for your answer.
We need an answer by Friday.
Never mind the garage, but when can we move in?
Thanks! I would like to know the price
How are you? Did the bank call?
bitte rufen Sie mich zurück
Könnten Sie mir den Grundriss schicken
Schick mir bitte die Liste
Wann können wir unterschreiben
Warte noch auf Ihre Antwort
Veuillez me rappeler demain.
Merci de me confirmer le rendez-vous
Pourriez-vous m'envoyer le plan
J'attends votre réponse
¿Cuándo podemos firmar?
Envíeme la lista de precios, por favor
Mándame el plano
Le ruego que me llame
Mi mandi il listino
Mi faccia sapere
Resto in attesa di una sua risposta
Pode enviar-me a lista de preços
Envie-me a lista
Fico a aguardar a sua resposta
Je vous prie de bien vouloir signer le contrat.
Nous vous prions de nous envoyer le plan.
Peço que me confirme a visita.
Pedimos o envio da lista de preços.
Le pido que me llame.
Le agradecería que me llamara.
Chiedo che mi richiami.
Chiediamo la conferma dell'appuntamento.
Your signature is needed on page 3.
Ich möchte Sie bitten, mich zurückzurufen.
Please find out whether the lift works.
Ring venligst til mig.
Vänligen ring mig i morgon.
Soittakaa minulle.
Prosimy o przesłanie cennika.
Prosím, zavolejte mi zítra.
Kérem, hívjon vissza.
Vă rog să mă sunați.
Lütfen beni arayın.
Пожалуйста, перезвоните мне.
Будь ласка, передзвоніть мені.
Παρακαλώ τηλεφωνήστε μου.
请把价格表发给我。
何時に伺えばよいですか。
가격표를 보내 주세요.
""".strip().replace("Let me\nknow", "Let me¶know").split("\n")  # fmt: skip
SILENT = """
Please find the signed contract attached.
Please find here our offer.
If anything is unclear, call us.
Si quelque chose n'est pas clair, appelez-moi.
Si algo no queda claro, llámeme.
Je vous prie d'agréer mes salutations distinguées.
Je vous prie de croire à mes sentiments distingués.
Peço desculpa pelo atraso.
Chiedo scusa per il ritardo.
Ich bitte um Entschuldigung.
Прошу прощения за задержку.
请见附件。
よろしくお願いします。
Thanks, see you on the day.
How are you?
Wie geht es Ihnen?
Please find attached the plan.
Anbei finden Sie den Plan. Bitte beachten Sie Seite 2.
Our budget is 500k.
We prefer the room with the balcony, please.
Am liebsten das Zimmer mit Balkon, bitte.
Nous préférons la chambre avec balcon, s'il vous plaît.
Preferimos la habitación con balcón, por favor.
Preferiamo la camera con balcone, per favore.
Preferimos o quarto com varanda, por favor.
Call you tomorrow.
It's best to call me in the evening, I teach in the mornings.
I send you the plan tomorrow.
If you have any questions, please call me.
If you would no longer like our letters, please write to the office.
Thank you for sending me your thoughts from the meeting.
The colours are sure to please everybody.
My friends say you can call me Birdie.
Please bear with us until Monday.
Bei Fragen rufen Sie mich bitte an.
Our address is https://orb.example/?page=2
Merci de votre aide.
Je vous envoie le plan demain.
Le envío el plano mañana.
Ti mando il listino domani.
Envio a lista amanhã.
""".strip().split("\n")
CLOSING = """
Nothing to do on your side.
That answers my question, thanks.
Damit ist meine Frage beantwortet.
Sie müssen nichts mehr tun.
Cela répond à ma question, merci.
Eso responde a mi pregunta.
Ya no hace falta.
Questo risponde alla mia domanda.
Isso responde à minha pergunta.
Never mind, found it.
When do we meet? Never mind, found it.
No reply needed.
All sorted, thanks.
Hat sich erledigt, danke.
C'est bon, laissez tomber.
Ya está resuelto.
Tutto a posto, grazie.
Já está resolvido.
""".strip().split("\n")
CASES = [(text.replace("¶", "\n"), "asks") for text in ASKING] + [(text, None) for text in SILENT]
CASES += [(text, "closes") for text in CLOSING]


@pytest.mark.parametrize(("text", "cue"), CASES, ids=[text[:40] for text, _ in CASES])
def test_the_last_sentence_that_says_so_decides(text: str, cue: Cue | None) -> None:
    assert reply_cue(text) == cue


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: House", "Out of Office: House", "Abwesenheitsnotiz: Haus", "Réponse automatique : Maison",
        "Respuesta automática: Casa", "Risposta automatica: Casa", "Resposta automática: Casa", "Autosvar: Hus",
        "Automatisch antwoord: Huis", "Automaattinen vastaus: Talo", "Odpowiedź automatyczna: Dom", "自動応答: 家",
        "Автоматический ответ: Дом", "Undeliverable: House", "Mail delivery failed: returning message to sender",
        "Delivery Status Notification (Failure)", "Unzustellbar: Haus", "Returned mail: see transcript for details",
    ],
)  # fmt: skip
def test_absence_notes_and_delivery_reports_are_automatic_whatever_they_say(subject: str) -> None:
    assert is_automatic(subject, "When do we sign?")


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("Accepted: Viewing @ Fri 8 May", "", True),
        ("Accepted: Viewing", "Ann Lee has accepted this invitation.\n", True),
        ("Accepted: your offer of 450,000", "We are happy to take it. When do we sign?", False),
        ("Zugesagt: Besichtigung", "  \n", True),
        ("Gelesen: Angebot", "Ihre Nachricht wurde am 3. Mai gelesen.", True),
        ("Declined: your offer", "It is too low for us.", False),
        ("Out of office next week", "Can we meet on Thursday instead?", False),
        ("Absent-minded as I am", "I forgot the keys.", False),
        ("", "", False),
        ("Delivery failure", "The sofa never came.", False),
        ("Delivery delayed: sofa", "When will my sofa come?", False),
        ("Delivery report: the piano", "The men scratched it. Who pays?", False),
        ("Delivery delayed: offer", "Delivery is delayed to these recipients or groups:", True),
        ("Delivery has failed: offer", "Delivery has failed to these recipients or groups:", True),
        ("[EXTERNAL] Automatic reply: House", "I am away.", True),
        ("EXT: [Extern] Abwesenheitsnotiz: Haus", "Ich bin weg.", True),
        ("[EXT] Accepted: Viewing", "", True),
        ("[EXT] Accepted: your offer", "When do we sign?", False),
        ("Ext: a question on the flat", "Is it free?", False),
        ("Olevererbart: erbjudande", "Meddelandet kunde inte levereras.", True),
        ("Re: Automatic reply: Offer", "When you are back: we take the flat.", False),
        ("Returned mail", "Your letter came back, our new address is Mill Lane 4.", False),
        ("Undelivered", "The parcel with the tiles has not come.", False),
        ("failure notice", "Hi. This is the qmail-send program at mail.example.", True),
        ("Delivery failure", "Your message to ann@berg.example couldn't be delivered.", True),
        ("Accepted: the terms", "the meeting with the bank went well, they lend us 300,000.", False),
        ("Accepted: offer", "When: 3 May we can move in. Where do we get the keys?", False),
        ("Accepted: offer", "This meeting was a joy. We take the flat.", False),
        ("Cancelled: Friday", "The meeting on Friday does not suit us, Monday?", False),
        ("Read: your plan", "Your mail made us think. We want two baths.", False),
        ("Gelesen: Ihr Plan", "Ihre Nachricht hat uns gefreut. Wir wollen zwei Bäder.", False),
        ("Lu : votre plan", "Votre message nous a plu. Il nous faut deux bains.", False),
        ("Read: your plan", "Your message\n\nTo: Ann\n\nwas read on 3 May.", True),
        ("Cancelled: Viewing", "When: Friday, 8 May 2026 10:00-11:00\nWhere: Mill Lane", True),
        ("Einladung: Besichtigung", "Sie wurden zu folgendem Termin eingeladen.", True),
        ("Akseptert: Visning", "", True),
        ("수락됨: 방문", "", True),
        ("[Auto-Reply] House", "I am away.", True),
        ("AUTO: Ann Berg is out of the office (returning 12 May)", "I am away.", True),
        ("Re: Automatic reply: House", "So I shall write to her on Monday.", False),
    ],
)
def test_a_letter_of_a_person_is_never_automatic(subject: str, body: str, expected: bool) -> None:
    assert is_automatic(subject, body) is expected
