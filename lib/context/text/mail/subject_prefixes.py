"""What mail programs put before the subject of a reply or a forward."""

import re

_WORDS = (
    "re|fw|fwd|aw|wg|antw|antwort|doorst|sv|vs|vl|vb|tr|rv|rif|ref|res|enc|odp|pd|ynt|ilt|atb|bls|hl|vá|továbbítás|"
    "отв|пер|ha|απ|σχετ|πρθ|回复|回覆|答复|转发|轉寄|返信|転送|답장|회신|전달"
)
"""In 22 languages."""
_PREFIXES = re.compile(rf"^\s*(?:(?:{_WORDS})\s*(?:\[\d+\])?\s*[:：]\s*)+", re.I)


def has_prefix(subject: str) -> bool:
    """Whether `subject` is that of a reply or a forward."""
    return _PREFIXES.match(subject) is not None


def without_prefixes(subject: str) -> str:
    """`subject` as the conversation was first called."""
    return _PREFIXES.sub("", subject)
