"""Bodies that came as MIME, and style sheets that stand before a text."""

from base64 import b64encode
from time import process_time

import pytest

from lib.context.text.mail.mime_text import text_part
from lib.context.text.mail.shown_body import own_words

IN_PARTS = """\
This is a multi-part message in MIME format.

------=_Part_12
Content-Type: text/plain;
\tcharset="{charset}"
Content-Transfer-Encoding: {encoding}

{text}
------=_Part_12
Content-Type: text/html

<p>We sold something else.</p>
------=_Part_12--
"""
FOLDED = " x=1;\n" * 200_000
SOLD = "We sold the café in May."


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "8bit", SOLD),
        ("utf-8", "quoted-printable", "We sold the caf=C3=A9 =\nin May."),
        ("iso-8859-1", "quoted-printable", "We sold the caf=E9 in May."),
        ("utf-8", "base64", b64encode(SOLD.encode()).decode()),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_plain_part_of_a_body_in_parts_is_read(charset: str, encoding: str, text: str, end: str) -> None:
    body = IN_PARTS.format(charset=charset, encoding=encoding, text=text).replace("\n", end)
    assert own_words(body) == SOLD


def test_where_no_part_is_plain_the_html_is_read() -> None:
    body = "--abcd\nContent-Type: text/html\n\n<div>Yes.</div><blockquote>OLD</blockquote>\n--abcd--"
    assert own_words(body) == "Yes."


def test_a_whole_message_is_read_without_its_headers() -> None:
    assert own_words(f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{SOLD}") == SOLD


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Our printer says Content-Type: text/html.",
        "--\nJoan\nContent-Type: what is that?",
        "--abcd\nContent-Type: text/plain; charset=klingon\nContent-Transfer-Encoding: base64\n\nWWVzLg==",
        "--abcd\nContent-Type: image/png\n\nAAAA\n--abcd--",
    ],
)
def test_any_other_body_stays_as_it_is(body: str) -> None:
    assert text_part(body) == body


def test_a_style_sheet_before_a_plain_text_is_left_out() -> None:
    sheet = "/* Fonts */\n@font-face\n\t{font-family:Calibri;\n\tpanose-1:2 15;}\np.MsoNormal, li\n\t{margin:0cm}\n"
    assert own_words(f"{sheet}\nYes.") == "Yes."
    assert own_words("We need {two} rooms: a {b} c.") == "We need {two} rooms: a {b} c."


@pytest.mark.parametrize("body", ["--abcd\nContent-Type: multipart/mixed; boundary=abcd\n\n" * 9999, "p{a:" * 99_999])
def test_hostile_parts_and_sheets_end(body: str) -> None:
    assert own_words(body) is not None


@pytest.mark.parametrize(
    "body",
    [
        f"Content-Type: text/plain;\n{' x=1;' * 13_000}\n\n{SOLD}",
        f"Content-Type: text/plain;\n{FOLDED}\n{SOLD}",
        f"Content-Type: multipart/mixed; boundary=abcd\n\n--abcd\nContent-Type: a/b;\n{FOLDED}\n{SOLD}",
    ],
)
def test_a_body_whose_headers_hardly_end_stays_as_it_is(body: str) -> None:
    began = process_time()
    assert text_part(body) == body
    assert process_time() - began < 1


def test_a_long_part_is_read_whatever_stands_in_its_text() -> None:
    text = f"{SOLD}\n--\n" + "x" * 100_000
    assert text_part(f"MIME-Version: 1.0\nContent-Type: text/plain\n\n{text}") == text
