"""The words of change by language: whether a text has one of a list."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from lib.context.text.languages import LANGUAGES, languages, small


@lru_cache(8192)
def has(name: str, text: str, codes: tuple[str, ...] = ()) -> bool:
    """Whether `text` has a word of the list, in its own languages or these."""
    plain = small(text)
    return any(change_words()[code][name].search(plain) for code in codes or languages(text) or LANGUAGES)


@cache
def change_words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """The patterns of `change_words.toml` by language and list."""
    path = Path(__file__).with_suffix(".toml")
    return {
        code: {name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") for name, words in lists.items()}
        for code, lists in tomllib.loads(path.read_text("utf-8")).items()
    }
