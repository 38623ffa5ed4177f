"""Which words of a draft are checked: all that its reader will see, wherever they stand."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Interaction, SystemLinks
from lib.context.records import Mark
from lib.context.reply.check import check
from lib.context.reply.marks import ReplyCheck

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
WHO = UUID(int=3)
LETTER = "Hello,\n\nthe deposit we paid was 4,000 euros, and the rent\nis 900 euros a month.\n\nWhat is the fee?"


def checked(text: str, *, letter: str = LETTER) -> ReplyCheck:
    """The check of a draft for a client who wrote one letter yesterday."""
    at = NOW - timedelta(days=1)
    sent = Interaction("m1", WHO, "email", "in", "contact", None, "t1", None, letter, False, at, None, at)
    contact = Contact(WHO, "Anna Berg", "anna@berg.example", None, None, at)
    rows = SourceRows(contact, correspondence_of([sent]).sources, (), SystemLinks(), (), ())
    return check(State(rows, (), None, (), Mark(0, 0, 0)), "t1", text, now=NOW)


def marked(text: str) -> list[str]:
    made = checked(text)
    assert all(text[mark.start : mark.end] == mark.words for mark in made.marks)
    return [mark.words for mark in made.marks if mark.kind == "not on file"]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ("Hello Anna,\n\nthe answer is below.\n\nDeposit is four thousand two hundred", "four thousand two hundred"),
        ("Hello Anna,\n\nthe answer is below.\n\nFriday works", "Friday"),
        ("Hello Anna,\n\nthank you.\n\nPrice four million", "four million"),
        ("Hello Anna,\n\nyour notary will be\nRoberta Castellani", "Roberta"),
        ("Thank you.\n\nBest regards\nTheodora\n\nThe deposit is 5,000 euros.", "5,000 euros"),
        ("Thank you.\n\nBest regards\nTheodora\nDeposit: 5,000 euros", "5,000 euros"),
        ("Thank you.\n\nMit freundlichen Grüßen\nTheodora\nDie Kaution ist übrigens 5.000 Euro.", "5.000 Euro"),
        ("Thank you.\n--\nThe deposit is 5,000 euros", "5,000 euros"),
        ("Thank you.\n-- \nTheodora\nThe deposit is 5,000 euros", "5,000 euros"),
        ("Thank you.\n\nOn 30 June Anna Berg wrote:\n> What is the fee?\n\nIt is 777 euros.", "777 euros"),
        ("Thank you.\n\nOn 30 June Anna Berg wrote:\n> the deposit we paid was 8,000 euros", "8,000 euros"),
        ("Thank you.\n\n-----Original Message-----\nThe deposit is 5,000 euros.", "5,000 euros"),
        ("Thank you.\n\nSent from my iPhone\nThe deposit is 5,000 euros.", "5,000 euros"),
        ("Thank you. <the deposit is 5,000 euros>", "5,000 euros"),
        ("Thank you.\n> The deposit is 5,000 euros.", "5,000 euros"),
    ],
)
def test_a_value_is_checked_wherever_it_stands(draft: str, words: str) -> None:
    assert words in marked(draft)


@pytest.mark.parametrize(
    "draft",
    [
        "Thank you.\n\nBest regards\nTheodora Castellani",
        "Thank you.\n\nBest regards, Theodora",
        "Thank you.\n\nTheodora Castellani",
        "Thank you.\n-- \nTheodora Castellani\nCastellani Homes Ltd",
        "Thank you.\n\nOn Tue, 30 Jun 2026 at 14:05, Anna Berg <anna@berg.example> wrote:\n"
        "> the deposit we paid was 4,000 euros, and\n> the rent is 900 euros a month.",
        "Thank you.\n\nFrom: Anna Berg\nSent: 30 June 2026 14:05\nTo: Theodora Castellani\nSubject: Rent\n\n"
        "the deposit we paid was 4,000 euros, and the rent\nis 900 euros a month.",
        "<p>Thank you, see <a href='https://castellani.example/4000'>this</a>.</p><br/>",
    ],
)
def test_who_signs_and_what_a_message_on_file_says_word_by_word_is_no_claim(draft: str) -> None:
    assert marked(draft) == []


def test_a_quotation_answers_no_question() -> None:
    assert [lack.kind for lack in checked("Thank you.\n> The fee is 3 percent.").lacks] == ["unanswered"]
    assert checked("Thank you.\n\nBest regards\nTheodora\n\nThe fee is 3 percent.").lacks == ()


@pytest.mark.parametrize("draft", ["La caution est faible.", "Nice to hear from you.", "Spero che Le vada bene."])
def test_a_word_with_a_capital_that_is_a_place_elsewhere_is_no_name(draft: str) -> None:
    assert marked(draft) == []


def test_letters_typed_as_two_signs_are_read_as_one_and_keep_their_places() -> None:
    draft = unicodedata.normalize("NFD", "J'ai réparé la fenêtre à 777 euros. Le prêt coûte 888 euros.")
    made = checked(draft)
    assert [(mark.kind, draft[mark.start : mark.end]) for mark in made.marks] == [
        ("claims an act", unicodedata.normalize("NFD", "J'ai réparé")),
        ("not on file", "777 euros"),
        ("not on file", "888 euros"),
    ]
    assert [item.text for item in made.sentences] == [draft[item.start : item.end] for item in made.sentences]


def test_an_act_beside_a_long_address_is_told() -> None:
    draft = f"I have called the plumber, see https://files.example/{'a' * 200}."
    assert [mark.words for mark in checked(draft).marks if mark.kind == "claims an act"] == ["I have called"]


@pytest.mark.parametrize("piece", ["and 4 ", "3 May 2005, ", "twenty hundred ", "See Xy{n}z. ", "> {n} euros x\n"])
def test_a_draft_with_more_values_than_anybody_reads_is_checked_in_part_and_says_which(piece: str) -> None:
    draft = "".join(piece.replace("{n}", str(number)) for number in range(60_000))
    made = checked(draft)
    rest, most = [lack.note for lack in made.lacks if lack.kind == "left out"]
    end = int(most.split()[2].replace(",", ""))
    assert most == f"the first {end:,} of {len(draft):,} characters are checked"
    assert " ".join(draft[end:].split()).startswith(json.loads(rest.removeprefix("not checked: ")).rstrip("…"))
    assert max(item.end for item in made.sentences) <= end


def test_a_sentence_without_an_end_is_read_in_pieces_and_none_of_its_values_is_passed_over() -> None:
    draft = "We owe " + " and ".join(f"{number}00 euros" for number in range(41, 99)) + "."
    assert [words.split()[0] for words in marked(draft)] == [f"{number}00" for number in range(41, 99)]
