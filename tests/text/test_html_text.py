"""HTML bodies as the text that a person sees, its quoted parts marked."""

from hashlib import sha256

import pytest
from sqlalchemy import Engine

from lib.context.refresh import refresh
from lib.context.store.sources import interactions, reading
from lib.context.text.mail.html_text import is_html, shown_text
from lib.context.text.mail.segments import own_text
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day


def test_what_is_not_shown_is_no_text() -> None:
    body = (
        "<html><head><title>t</title><style>p{color:red}</style></head><body><!-- c --><script>x()</script>"
        '<p>Yes, <b>Fri</b>day &amp; more.</p><div style="display: none">hidden</div>'
        "<table><tr><td>a</td><td>b</td></tr></table>Two<br>lines &lt;here&gt;</body></html>"
    )
    assert shown_text(body) == "Yes, Friday & more.\n\na\tb\n\nTwo\nlines <here>"


QUOTES = {
    "Gmail": '<div dir="ltr">Yes.</div><div class="gmail_quote"><div class="gmail_attr">Nora:<br></div>OLD</div>',
    "blockquote": "<p>Yes.</p><blockquote type=cite><div>OLD<p>more OLD</p></div></blockquote>",
    "Outlook web": '<div>Yes.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Nora</div><div>OLD</div>',
    "Outlook phone": '<div>Yes.</div><div id="x_divRplyFwdMsg"><b>Nora</b></div><p>OLD</p>',
    "Outlook desktop": '<p class=MsoNormal>Yes.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;'
    'padding:3.0pt 0cm 0cm 0cm"><p>Nora</p></div></div><p>OLD</p>',
    "Thunderbird": '<p>Yes.</p><div class="moz-cite-prefix">Nora:<br></div><blockquote>OLD</blockquote>',
    "Yahoo": '<div>Yes.</div><div id="ydp1yahoo_quoted_12" class="yahoo_quoted"><div>Nora</div>OLD</div>',
    "never closed": "<p>Yes.<blockquote><div><b>OLD",
    "Outlook desktop, in a browser's words": '<p>Yes.</p><div style="border-width:1pt medium medium;border-style:solid '
    'none none;border-color:rgb(225,225,225);padding:3pt 0cm 0cm"><p>Nora</p></div><p>OLD</p>',
    "Outlook desktop, a colour by name": '<p>Yes.</p><div style="border:none;border-top:solid windowtext 1.0pt;'
    'padding:3.0pt 0cm 0cm 0cm"><p>Nora</p></div><p>OLD</p>',
    "Outlook desktop, the width first": '<p>Yes.</p><div style="padding:3pt 0in 0in;border:none;border-top:1pt solid '
    'rgb(225,225,225)"><p>Nora</p></div><p>OLD</p>',
    "Outlook desktop, a bar beside": '<p>Yes.</p><div style="border:none;border-left:solid blue 1.5pt;'
    'padding:0cm 0cm 0cm 4.0pt"><p>OLD</p></div>',
    "Zimbra": '<p>Yes.</p><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">Nora</div>'
    '<div data-marker="__QUOTED_TEXT__">OLD</div>',
    "GMX": '<div>Yes.</div><div name="quote"><div><b>Nora</b></div><div name="quoted-content">OLD</div></div>',
    "Spark": '<div name="messageBodySection">Yes.</div><div name="messageReplySection">Nora:<br/>OLD</div>',
    "QQ": "<div>Yes.</div><div><includetail><div>Nora</div><div>OLD</div></includetail></div>",
    "NetEase": '<div>Yes.</div><div id="isReplyContent">OLD</div>',
    "Missive": '<div>Yes.</div><div class="missive_quote">OLD</div>',
}


@pytest.mark.parametrize("name", QUOTES)
def test_quoted_parts_are_known_by_structure(name: str) -> None:
    text = shown_text(QUOTES[name])
    assert "OLD" in text
    assert own_text(text) == "Yes."


def test_answers_between_the_quotes_of_gmail_are_own() -> None:
    body = (
        '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On 3 May Nora wrote:<br></div>'
        '<blockquote class="gmail_quote">OLD</blockquote><div>Four.</div>'
        '<blockquote class="gmail_quote">OLD</blockquote><div>And a cot.</div></div>'
    )
    assert own_text(shown_text(body)).split() == ["Four.", "And", "a", "cot."]
    forward = '<div class="gmail_quote"><div class="gmail_attr">From: Nora</div><br>OLD<blockquote>x</blockquote></div>'
    assert own_text(shown_text(f"<div>Look.</div>{forward}")) == "Look."


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature">Landlord</div>', '<div id="Signature"><p>Landlord</p></div>',
        '<div id="ms-outlook-mobile-signature">Landlord</div>', '<div data-marker="__SIG_POST__">Landlord</div>',
        '<div id="AppleMailSignature">Landlord</div>', '<div id="Zm-_Id_-Sgn">Landlord</div>',
        '<div class="protonmail_signature_block">Landlord</div>', '<pre class="moz-signature">-- <br>Landlord</pre>',
    ],
)  # fmt: skip
def test_a_signature_below_own_words_is_nobodys_and_what_follows_it_is_own(signature: str) -> None:
    assert own_text(shown_text(f"<p>Yes.</p>{signature}")) == "Yes."
    assert (
        own_text(shown_text(f"{signature.replace('Landlord', 'We come.')}")).endswith("We come.") or "<pre" in signature
    )


def test_what_follows_a_closed_quote_is_own_again() -> None:
    assert own_text(shown_text("<p>Hi.</p><blockquote>OLD</blockquote><p>Yes.</p>")).split() == ["Hi.", "Yes."]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "a < b and c > d",
        "Anna <anna@berg.example> wrote\n> <br> <br>",
        "<anna@berg.example> is mine",
        "1 <2> 3 <br>",
    ],
)
def test_plain_text_with_brackets_is_shown_as_it_is(body: str) -> None:
    assert not is_html(body)
    assert shown_text(body) == body


def test_fragments_without_a_document_are_html_too() -> None:
    assert shown_text("Hello<br>you<br/>there") == "Hello\nyou\nthere"


@pytest.mark.parametrize(
    "style", ["display:none", "opacity:0", "font-size:1px;color:#fff", "max-height:0px;overflow:hidden", "mso-hide:all",
     "overflow:hidden;width:0;height:0", "position:absolute;left:-9999px", "text-indent:-9999px", "color:transparent",
     "color:rgba(0, 0, 0, 0)", "color:#fff;background-color:white", "text-decoration:line-through"]
)  # fmt: skip
def test_words_that_nobody_sees_are_not_read(style: str) -> None:
    assert shown_text(f"<div style='{style}'>Our budget is 9.</div><p>Fine.</p>") == "Fine."


def test_words_that_a_sheet_hides_are_not_read_unless_it_does_so_on_some_screens_alone() -> None:
    sheet = "@media (max-width:600px){.wide{display:none}} .p, td.h {display:none !important} #x{opacity:0}"
    body = (
        f"<html><head><style>{sheet}</style></head><body><p>Fine.</p><div class='a P'>HID</div><div id=x>HID</div>"
        "<table><tr><td class=h>HID</td><td class=wide>We come.</td></tr></table></body></html>"
    )
    assert shown_text(body).split() == ["Fine.", "We", "come."]


@pytest.mark.parametrize("tag", ["s", "strike", "del", "xml", "select", "textarea"])
def test_what_is_struck_out_or_a_form_is_not_read(tag: str) -> None:
    assert shown_text(f"<p>Friday <{tag}>HID</{tag}>suits us.</p>").split() == ["Friday", "suits", "us."]


def test_what_outlook_on_a_telephone_quotes_is_quoted() -> None:
    body = "<div>Fine.</div><div class='ms-outlook-mobile-reference-message skipProofing'>The price is 9.</div>"
    assert own_text(shown_text(body)) == "Fine."


DEEP = {"<blockquote>": 10_000, "<div>": 300_000, "<div><blockquote>": 5_000, "<b>": 50_000, "<a href=x>": 50_000}
DEEP["<table><tr><td>"] = 10_000


@pytest.mark.parametrize("tag", DEEP)
def test_very_deep_nesting_ends_and_its_words_are_nobodys_own(tag: str) -> None:
    text = shown_text(tag * DEEP[tag] + "OLD")
    assert "OLD" in text
    assert own_text(text) == ""


@pytest.mark.parametrize(
    "body", ["<" * 5_000_000, "<p " + "x " * 2_000_000, "<!--" * 500_000, "<p>a" * 99_999, "<p>\x00"]
)
def test_hostile_html_ends(body: str) -> None:
    assert "\x00" not in shown_text(body)


def test_the_reader_sees_the_text_and_a_second_run_reads_nothing_again(database: Engine) -> None:
    site.install(database)
    body = f"<html><style>{'p{{color:red}} ' * 1000}</style><p>Our budget is 500k for the flat.</p></html>"
    site.write(database, "m1", body)
    reader = Scripted(lambda _: answer(add("Budget is 500k.", "Our budget is 500k")))
    outcome = refresh(database, ANNA, reader=reader, now=day(1))
    assert outcome.status == "saved"
    with reading(database) as connection:
        (mail,) = interactions(connection, ANNA, now=day(2))
    assert mail.body == "Our budget is 500k for the flat."
    assert mail.digest == sha256(f"\n{body}".encode()).hexdigest()
    assert mail.is_read


def test_what_stands_on_a_button_is_nobodys_word() -> None:
    assert (
        shown_text("<div>We take it.<button>Sell the house</button></div><p>In June.</p>") == "We take it.\n\nIn June."
    )
