"""Whether a text tells its reader to move money, to give something away or to disobey, or carries an account or a link.

What a model writes freely (a tone, a next action, a summary) is read by people and programs as the company's own word;
so nothing that a mail may want to have done by them goes through it, whoever asked for it.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from lib.context.text.languages import WITHOUT_BLANKS, bounded, small, without_accents
from lib.context.text.links import DOMAIN, MAIL

_LINK = re.compile(rf"\w://|\bwww\.|{MAIL}|{DOMAIN}")
"""The beginning of a link is enough to refuse it."""
_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{2,4}){3,8}\b")
_NO_ACCOUNT = re.compile(
    r"(?<!\d)(?:\d{1,3}(?:[ '’\u00a0\u202f]\d{3})+(?!\d)"
    r"|\d{4}-\d{2}-\d{2}(?:[t ]\d{1,2}:\d{2})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?!\d)"
)
"""Amounts in groups of three and dates: many digits that are no account."""
_DIGITS = re.compile(r"(?<!\d)(?:\d[ -]?){7}\d|\b\d{2}-\d{2}-\d{2}\b")
_WALLET = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])\w{20,}\b|\b0x[0-9a-f]{8,}\b")
ACCOUNT, ORDER = "It carries an account, an address or a link.", "It tells the reader to do what a mail may want done."
_BORDERLESS = re.compile(f"[{WITHOUT_BLANKS}\uac00-\ud7af]")
"""Korean has blanks, yet its endings cling to the words."""


def carried(text: str) -> str:
    """Why `text` may not pass as the company's own word, as a sentence; empty where it may."""
    lowered = small(bounded(text))
    plain = _NO_ACCOUNT.sub(" ", lowered)
    if any(pattern.search(plain) for pattern in (_LINK, _IBAN, _DIGITS, _WALLET)):
        return ACCOUNT
    return ORDER if is_order(lowered) else ""


def is_order(text: str) -> bool:
    """Whether the words of `text` order one of the things that only a person decides, in any of 22 languages."""
    found = _found(text)
    if not found.isdisjoint(("wires", "secrets", "data", "links")) or _is_to_program(found):
        return True
    return {"acts", "goods"} <= found or ("accounts" in found and not found.isdisjoint(("pays", "changes")))


def speaks_to_program(text: str) -> bool:
    """Whether the words of `text` give orders to a program that reads it."""
    return _is_to_program(_found(text))


def _is_to_program(found: frozenset[str]) -> bool:
    return "programs" in found or {"ignores", "rules"} <= found


def _found(text: str) -> frozenset[str]:
    """The lists of `orders.toml` of which `text` has a word."""
    words = without_accents(small(bounded(text))).replace("ß", "ss")
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(words))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {name: re.compile(_any_of(words)) for name, words in written.items()}


def _any_of(patterns: Sequence[str]) -> str:
    """The pattern for one of these as whole words; scripts without blanks have no borders."""
    borderless = [_written(pattern) for pattern in patterns if _BORDERLESS.search(pattern)]
    bordered = "|".join(_written(pattern) for pattern in patterns if not _BORDERLESS.search(pattern))
    return "|".join([*([rf"(?<!\w)(?:{bordered})(?!\w)"] if bordered else []), *borderless])


def _written(pattern: str) -> str:
    return without_accents(pattern).replace("ς", "σ").replace("ı", "i").replace("_)", r"\s)").replace("_", r"\s+")
