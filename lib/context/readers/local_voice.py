"""How the client sounds, by a lexicon, and the tone to answer in."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from lib.context.engine.threads import topic_of
from lib.context.readers.local_sentences import sentences
from lib.context.readers.local_slots import named, rules
from lib.context.readers.speech.grammar import grammars_of, is_any
from lib.context.text.languages import languages, small
from lib.context.text.mail.segments import own_text
from lib.context.text.reply_cues import asks

STRONG, CLEAR = 0.75, 0.3
"""Compound scores from which a text counts as very (un)happy and as (un)happy; VADER calls 0.05 the least of both."""
Lexicon = Literal["English", "ours", "both"]
LIVELY_MARKS, LONG_TEXT = 2, 400
_ALONE = re.compile(r"\s*(?:[,.!…]|$)")
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
    """How the text sounds, from -2 (very unhappy, or angry) to 2 (very happy).

    Courtesies are no feelings, praise of what went wrong once more is scorn, and what is only asked for ("Is it nice
    there?") makes nobody glad.
    """
    said = [sentence for sentence in sentences(text) if not sentence.rstrip("\"'”’)» ").endswith("?")]
    if _angry(text):
        return -2
    if is_any(grammars_of(text, text), "mocking", small(text)) or _is_scorn(text):
        return -1
    score = min(_compound(text), _compound(" ".join(said)))
    size = 2 if abs(score) >= STRONG else 1 if abs(score) >= CLEAR else 0
    return size if score > 0 else -size


def _angry(text: str) -> tuple[str, ...]:
    """The sentences of the text whose words are those of a conflict."""
    return tuple(sentence for sentence in sentences(text) if "conflict" in named(rules().status, sentence))


def _is_scorn(text: str) -> bool:
    """Whether a sentence opens with praise by itself ("Fantastic, …") in a text of what went wrong and still is."""
    chosen, words = grammars_of(text, text), small(text)
    if is_any(chosen, "resolved", words) or not (is_any(chosen, "amiss", words) or is_any(chosen, "trouble", words)):
        return False
    opened = (item.praise.match(small(sentence)) for sentence in sentences(text) for item in chosen)
    return any(match and _ALONE.match(match.string, match.end()) for match in opened)


def _compound(text: str) -> float:
    """The lexicon's score of the text without its courtesies, from -1 to 1."""
    return float(_analyzer(_lexicon(text)).polarity_scores(rules().courtesies.sub(" ", text))["compound"])


def _lexicon(text: str) -> Lexicon:
    """Whose words the text is read by: those of the language that most of its small words belong to."""
    codes = languages(text)
    return "English" if codes == ("en",) else "ours" if codes and "en" not in codes else "both"


def energy(text: str) -> str:
    """How lively the text is: marks, capitals and haste make it high; a few flat words are low."""
    shouted = sum(1 for word in re.findall(r"\b[^\W\d_]{4,}\b", text) if word.isupper())
    if text.count("!") + shouted >= LIVELY_MARKS or _URGENT.search(text):
        return "high"
    return "medium" if len(text) > LONG_TEXT / 4 or "!" in text or "?" in text else "low"


def tones(
    request: Mapping[str, Any],
    labelled: Iterable[Mapping[str, Any]],
    words: Mapping[str, str],
    *,
    is_conflict: bool,
) -> list[dict[str, str]]:
    """A tone for each thread that needs a reply and was written to in this request; an angry message needs one.

    The last message decides; a neutral one is answered as the bad one before it. In a conflict no tone is friendly.
    """
    valences = {label["source"]: label["valence"] for label in labelled}
    last = _suggested(request, {tone: int(level) for level, tone in words.items()})
    written = {_topic(source["subject"]) for source in request["sources"] if source["id"] in valences}
    for source in request["sources"]:
        if source["id"] in valences:
            topic = _topic(source["subject"])
            last[topic] = valences[source["id"]] or min(last.get(topic, 0), 0)
    angry = _complaints(request["sources"])
    tones = []
    for thread, topic in ((thread, _topic(thread["topic"])) for thread in request["threads"]):
        if topic in written and (thread["needs_reply"] or topic in angry):
            tone = words[str(min(last[topic], -1) if is_conflict else last[topic])]
            waits = {"waits": "yes", "quote": angry[topic]} if topic in angry else {}
            tones.append({"thread": thread["id"], "suggested_tone": tone, **waits})
    return tones


def _complaints(sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The first angry sentence since we last wrote, by topic, of a message that asks nothing by itself."""
    sentence_of: dict[str, str] = {}
    for source in sources:
        topic = _topic(source["subject"])
        if source["author"] == "us":
            sentence_of.pop(topic, None)
        elif source["author"] == "contact" and not asks(text := own_text(source["text"])):
            for sentence in _angry(text)[:1]:
                sentence_of.setdefault(topic, sentence)
    return sentence_of


def _suggested(request: Mapping[str, Any], levels: Mapping[str, int]) -> dict[str, int]:
    """How the tones stand that the object suggests already, by topic; those of another reader are not known."""
    context = request["context"]
    threads = context.get("open_threads") if isinstance(context, dict) else None
    listed = [item for item in threads if isinstance(item, dict)] if isinstance(threads, list) else []
    known = ((str(item.get("topic", "")), str(item.get("suggested_tone", ""))) for item in listed)
    return {_topic(topic): levels[tone] for topic, tone in known if tone in levels}


def _topic(subject: str) -> str:
    return topic_of(subject).casefold()


@cache
def _analyzer(lexicon: Lexicon) -> Any:
    """The lexicon library; texts of other languages have words of ours alone: a German "war" is not read as English."""
    analyzer = SentimentIntensityAnalyzer()
    if lexicon != "English":
        analyzer.lexicon = {**(analyzer.lexicon if lexicon == "both" else {}), **rules().lexicon}
    return analyzer
