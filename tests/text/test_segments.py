"""The parts of a message: a table of reply layouts by program and language, and laws over what the words can make."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.context.text.mail.mail_words import PHRASES, mail_words
from lib.context.text.mail.segments import MOST_LINES, own_text, segments
from tests.support.texts.mail_layouts import LAYOUTS, marked_lines


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mail_of_each_program_and_language_is_divided_into_own_and_other(name: str, end: str) -> None:
    text, own = marked_lines(LAYOUTS[name], end=end)
    assert lines(own_text(text)) == own


WORDS = mail_words()
KINDS = {kind: [word for word, of in WORDS.headers.items() if of == kind] for kind in ("from", "date", "to", "subject")}
FAMILY = {name: [word for found in WORDS.phrases.values() for word, of in found if of == name] for name in PHRASES}
DATES = ("6 May 2025 09:14", "2025-05-06 09:14", "06.05.2025 09:14", "Tue, 6 May 2025 at 9:14 AM", "2025年5月6日 9:14")
OLD = "The price of the house is 380,000."


@st.composite
def header_blocks(draw: st.DrawFn) -> str:
    """The headers of an old mail, in any language each, in any order, bold or not."""
    values = {"from": "Nora Quist", "date": draw(st.sampled_from(DATES)), "to": "Ines Vale", "subject": "The house"}
    bold = draw(st.sampled_from(["", "*"]))
    found = [f"{bold}{draw(st.sampled_from(KINDS[kind]))}:{bold} {value}" for kind, value in values.items()]
    return draw(st.sampled_from(["\n", "\n\n"])).join(draw(st.permutations(found)))


@st.composite
def attributions(draw: st.DrawFn) -> str:
    """A line with who wrote and when, in any order, with a verb or an address or both."""
    verb, opens = draw(st.sampled_from(WORDS.wrote)), draw(st.sampled_from(WORDS.opens))
    date, name = draw(st.sampled_from(DATES)), "Nora Quist"
    address = f"{name} <nora@hillside.example>"
    return draw(
        st.sampled_from(
            [
                f"{opens}{date}, {address} {verb}:",
                f"{opens}{date} {verb} {name}:",
                f"{name} {verb} {date}:",
                f"{date}, {address}:",
                f"{address} {verb}:",
                f"{opens}{date},\n{address}\n{verb}:",
                f"---- {opens}{date} {address} {verb} ----",
            ]
        )
    )


SEPARATORS = st.builds(
    "{0} {1} {0}".format, st.sampled_from(["--", "-----", "====", "--------"]),
    st.sampled_from(FAMILY["original"] + FAMILY["forwarded"]),
)  # fmt: skip
HEADS = header_blocks() | attributions() | SEPARATORS
SENTENCES = (
    *(
        "We would like the garden.",
        "Our budget is 450,000 euros.",
        "Is there a lift?",
        "- a garage",
        "1. two baths",
        "",
    ),
    *("Tom told us that 3 rooms are enough", "See https://vale.example/a?b=20 for the plan.", "We come from Hamburg."),
    *(
        "Wir kommen am Freitag.",
        "Nous aimons la maison de 1920.",
        "金曜日に見に行きたいです。",
        "Мы хотим дом с садом.",
    ),
)
OWN = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join).filter(str.strip)


@given(OWN, HEADS)
def test_own_parts_come_back_unchanged_and_old_ones_never_from_any_known_layout(own: str, head: str) -> None:
    text = f"{own}\n\n{head}\n\n{OLD}\nNora\n"
    assert own_text(text) == own.strip()


@given(OWN, attributions(), OWN)
def test_answers_between_and_below_marked_lines_come_back_unchanged(above: str, head: str, below: str) -> None:
    quoted = "\n".join(f"> {line}" for line in OLD.split(" of "))
    assert lines(own_text(f"{above}\n\n{head}\n{quoted}\n\n{below}\n")) == lines(above) + lines(below)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*"\n\r>:-\u2028\x0c ", "From: a", "On 3 May", "wrote", "-- "])).map("".join)
)
def test_the_parts_cover_a_text_without_gaps(text: str) -> None:
    parts = segments(text)
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(left.end == right.start and left.part != right.part for left, right in pairwise(parts))


@pytest.mark.parametrize("mark", ["> ", ">", "\u200b> ", "\u202b>", "  > ", ">> ", "\ufeff> ", "\u00a0> "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_marked_line_is_quoted_whatever_invisible_signs_stand_before_it(mark: str, end: str) -> None:
    assert own_text(f"Yes.{end}{mark}Our budget is 5.{end}") == "Yes."


HOSTILE = [">" * 5_000_000, "word " * 1_000_000, "On 3 May 2025 " * 80_000 + "wrote:", "> " * 10_000 + "x\n"]
HOSTILE += [
    f"{line}\n" * 60_000 for line in (">", "From: a", "--\n", "wrote:", "a@b.example:", "\u202eabc\x00:", "Regards")
]
HOSTILE += ["\n" * 1_000_000, "=20=\n" * 100_000, "Anna <a@b.example>\n" * 50_000]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_texts_are_divided_whole(text: str) -> None:
    parts = segments(text)
    assert (parts[0].start, parts[-1].end) == (0, len(text))


def test_what_comes_after_very_many_lines_is_nobodys_own() -> None:
    assert own_text("a\n" * MOST_LINES + "Our budget is 5.") == ("a\n" * MOST_LINES).strip()
