"""Words of change: another value of the same thing, a thing that is left, an open one that is done with."""

import pytest

from lib.context.evidence.changes import is_changed_value, says_otherwise
from lib.context.evidence.ended_states import is_over, leaves, settles
from lib.context.evidence.same_subject import same_subject


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We expect ninety people.", "The list has grown, it is down to 64 now."),
        ("Es kommen etwa 40 Gäste.", "Mittlerweile sind wir 52 Personen."),
        ("Nous attendons 25 convives.", "Finalement ce sera trente."),
        ("Os convidados são 80.", "Subimos para 95."),
        ("The wedding is on 4 June.", "The registrar has postponed us to 11 June."),
        ("La cena è il 3 marzo.", "La cena è stata rinviata al 10 marzo."),
        ("La cena es el sábado 16 de mayo.", "La pasamos al domingo 24."),
        ("Payable within 30 days.", "From now on we need the money within 14 days."),
        ("The house is blue.", "The house is red now."),
        ("Ich arbeite bei der Post.", "Jetzt bin ich bei der Bahn angestellt."),
        ("I am free on Mondays.", "I can only make it on Fridays now."),
        ("Please write to me.", "You can call me now, my hearing is better."),
        ("A garden flat in Clifton.", "We are now looking in Easton instead."),
    ],
)
def test_a_word_of_change_with_the_same_kind_of_value_speaks_of_the_same_thing(old: str, new: str) -> None:
    assert is_changed_value(old, new, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We expect ninety people.", "We have 12 boats now."),
        ("We expect ninety people.", "Our budget is now 5,000 euros."),
        ("We expect ninety people.", "It will be 64."),
        ("We married on 4 June.", "We now leave on 11 July."),
        ("We married on 4 June.", "We moved to Bristol on 3 May."),
        ("Lives in Rome.", "We now have a boat in Genoa."),
        ("I am free on Mondays.", "We have a dog now."),
        ("I work at the mill.", "My brother now works at the docks."),
        ("I work at the mill.", "If they asked me I would work at the docks now."),
    ],
)
def test_a_word_of_change_about_another_thing_or_another_person_does_not(old: str, new: str) -> None:
    assert not is_changed_value(old, new, new)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The March invoice is overdue.", "The money came in this morning."),
        ("Die Miete für Mai ist noch nicht bezahlt.", "Das Geld ist gestern eingegangen."),
        ("Votre facture est impayée.", "Le virement est fait."),
        ("La fattura è insoluta.", "Abbiamo saldato: il bonifico è arrivato."),
        ("The lift is broken.", "The lift has been repaired."),
        ("Die Heizung ist kaputt.", "Die Heizung läuft wieder."),
        ("La caldera está averiada.", "La caldera vuelve a funcionar."),
        ("I am looking for a cottage.", "We have bought a cottage, thank you."),
        ("Procuro um apartamento.", "Já encontrei um apartamento."),
        ("The invoice is unpaid.", "All settled, thanks."),
        ("The projector was broken all morning.", "With the credit note the matter is closed for me."),
        ("Le vidéoprojecteur était en panne.", "Avec l'avoir, l'affaire est close pour moi."),
    ],
)
def test_what_was_owed_faulty_or_sought_is_over_with_words_of_settling(text: str, quote: str) -> None:
    assert settles(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The March invoice is overdue.", "We paid the plumber."),
        ("The March invoice is overdue.", "The money has not arrived."),
        ("The March invoice is overdue.", "The money will be paid tomorrow."),
        ("The March invoice is overdue.", "My brother has paid the invoice of his own flat."),
        ("The invoice of 300 euros is overdue.", "I paid the invoice of 120 euros."),
        ("The lift is broken.", "The lift was repaired but it is broken again."),
        ("The lift is broken.", "The matter is not closed."),
        ("The lift is broken.", "If the lift is repaired we stay."),
        ("The lift is broken.", "The car has been repaired."),
        ("I am looking for a cottage.", "I am still looking, I have found a good school."),
        ("I am looking for a cottage.", "All fine here, thanks."),
        ("We eat no meat.", "All settled, thanks."),
    ],
)
def test_another_thing_a_promise_a_condition_or_a_relapse_settles_nothing(text: str, quote: str) -> None:
    assert not settles(text, quote)


@pytest.mark.parametrize(
    ("text", "quote", "is_left"),
    [
        ("Works at the bakery.", "I have left the bakery.", True),
        ("Spielt Trompete.", "Die Trompete habe ich aufgegeben.", True),
        ("Clifton, ideally.", "We looked at Clifton but Clifton is too expensive.", True),
        ("Owns a boat.", "The boat, we have sold it.", True),
        ("Works at the bakery.", "I still work at the bakery.", False),
        ("Works at the bakery.", "I left my umbrella on the bus.", False),
        ("Left the bakery in May.", "I have left the bakery.", False),
    ],
)
def test_what_is_left_is_not_said_again(text: str, quote: str, is_left: bool) -> None:
    assert leaves(text, quote) == is_left


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Owns a boat.", "We sold our boat last year."),
        ("Lives in Rome.", "We left Rome last year."),
        ("Lives in Rome.", "I lived in Rome as a student."),
        ("Married to Paul.", "I divorced Paul in May."),
        ("Has a dog.", "Our dog died last week, sadly."),
        ("Is employed at Bosch.", "I lost my job at Bosch."),
        ("Runs a bakery.", "I closed the bakery last year."),
        ("Has a car.", "My car was stolen."),
        ("Is interested in the villa.", "We lost interest in the villa."),
        ("Accepted the offer.", "We rejected the offer."),
        ("Is happy with the service.", "I am unhappy with the service."),
        ("Ist mit dem Service unzufrieden.", "Ich bin mit dem Service zufrieden."),
        ("Ist Mitglied im Turnverein.", "Ich bin aus dem Turnverein ausgetreten."),
        ("Besitzt das Haus in Bath.", "Wir haben das Haus in Bath verkauft."),
        ("Wohnt in Rom.", "Als Studentin wohnte ich in Rom."),
        ("Possède la maison à Nice.", "Nous avons vendu la maison à Nice."),
        ("Tiene un barco.", "Vendimos el barco el año pasado."),
        ("Vive a Roma.", "Da studente vivevo a Roma."),
        ("Mora em Roma.", "Morava em Roma quando estudava."),
    ],
)
def test_what_has_ended_is_no_ground_for_what_is(text: str, quote: str) -> None:
    assert is_over(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sold the house in Bath.", "We sold the house in Bath."),
        ("Looks for a house.", "We sold the boat and now look for a house."),
        ("Lives in Rome.", "We left Milan and live in Rome now."),
        ("Is retired.", "I retired from Bosch in May."),
        ("Is happy with the flat.", "I was unhappy with the old one, I am happy with the flat."),
        ("Looks for a bigger flat.", "We left the old flat and look for a bigger flat now."),
        ("Lives in Rome.", "I have lived in Rome for ten years."),
        ("Worked for the NHS.", "I worked for the NHS for ten years."),
        ("Has the house in Bath.", "We want the house in Bath sold by May."),
        ("Sucht eine Wohnung.", "Wir haben das Haus verkauft und suchen eine Wohnung."),
    ],
)
def test_what_goes_on_or_is_only_wanted_has_not_ended(text: str, quote: str) -> None:
    assert not is_over(text, quote)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Our mortgage is approved.", "The mortgage was refused."),
        ("Die Besichtigung ist bestätigt.", "Die Besichtigung ist leider abgesagt."),
        ("Le prêt est accepté.", "Le prêt est refusé."),
        ("La cita está confirmada.", "La cita está cancelada."),
        ("Il mutuo è approvato.", "Il mutuo è stato respinto."),
        ("O empréstimo foi aprovado.", "O empréstimo foi recusado."),
    ],
)
def test_the_opposite_of_what_stood_of_the_same_thing_is_about_it(old: str, new: str) -> None:
    assert same_subject(old, new, [new])
    assert not same_subject(old, "The parcel was refused.", [])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("My father eats everything.", "My father has been diagnosed as coeliac, nothing with gluten for him."),
        ("We want to sell the boat.", "The boat we are keeping after all."),
        ("I keep the books at Brightwell.", "Sarah has taken over the books at Brightwell."),
        ("Unsere Tochter ist Vegetarierin.", "Unsere Tochter isst seit Weihnachten wieder Fleisch."),
        ("Wir wollen das Haus im Frühjahr verkaufen.", "Den Verkauf haben wir auf das nächste Jahr vertagt."),
        ("Nous voulons louer le studio à un étudiant.", "Le studio, nous le gardons finalement pour notre fils."),
        ("Sono il presidente della Pro Loco.", "Mi sono dimesso da presidente della Pro Loco."),
    ],
)
def test_words_that_tell_a_change_do_not_say_it_again(text: str, quote: str) -> None:
    assert says_otherwise(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Works at Halden.", "I now work at Halden as a nurse."),
        ("We want to sell the boat.", "We still want to sell the boat."),
        ("Budget is 400,000.", "Our budget is now 400,000."),
        ("Hat einen Hund.", "Wir haben jetzt einen Hund und keinen Garten."),
        ("Habite à Brest.", "J'habite maintenant à Brest."),
        ("Vive en Gijón.", "Ahora vivo en Gijón, ya no en Oviedo."),
        ("Cerca casa a Recco.", "Adesso cerchiamo casa a Recco."),
        ("Mora em Aveiro.", "Agora moro em Aveiro."),
    ],
)
def test_a_word_of_change_beside_its_own_words_says_it_again(text: str, quote: str) -> None:
    assert not says_otherwise(text, quote)
