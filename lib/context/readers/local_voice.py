"""How the client sounds, by a lexicon, and the tone to answer in."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from lib.context.engine.threads import topic_of
from lib.context.readers.local_slots import rules
from lib.context.text.mail.segments import own_text

STRONG, CLEAR = 0.75, 0.3
"""Compound scores from which a text counts as very (un)happy and as (un)happy; VADER calls 0.05 the least of both."""
LIVELY_MARKS, LONG_TEXT = 2, 400
_URGENT = re.compile(r"\b(?:urgent|asap|immediately|right away|tout de suite|sofort|today)\b", re.I)


def labels(sources: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The label of each source that the client wrote."""
    return [
        {"source": source["id"], "valence": valence(text), "energy": energy(text)}
        for source in sources
        if source["author"] == "contact"
        for text in (own_text(source["text"]),)
    ]


def valence(text: str) -> int:
    """How the text sounds, from -2 (very unhappy) to 2 (very happy)."""
    score = _analyzer(language(text)).polarity_scores(text)["compound"]
    size = 2 if abs(score) >= STRONG else 1 if abs(score) >= CLEAR else 0
    return size if score > 0 else -size


def language(text: str) -> str:
    """The language that most of the text's small words belong to; empty where none is known."""
    words = re.findall(r"\w+", text.casefold())
    counts = {name: sum(word in small for word in words) for name, small in _small_words().items()}
    return max(counts, key=lambda name: (counts[name], name == "en")) if any(counts.values()) else ""


def energy(text: str) -> str:
    """How lively the text is: marks, capitals and haste make it high; a few flat words are low."""
    shouted = sum(1 for word in re.findall(r"\b[^\W\d_]{4,}\b", text) if word.isupper())
    if text.count("!") + shouted >= LIVELY_MARKS or _URGENT.search(text):
        return "high"
    return "medium" if len(text) > LONG_TEXT / 4 or "!" in text or "?" in text else "low"


def tones(
    request: Mapping[str, Any], labelled: Iterable[Mapping[str, Any]], words: Mapping[str, str]
) -> list[dict[str, str]]:
    """A tone for each thread that needs a reply and was written to in this request, by its last message."""
    valences = {label["source"]: label["valence"] for label in labelled}
    last: dict[str, int] = {}
    for source in request["sources"]:
        if source["id"] in valences:
            last[_topic(source["subject"])] = valences[source["id"]]
    return [
        {"thread": thread["id"], "suggested_tone": words[str(last[_topic(thread["topic"])])]}
        for thread in request["threads"]
        if thread["needs_reply"] and _topic(thread["topic"]) in last
    ]


@cache
def _small_words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in rules().languages.items()}


def _topic(subject: str) -> str:
    return topic_of(subject).casefold()


@cache
def _analyzer(language: str) -> Any:
    """The lexicon library; other languages have words of ours alone, so that a German "war" is not read as English."""
    analyzer = SentimentIntensityAnalyzer()
    if language != "en":
        analyzer.lexicon = {**({} if language else analyzer.lexicon), **rules().lexicon}
    return analyzer
