"""Whether a quote only tells that a thing was left with its reader, who has it now: no role that was left."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from lib.context.evidence.polarity import clauses
from lib.context.text.languages import content_stems, shared_languages, small, stem, telling_stems


def is_put_down(old: str, quote: str) -> bool:
    """Whether all that `quote` says of words of `old` is that a thing was left with the reader.

    "I left the chair at your office" ends no "Chairs the group"; where `old` tells of that office, a job was left.
    """
    return any(_is_put_down_in(old, quote, code) for code in shared_languages(old, quote))


def _is_put_down_in(old: str, quote: str, code: str) -> bool:
    left, where = _words()[code]
    wanted = telling_stems(old, code)
    about = [clause for clause, _ in clauses(small(quote)) if wanted & content_stems(clause, code)]
    places = [where.search(clause) if left.search(clause) else None for clause in about]
    return bool(places) and all(
        place is not None and (not place["place"] or stem(place["place"], code) not in wanted) for place in places
    )


@cache
def _words() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """By language, the words for leaving a thing and for where it lies."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: (_whole(words["left"]), _whole(words["where"])) for code, words in written.items()}


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
