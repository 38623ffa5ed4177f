"""The fixed words of a summary in six languages, and which of them a text is in."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import languages

_QUOTED = re.compile(r"“[^”]*”|„[^“]*“|«[^»]*»")


def summary_words(text: str) -> Mapping[str, Any]:
    """The words in the language of `text`, what it quotes left out; English where that cannot be told."""
    codes = languages(_QUOTED.sub(" ", text))
    return _written()["en" if "en" in codes or not codes else codes[0]]


@cache
def _written() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
