"""A sentence without the greeting that it opens with."""

import re
from functools import cache, lru_cache

from lib.context.text.languages import greetings_in_any, small

LONGEST = 40
"""Characters of a name behind a greeting."""


@lru_cache(4096)
def without_greeting(sentence: str) -> str:
    """`sentence` without the greeting before it and whom it greets ("Hello Tom, is it free?"); as it is without one."""
    lowered = small(sentence)
    opening = _opening().match(lowered) if len(lowered) == len(sentence) else None
    return sentence[opening.end() :] if opening else sentence


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{greetings_in_any()})(?!\w)[^,!:;.?\n]{{0,{LONGEST}}}[,!:–—]\s*(?=\w)")
