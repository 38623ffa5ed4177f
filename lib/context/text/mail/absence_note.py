"""Whether a text is a note of absence and nothing more, by the sentences that such notes are made of.

No library was found that tells it by the text: they go by headers, which a site says as `is_bulk`.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from lib.context.text.greetings import without_greeting
from lib.context.text.mail.segments import own_text
from lib.context.text.sentences import marked_sentences

LONGEST = 4_000
"""Characters; a longer mail is a letter, whatever it begins with."""
_WRAPPED = re.compile(r"(?:(?<=\S{2})[ \t]*\n(?=[^\W\d_A-ZÄÖÜ])|(?<=[^.!?:\n]{55})\n(?=\S))")
"""Where a line goes on: before a small letter, and behind a long line."""
_CLAUSE = re.compile(r"[,;:(]\s|\s(?:and|but|so|und|aber|et|mais|y|pero|e|ma|mas|en|maar|og|och|men|ja|i|a)\s")
_FEW_WORDS = 4
"""Words that add no statement of their own to the sentence that they stand in ("until Monday", "under 020 123")."""


@lru_cache(1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    away, beside = (rf"\b(?:{'|'.join(words[name])})" for name in ("away", "beside"))
    return re.compile(away), re.compile(rf"{away}|{beside}")


def is_absence_note(text: str) -> bool:
    """Whether a mail has no own words, or they say that its author is away and nothing that such notes do not say.

    A question, and a sentence of any other kind, is a person's. What is not sure is no note.
    """
    if len(text) > LONGEST:
        return False
    away, known = _patterns()
    own = _WRAPPED.sub(" ", own_text(text))
    if not own.strip():
        return True
    said = marked_sentences(without_greeting(own).casefold().replace("’", "'"))
    if any(sentence.rstrip().endswith(("?", "？")) for sentence in said):
        return False
    return any(map(away.search, said)) and all(_is_known(sentence, known) for sentence in said)


def _is_known(sentence: str, known: re.Pattern[str]) -> bool:
    """Whether the sentence and each longer clause of it say what notes of absence say."""
    clauses = [clause for clause in _CLAUSE.split(sentence) if len(clause.split()) > _FEW_WORDS]
    return known.search(sentence) is not None and all(map(known.search, clauses))
