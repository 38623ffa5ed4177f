"""Remains of quoted-printable are read as the signs they stand for; what only looks like them stays."""

import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.sources import interactions, reading
from lib.context.text.mail.quoted_printable import decoded
from lib.context.text.mail.segments import own_text
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

HOUSE = "We would like to see the house by the river"
RAW = {
    "Wir m=F6chten am Samstag kommen.": "Wir möchten am Samstag kommen.",
    "Wir m=C3=B6chten kommen=20\nund bleiben.": "Wir möchten kommen \nund bleiben.",
    f"{HOUSE} on Fri=\nday.=20": f"{HOUSE} on Friday. ",
    f"{HOUSE} on =\r\nFriday.\r\n": f"{HOUSE} on Friday.\r\n",
    "It=E2=80=99s 2 =3D 2 for us.": "It’s 2 = 2 for us.",
    f"> {HOUSE} on =\n> Friday.\nFine=20": f"> {HOUSE} on Friday.\nFine ",
    f"{HOUSE}, m=C3=\n=B6glichst.": f"{HOUSE}, möglichst.",
    "x = 5 for us, and =\n> wir m=F6chten=20": "x = 5 for us, and =\n> wir möchten ",
    "Prix : 450=A0000=A0=80.": "Prix : 450\xa0000\xa0€.",
}


@pytest.mark.parametrize(("body", "text"), RAW.items())
def test_escapes_and_soft_breaks_are_put_back(body: str, text: str) -> None:
    assert decoded(body) == text


@pytest.mark.parametrize(
    "body",
    [
        "See https://vale.example/a?b=20 for the plan.",
        "See https://vale.example/a?b=E4b&c=C3=A4 for it, a=b.",
        "1 + 1 =\n2",
        "Overview\n==========\nAll is well =)",
        "Total =20 pieces, rest = 5",
        "a=AB b=CD",
        "no mark at all",
        "=",
        "",
        "=00=1B",
    ],
)
def test_what_only_looks_like_it_stays(body: str) -> None:
    assert decoded(body) == body


WORDS = st.sampled_from(
    ("Wir möchten", "das Haus", "für 450.000 €", "l’été", "здесь", "am Fluß", "x = 3", "sehen", "と", "\n", "\n\n")
)


@given(st.lists(WORDS, min_size=8, max_size=40).map(" ".join))
def test_a_body_that_was_not_decoded_reads_as_it_was_written(text: str) -> None:
    text = f"Schöne Grüße vorab. {text}"
    encoded = quopri.encodestring(text.encode()).decode("ascii")
    assert decoded(encoded).split() == text.split()


def test_a_quote_of_encoded_words_is_kept_as_the_text_that_is_shown(database: Engine) -> None:
    site.install(database)
    body = "Wir m=F6chten ein Haus mit drei Zimmern und einem gro=DFen Garten, am liebs=\nten am Fluss.=20\n"
    site.write(database, "m1", f"{body}\nAm 6. Mai 2025 um 09:14 schrieb Nora =\n<n@vale.example>:=20\n\nPreis 5=20\n")
    reader = Scripted(answer(add("Möchte ein Haus am Fluss.", "am liebsten am Fluss")))
    refresh(database, ANNA, reader=reader, now=day(1))
    with read_only(database) as connection:
        (evidence,) = reads.facts(connection, ANNA)[0].evidence
    with reading(database) as connection:
        (shown,) = interactions(connection, ANNA, now=day(1))
    assert shown.body[evidence.start : evidence.end] == evidence.quote == "am liebsten am Fluss"
    assert (
        own_text(shown.body) == "Wir möchten ein Haus mit drei Zimmern und einem großen Garten, am liebsten am Fluss."
    )
    assert evidence.author == "contact"
