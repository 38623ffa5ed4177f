"""Whether a message asks something or waits for an answer, or says that none is needed."""

import re

LOOKED_AT = 4000
"""Characters at the end of a message that are looked at."""
_URL = re.compile(r"\S+://\S+|www\.\S+")
_MARKS = "?？؟"
_PHRASES = (
    *(f"let {who} know" for who in ("me", "us")),
    *(f"get back to {who}" for who in ("me", "us")),
    *(f"{verb} you" for verb in ("could", "can", "would", "will")),
    *(
        f"please {verb}"
        for verb in ("send", "confirm", "call", "reply", "advise", "tell", "share", "let", "check", "get")
    ),
    *(f"please {verb}" for verb in ("come", "provide", "update", "book", "arrange", "find")),
    *(f"{who} waiting" for who in ("i am", "i'm", "we are", "we're", "still")),
    *(f"{look} forward to {what}" for look in ("look", "looking") for what in ("your", "hearing")),
    *("any news", "any update", "any updates", "hear from you", "hear back from you", "asap", "as soon as possible"),
    *(f"waiting {what}" for what in ("for", "on", "to hear")),
    *(f"{need} {what}" for need in ("need", "needs", "needed") for what in ("an answer", "a reply", "to know")),
    *(f"bitte {verb}" for verb in ("um", "geben", "senden", "schicken", "melden")),
    *("warte auf", "warte noch auf", "merci de", "j'attends", "por favor", "espero su"),
)
ASKS = re.compile(f"[{_MARKS}]|\\b(?:{'|'.join(_PHRASES)})", re.I)
_CLOSES = re.compile(
    r"\b(?:never ?mind|no (?:need|reply needed|action needed)|all (?:sorted|good|set)|found it|forget it)\b", re.I
)


def asks(text: str) -> bool:
    """Whether the author asks something or waits; question marks inside addresses do not count."""
    end = text[-LOOKED_AT:]
    if "://" in end or "www." in end:
        end = _URL.sub("", end)
    plain = " ".join(end.casefold().replace("’", "'").split())
    if not any(mark in plain for mark in _MARKS) and not any(phrase in plain for phrase in _PHRASES):
        return False  # looking for words is much faster than looking for their pattern
    return bool(ASKS.search(plain))


def closes(text: str) -> bool:
    """Whether the author says that no answer is needed."""
    return bool(_CLOSES.search(text[-LOOKED_AT:]))
