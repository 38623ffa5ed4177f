"""Whether a sentence says that what the other side promised has come or is done."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lib.context.evidence.relatedness import label_stems
from lib.context.text.languages import bounded, language_words, shared_languages, small
from lib.context.text.reply_cues import asks
from lib.context.text.values.month_names import weekday

ENOUGH = 0.5
"""The share of a promise's telling words that must stand beside the words of the receipt."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def says_it_is_kept(sentence: str, promise: str) -> bool:
    """Whether `sentence` says of enough of `promise` that it has come or is done; what asks or denies does not."""
    lowered = small(bounded(sentence))
    for code in shared_languages(sentence, promise):
        receipt = _patterns()[code].search(lowered)
        words = language_words()[code]
        if receipt is None or asks(sentence) or words.negated.search(lowered) or words.doubted.search(lowered):
            continue
        beside = f"{lowered[: receipt.start()]} {lowered[receipt.end() :]}"
        promised = label_stems(_WORD.sub(lambda word: " " if weekday(word[0]) is not None else word[0], promise), code)
        if promised and len(promised & label_stems(beside, code)) >= ENOUGH * len(promised):
            return True
    return False


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {
        code: re.compile(rf"(?<!\w)(?:{table['kept']})(?!\w)".replace("_", r"\s+")) for code, table in written.items()
    }
