"""A sentence without the greeting that it opens with: a word of greeting, and whom it greets up to a comma."""

import re
from functools import cache, lru_cache

from lib.context.text.languages import greetings_in_any, language_words, small

LONGEST, MOST_WORDS, MOST_GREETINGS = 50, 6, 3
"""Characters and words that say whom a greeting greets, and greetings in a row ("Madame, Monsieur,")."""
_END = re.compile(r"(?P<whom>[^,!:;?\n–—]*?)\s*[,!:–—]\s*")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_STOPS = re.compile(r"[^\W\d_]{4,}\.")
"""What ends a sentence; a shorter word with a stop is a title ("Mr.")."""


def without_greeting(sentence: str) -> str:
    """`sentence` without the greeting before it and whom it greets ("Hello Tom, is it free?"); as it is without one."""
    return sentence[greeting_end(sentence) :] or sentence


@lru_cache(4096)
def greeting_end(text: str) -> int:
    """Where the greetings that open `text` end, with the blanks behind them; 0 where there is none.

    "Lieber Tom," greets, and "Lieber früher als später," does not: of words that say something else as well, a name or
    somebody addressed has to follow. Behind any other, one word more in small letters may be a name ("hi tom,").
    """
    lowered, end = small(text), 0
    if len(lowered) != len(text):
        return 0
    for _ in range(MOST_GREETINGS):
        opening = _opening().match(lowered, end)
        closing = _END.match(text, opening.end(), opening.end() + LONGEST) if opening else None
        if not opening or not closing or not _is_greeted(closing["whom"], needs_name=opening["dear"] is not None):
            break
        end = closing.end()
    return end


def _is_greeted(whom: str, *, needs_name: bool) -> bool:
    """Whether the words say nothing but whom somebody greets."""
    words = _WORD.findall(whom)
    if len(words) > MOST_WORDS or _STOPS.search(whom) or (needs_name and not words):
        return False
    unknown = [word for word in words if not _is_addressed(word)]
    return not unknown or (not needs_name and len(unknown) == 1 and not _is_stop(unknown[0]))


def _is_addressed(word: str) -> bool:
    tables = language_words().values()
    plain = small(word)
    if any(table.addressed.fullmatch(plain) or table.greetings.fullmatch(plain) for table in tables):
        return True
    return word[0].isupper() and not any(table.first.fullmatch(plain) for table in tables)


def _is_stop(word: str) -> bool:
    return any(small(word) in table.stop or table.first.fullmatch(small(word)) for table in language_words().values())


@cache
def _opening() -> re.Pattern[str]:
    dear = "|".join(table.dear.pattern for table in language_words().values())
    return re.compile(rf"\W*(?:(?P<dear>{dear})|{greetings_in_any()})(?!\w)\.?")
