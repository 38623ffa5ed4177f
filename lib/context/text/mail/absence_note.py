"""Whether a text is a note of absence and nothing more, by the sentences that such notes are made of.

No library was found that tells it by the text: they go by headers, which a site says as `is_bulk`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lib.context.text.greetings import without_greeting
from lib.context.text.languages import language_words
from lib.context.text.mail.segments import own_text
from lib.context.text.sentences import marked_sentences

LONGEST = 4_000
"""Characters; a longer mail is a letter, whatever it begins with."""
_WRAPPED = re.compile(r"(?:(?<=\S{2})[ \t]*\n(?=[^\W\d_A-ZÄÖÜ])|(?<=[^.!?:\n]{55})\n(?=\S))")
"""Where a line goes on: before a small letter, and behind a long line."""
_CLAUSE = re.compile(r"[,;:(]\s|\s(?:and|but|so|und|aber|et|mais|y|pero|e|ma|mas|en|maar|og|och|men|ja|i|a)\s")
_FEW_WORDS = 4
"""Words that add no statement of their own to the sentence that they stand in ("until Monday", "under 020 123")."""


FORMAL = 2
"""Things that notes say of the mail that they answer, from which on one under a reply's subject is sure."""


@lru_cache(1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    found = {name: re.compile(rf"\b(?:{'|'.join(patterns)})") for name, patterns in words.items()}
    family = "|".join(rf"{table.first.pattern}\s+{table.people.pattern}" for table in language_words().values())
    known = "|".join(pattern.pattern for pattern in found.values())
    return found | {"known": re.compile(known), "family": re.compile(family)}


def is_absence_note(text: str, *, is_answer: bool = False) -> bool:
    """Whether a mail has no own words, or they say that its author is away and nothing that such notes do not say.

    A question, and a sentence of any other kind, is a person's. What is not sure is no note: of `is_answer`, which
    persons write who are away, more is asked, and it is read when it has no own words or names somebody close to them.
    """
    if len(text) > LONGEST or (is_answer and not _may_be_formal(text)):
        return False
    own = _WRAPPED.sub(" ", own_text(text))
    if not own.strip():
        return not is_answer
    said = marked_sentences(without_greeting(own).casefold().replace("’", "'"))
    if any(sentence.rstrip().endswith(("?", "？")) for sentence in said):
        return False
    away, known = _patterns()["away"], _patterns()["known"]
    if not any(map(away.search, said)) or not all(_is_known(sentence, known) for sentence in said):
        return False
    return not is_answer or _is_formal(" ".join(said))


def _may_be_formal(text: str) -> bool:
    """Whether the words that make a note sure stand anywhere: most answers are told by that, without dividing them."""
    lowered = " ".join(text.casefold().replace("’", "'").split())
    return any(_patterns()[name].search(lowered) for name in ("urgent", "formal"))


def _is_formal(said: str) -> bool:
    """Whether small letters say enough of what only notes say, and speak of nobody of the author's family."""
    patterns = _patterns()
    if patterns["family"].search(said):
        return False
    formal = {match[0] for match in patterns["formal"].finditer(said)}
    return patterns["urgent"].search(said) is not None or (
        bool(formal) and len(formal) + (patterns["thanks"].search(said) is not None) >= FORMAL
    )


def _is_known(sentence: str, known: re.Pattern[str]) -> bool:
    """Whether the sentence and each longer clause of it say what notes of absence say."""
    clauses = [clause for clause in _CLAUSE.split(sentence) if len(clause.split()) > _FEW_WORDS]
    return known.search(sentence) is not None and all(map(known.search, clauses))
