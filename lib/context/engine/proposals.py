"""One operation as a reader wrote it, checked for its shape alone; what is wrong with it is a sentence."""

import json
import re
from functools import lru_cache
from typing import Any

from lib.context.model import KINDS, Kind, Operation, Quote
from lib.context.text.normalize import folded_words, one_line, storable

TEXT_LENGTH = 300
REASON_LENGTH = 300
QUOTES = 5
RAW_LENGTH = 2000
OPERATIONS = ("add", "contradict", "restate", "end")
WITHOUT_TEXT = ("restate", "end")
"""Operations that state nothing new: what they speak of is the fact that they name."""
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Malformed(Exception):
    """An operation that cannot be read; the message is the reason shown to people."""


def operation(item: Any) -> Operation:
    """The operation in `item`, cleaned; raises `Malformed`."""
    if not isinstance(item, dict):
        raise Malformed("It is not an operation.")
    op, kind = _word(item, "op"), KINDS.get(_word(item, "kind"))
    if op not in OPERATIONS:
        raise Malformed("Only add, contradict, restate and end can be proposed.")
    if kind is None:
        raise Malformed(f"Only {_listed([kind.plural for kind in KINDS.values()])} can be proposed.")
    text, type_ = _line(item, "text", TEXT_LENGTH), _word(item, "type")
    text = slug(text) if kind.is_slug else text
    type_ = slug(type_) if kind.has_type else ""
    if op not in WITHOUT_TEXT:
        _check_new(kind, type_, text)
    return Operation(
        op=op,
        kind=kind.name,
        type=type_,
        fact=_word(item, "fact"),
        text=text,
        reason=_reason(item),
        evidence=_quotes(item),
    )


def unreadable(item: Any) -> Operation:
    """An operation that keeps what was written of a malformed one, for the record."""
    fields = item if isinstance(item, dict) else {}
    text = fields.get("text") if isinstance(fields.get("text"), str) else _raw(item)
    op, kind, type_, fact = (_raw(fields.get(name, ""))[:60] for name in ("op", "kind", "type", "fact"))
    reason = _raw(fields.get("reason", ""))[:REASON_LENGTH]
    line = storable(str(text))[:RAW_LENGTH]
    return Operation(op=op, kind=kind, type=type_, fact=fact, text=line, reason=reason)


def slug(text: str) -> str:
    """`text` as a slug: small letters, digits and underscores; empty when nothing is left."""
    made = re.sub(r"[^a-z0-9]+", "_", folded_words(text)).strip("_")[:60]
    return made if _SLUG.fullmatch(made) else ""


@lru_cache(4096)  # a ledger is looked through for each proposal
def same_words(text: str) -> str:
    """What two texts must share to say the same: their folded words without closing marks."""
    return folded_words(text).rstrip(" .!;,")


def _check_new(kind: Kind, type_: str, text: str) -> None:
    if not text:
        raise Malformed(f"A {kind.name} needs a name in letters." if kind.is_slug else "It says nothing.")
    if not any(character.isalnum() for character in text):
        raise Malformed("It says nothing.")
    if kind.has_type and not type_:
        raise Malformed(f"The type of the {kind.name} is missing.")


def _listed(words: list[str]) -> str:
    """The words as people list them: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _quotes(item: dict[str, Any]) -> tuple[Quote, ...]:
    written = item.get("evidence")
    if not isinstance(written, list) or not written:
        raise Malformed("It cites no evidence.")
    if len(written) > QUOTES:
        raise Malformed(f"It cites more than {QUOTES} quotes.")
    quotes = []
    for quote in written:
        if not isinstance(quote, dict) or not isinstance(quote.get("quote"), str):
            raise Malformed("Its evidence cannot be read.")
        quotes.append(Quote(_word(quote, "source"), storable(quote["quote"])))
    return tuple(quotes)


def _word(item: dict[str, Any], name: str) -> str:
    value = item.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 200:
        raise Malformed(f"Its {name} cannot be read.")
    return storable(value).strip()


def _line(item: dict[str, Any], name: str, longest: int) -> str:
    value = item.get(name, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"Its {name} cannot be read.")
    line = one_line(value)
    if len(line) > longest:
        raise Malformed(f"Its {name} is longer than {longest} characters.")
    return line


def _reason(item: dict[str, Any]) -> str:
    """The reason on one line, cut where it is long: it only explains."""
    value = item.get("reason")
    return one_line(value)[:REASON_LENGTH] if isinstance(value, str) else ""


def _raw(value: Any) -> str:
    if isinstance(value, str):
        return storable(value)[:RAW_LENGTH]
    try:
        return storable(json.dumps(value, ensure_ascii=False, default=str))[:RAW_LENGTH]
    except (ValueError, RecursionError):
        return "(cannot be shown)"
