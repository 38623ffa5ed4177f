"""What is planned, hoped or wanted is not told as done or as so, in six languages; what is so beside a plan is."""

import pytest

from lib.context.evidence.plans.planned import is_only_planned
from tests.context.test_policy import mail, rule
from tests.support.site import add

ONLY_PLANNED = """
I hope to retire next year. | Is retired.
I hope to retire next year. | Retired.
We will move to Porto. | Moved to Porto.
We will move to Porto. | Lives in Porto.
We are moving to Porto in June. | Lives in Porto.
We are moving to Porto in June. | Has moved to Porto.
We're planning to buy a dog. | Has a dog.
We are thinking of selling the boat. | Sold the boat.
I would love to become a vegetarian. | Is a vegetarian.
I'm about to start at Halden. | Works at Halden.
We're getting married in June. | Got married in June.
We want to sell up and move to Porto. | Moved to Porto.
We hope that we live in Porto soon. | Lives in Porto.
I intend to quit my job. | Quit the job.
We plan to open a second shop. | Has opened a second shop.
We expect to have moved by June. | Has moved.
Ich hoffe, nächstes Jahr in Rente zu gehen. | Ist in Rente.
Wir werden nach Porto ziehen. | Ist nach Porto gezogen.
Wir werden nach Porto ziehen. | Wohnt in Porto.
Wir ziehen im Juni nach Porto. | Wohnt in Porto.
Wir wollen uns einen Hund anschaffen. | Hat einen Hund.
Wir haben vor, das Boot zu verkaufen. | Hat das Boot verkauft.
Wir heiraten im Juni. | Hat im Juni geheiratet.
Ich möchte Vegetarier werden. | Ist Vegetarier.
Ich überlege, bei Halden anzufangen. | Arbeitet bei Halden.
J'espère prendre ma retraite l'an prochain. | Est à la retraite.
Nous allons déménager à Porto. | A déménagé à Porto.
Nous allons déménager à Porto. | Habite à Porto.
Nous comptons acheter un chien. | A un chien.
Nous envisageons de vendre le bateau. | A vendu le bateau.
Nous déménageons à Porto en juin. | Habite à Porto.
Je voudrais devenir végétarienne. | Est végétarienne.
Je vais commencer chez Halden. | Travaille chez Halden.
Nous achèterons une maison à Nantes. | A acheté une maison à Nantes.
Espero jubilarme el año que viene. | Está jubilado.
Vamos a mudarnos a Oporto. | Se mudó a Oporto.
Vamos a mudarnos a Oporto. | Vive en Oporto.
Pensamos comprar un perro. | Tiene un perro.
Queremos vender el barco. | Ha vendido el barco.
Nos casamos en junio. | Está casado.
Quiero hacerme vegetariana. | Es vegetariana.
Voy a empezar en Halden. | Trabaja en Halden.
Spero di andare in pensione l'anno prossimo. | È in pensione.
Ci trasferiremo a Porto. | Si è trasferita a Porto.
Ci trasferiremo a Porto. | Vive a Porto.
Pensiamo di comprare un cane. | Ha un cane.
Vogliamo vendere la barca. | Ha venduto la barca.
Ci sposiamo a giugno. | Si sono sposati a giugno.
Vorrei diventare vegetariana. | È vegetariana.
Sto per iniziare alla Halden. | Lavora alla Halden.
Espero reformar-me no próximo ano. | Está reformado.
Vamos mudar-nos para o Porto. | Mudou-se para o Porto.
Vamos mudar-nos para o Porto. | Vive no Porto.
Pensamos comprar um cão. | Tem um cão.
Queremos vender o barco. | Vendeu o barco.
Quero tornar-me vegetariana. | É vegetariana.
Vou começar na Halden. | Trabalha na Halden.
Wir werden nach Porto ziehen. | Moved to Porto.
Wir wollen einen Hund kaufen. | Has a dog.
Nous allons déménager à Porto. | Lives in Porto.
My aim is to own a flat in Leeds. | Owns a flat in Leeds.
It's our dream to live by the sea. | Lives by the sea.
We have decided to buy a house in Hove. | Bought a house in Hove.
We'll be renting a house in Hove from May. | Rented a house in Hove.
I'm hoping my visa comes through. | Visa came through.
My daughter will study in Lyon. | Daughter has studied in Lyon.
We are in the process of selling the shop. | Sold the shop.
I should be joining Merrow in June. | Joined Merrow.
I ought to stop smoking. | Stopped smoking.
I promised my wife to stop smoking. | Stopped smoking.
I can't wait to move to Bath. | Moved to Bath.
We could buy the boat. | Bought the boat.
The plan is that we open a café. | Opened a café.
We're to be married in May. | Is married.
Wir möchten gern nach Bremen umziehen. | Ist nach Bremen umgezogen.
Mein Traum ist ein Haus am See. | Hat ein Haus am See.
Wir haben uns entschlossen, ein Haus zu kaufen. | Hat ein Haus gekauft.
Ich werde bald Vater. | Ist Vater.
Ich will mit dem Rauchen aufhören. | Hat mit dem Rauchen aufgehört.
Ich kündige Ende des Monats. | Hat gekündigt.
Notre rêve est d'avoir une maison en Bretagne. | A une maison en Bretagne.
Nous avons décidé d'acheter une maison. | A acheté une maison.
Je quitterai mon poste en mai. | A quitté son poste.
On va adopter un chat. | A un chat.
Je suis sur le point de signer. | A signé.
Je devrais arrêter de fumer. | A arrêté de fumer.
Nuestro sueño es tener una casa en la costa. | Tiene una casa en la costa.
Hemos decidido comprar una casa. | Compró una casa.
Dejaré mi puesto en mayo. | Dejó su puesto.
Estamos a punto de firmar. | Ha firmado.
Me gustaría vivir en Cádiz. | Vive en Cádiz.
Il nostro sogno è avere una casa al mare. | Ha una casa al mare.
Abbiamo deciso di comprare una casa. | Ha comprato una casa.
Lascerò il lavoro a maggio. | Ha lasciato il lavoro.
Stiamo per firmare. | Ha firmato.
Mi piacerebbe vivere a Trieste. | Vive a Trieste.
O nosso sonho é ter uma casa na praia. | Tem uma casa na praia.
Decidimos comprar uma casa. | Comprou uma casa.
Vou deixar o emprego em maio. | Deixou o emprego.
Estamos quase a assinar. | Assinou.
Gostava de viver em Lagos. | Vive em Lagos.
""".strip()
SAID = """
We will move to Porto. | Plans to move to Porto.
We will move to Porto. | Is moving to Porto.
We moved to Porto and hope to buy a house there. | Moved to Porto.
We want to sell our house in Lyon. | Has a house in Lyon.
We want to sell our house in Lyon. | Owns a house in Lyon.
We want to stay in Bristol. | Lives in Bristol.
I want to leave Halden. | Works at Halden.
We'd like to spend up to 300,000. | Has a budget of 300,000.
We'd like a house. | Is interested in a house.
We'll be twenty guests. | Are twenty guests.
We will be 20 on Saturday. | Is a party of 20 on Saturday.
As a retired teacher I want a quiet flat. | Is a retired teacher.
I will be available on Monday. | Is available on Monday.
We have two dogs and want a garden. | Has two dogs.
We want a garden and we have two dogs. | Has two dogs.
We've moved to Porto. | Lives in Porto.
I'm retired and plan to travel. | Is retired.
My husband retired in May, so we want to sell. | Husband has retired.
We would like a quiet table. | Prefers a quiet table.
The wedding will be on 12 June. | Wedding is on 12 June.
We sold the boat and will buy a car. | Sold the boat.
We got married in June. | Got married in June.
We will bring our dog. | Has a dog.
I am vegetarian and will bring my own food. | Is vegetarian.
Wir haben zwei Hunde und wollen einen Garten. | Hat zwei Hunde.
Wir wollen unser Haus in Kassel verkaufen. | Hat ein Haus in Kassel.
Wir sind nach Porto gezogen. | Wohnt in Porto.
Ich bin in Rente und möchte reisen. | Ist in Rente.
Wir wollen nach Porto ziehen. | Will nach Porto ziehen.
Wir haben das Boot verkauft und wollen reisen. | Hat das Boot verkauft.
Die Hochzeit wird am 12. Juni sein. | Die Hochzeit ist am 12. Juni.
Wir ziehen im Juni nach Porto. | Zieht im Juni nach Porto.
Nous avons deux chiens et voulons un jardin. | A deux chiens.
Nous voulons vendre notre maison à Lyon. | A une maison à Lyon.
Nous avons déménagé à Porto et cherchons une école. | A déménagé à Porto.
Je suis retraitée et j'aimerais voyager. | Est retraitée.
Nous aimerions un jardin. | Veut un jardin.
Tenemos dos perros y queremos un jardín. | Tiene dos perros.
Queremos vender nuestra casa de Lugo. | Tiene una casa en Lugo.
Estoy jubilado y quiero viajar. | Está jubilado.
Queremos un jardín y tenemos dos perros. | Tiene dos perros.
Nos mudamos a Oporto en mayo pasado. | Se mudó a Oporto.
Abbiamo due cani e vogliamo un giardino. | Ha due cani.
Vogliamo vendere la nostra casa a Lucca. | Ha una casa a Lucca.
Sono in pensione e vorrei viaggiare. | È in pensione.
Ci siamo trasferiti a Porto. | Vive a Porto.
Temos dois cães e queremos um jardim. | Tem dois cães.
Queremos vender a nossa casa em Braga. | Tem uma casa em Braga.
Estou reformado e quero viajar. | Está reformado.
Vendemos o barco e vamos comprar um carro. | Vendeu o barco.
Wir wollen bis zu 300.000 Euro ausgeben. | Has a budget of 300,000 euros.
We have decided to buy a house in Hove. | Has decided to buy a house in Hove.
I already own a flat in Leeds and would like a second one. | Owns a flat in Leeds.
My daughter studied in Lyon and will come home. | Daughter studied in Lyon.
We signed the contract, we'll pick up the keys on Monday. | Signed the contract.
I stopped smoking and hope it lasts. | Stopped smoking.
We live in Leeds but hope to move. | Lives in Leeds.
I work at Merrow and want to stay. | Works at Merrow.
My wife is pregnant, we'll need a bigger flat. | Wife is pregnant.
We have three children who will start school. | Has three children.
I'd like to pay by card. | Prefers to pay by card.
We will pay by transfer. | Pays by transfer.
Our son will need a high chair. | Son needs a high chair.
I will call on Monday. | Calls on Monday.
We have a meeting on Monday and will decide then. | Has a meeting on Monday.
I've been a vegetarian for years and plan to stay one. | Is a vegetarian.
We need to sell before we can buy. | Must sell before buying.
We are looking for a flat in Leeds. | Looking for a flat in Leeds.
I'm a nurse and I'm looking for a flat. | Is a nurse.
I'm a nurse looking for a flat. | Is a nurse.
Having sold the shop, we want to travel. | Sold the shop.
Since we moved to Bath we want a garden. | Moved to Bath.
Wir wohnen in Bremen und suchen etwas Größeres. | Wohnt in Bremen.
Ich habe gekündigt und will mich selbständig machen. | Hat gekündigt.
Als Krankenpfleger möchte ich nah an der Klinik wohnen. | Ist Krankenpfleger.
Meine Frau ist schwanger, wir brauchen bald mehr Platz. | Frau ist schwanger.
Wir möchten gern per Karte zahlen. | Zahlt per Karte.
Ich werde am Montag anrufen. | Ruft am Montag an.
Seit wir in Bremen wohnen, wollen wir einen Garten. | Wohnt in Bremen.
J'habite à Brest et je cherche plus grand. | Habite à Brest.
Je suis infirmière et je voudrais un studio. | Est infirmière.
Ma femme est enceinte, il nous faudra plus grand. | Sa femme est enceinte.
Nous paierons par virement. | Paie par virement.
J'ai arrêté de fumer et j'espère tenir. | A arrêté de fumer.
Vivo en Gijón y quiero algo más grande. | Vive en Gijón.
Soy enfermera y quisiera un estudio. | Es enfermera.
He dejado de fumar y espero aguantar. | Ha dejado de fumar.
Pagaremos por transferencia. | Paga por transferencia.
Abito a Pisa e cerco qualcosa di più grande. | Abita a Pisa.
Sono infermiera e vorrei un monolocale. | È infermiera.
Ho smesso di fumare e spero di resistere. | Ha smesso di fumare.
Pagheremo con bonifico. | Paga con bonifico.
Moro em Aveiro e quero algo maior. | Mora em Aveiro.
Sou enfermeira e queria um estúdio. | É enfermeira.
Deixei de fumar e espero aguentar. | Deixou de fumar.
Pagaremos por transferência. | Paga por transferência.
""".strip()


def told_as_so(pairs: str) -> dict[str, bool]:
    """Whether each "quote | statement" only plans what the statement tells as done or as so."""
    return {pair: is_only_planned(pair.split(" | ")[1], [pair.split(" | ")[0]]) for pair in pairs.split("\n")}


def test_a_plan_does_not_say_that_it_is_done() -> None:
    assert [pair for pair, is_planned in told_as_so(ONLY_PLANNED).items() if not is_planned] == []


def test_what_is_so_may_be_told_beside_a_plan_and_a_plan_as_a_plan() -> None:
    assert [pair for pair, is_planned in told_as_so(SAID).items() if is_planned] == []


@pytest.mark.parametrize("text", ["Lives in Porto.", "Moved to Porto."])
def test_a_proposal_that_tells_a_plan_as_done_is_set_aside(text: str) -> None:
    words = "We hope to sell up here and move to Porto."
    assert rule((), add(text, words), mail("m1", words)) == ("rejected", "only_planned")
    assert rule((), add("Hopes to move to Porto.", words), mail("m1", words)) == ("applied", "new")
