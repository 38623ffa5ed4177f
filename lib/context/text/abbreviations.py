"""Where a dot ends no sentence: behind the abbreviations of `abbreviations.toml`, and in a German date."""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from lib.context.text.values.month_names import german_months

ABBREVIATIONS: Mapping[str, Sequence[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""The abbreviations by list: `titles`, `leads`, `figures` and `endings`."""
TITLES = frozenset(ABBREVIATIONS["titles"])


def _behind(words: Iterable[str]) -> str:
    """Right behind the dot of one of `words`; a pattern that looks back has one length, so there is one a length."""
    spaced = {form.replace(".", "\\.") for word in words for form in _forms(word)}
    lengths = groupby(sorted(spaced, key=lambda word: (_length(word), word)), key=_length)
    return "|".join(rf"(?<=\b(?:{'|'.join(group)})\.)" for _, group in lengths)


def _forms(word: str) -> Iterable[str]:
    """How an abbreviation is typed: with its accents composed, apart or left out, with blanks behind its inner dots."""
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    for form in (word, apart, bare):
        yield from (form, form.replace(".", ". "))


def _length(pattern: str) -> int:
    return len(pattern.replace("\\", ""))


def _inner() -> str:
    """Right behind a dot within an abbreviation that is written with a blank ("z. B.")."""
    forms = {form for words in ABBREVIATIONS.values() for word in words for form in _forms(word) if ". " not in form}
    parts = [form.split(".") for form in sorted(forms)]
    return "|".join(
        rf"(?<=\b{'. '.join(part[:number])}\.)(?=\s{part[number]}\.)".replace(". ", "\\. ")
        for part in parts
        for number in range(1, len(part))
    )


_OPENERS = (
    "i|we|you|he|she|it|they|the|our|my|this|that|there|these|please|thanks?|is|are|do|in|on|at|for|and|but|if|so|let"
    "|ich|wir|er|sie|es|das|die|der|bitte|unser|mein|danke|und|aber|wenn"
    "|je|nous|vous|il|elle|on|ils|le|la|les|notre|mon|ma|merci|et|mais|si"
    "|yo|nosotros|el|los|las|mi|nuestr[oa]|es|por|gracias|y|pero|no|io|noi|lo|gli|mio|è|grazie|e|ma|non|se"
    "|eu|nós|os?|as?|meu|minha|é|obrigad[oa]|mas|não"
)
_INITIAL = (
    rf"(?:(?<=[\s(\"'][^\W\d_iI]\.)|(?<=^[^\W\d_iI]\.)|(?<=\s[^\W\d_apAP]\.[^\W\d_mM]\.))"
    rf"(?=\s+(?!(?:{_OPENERS})\b)[^\W\d_])"
)
"""Right behind the dot of an initial before a name ("J. Kim"); what opens a sentence is no name ("plan B. We …")."""
_ENDINGS = "|".join(rf"(?<={end}\.)" for end in ABBREVIATIONS["endings"])
_BEFORE_ORDINALS = ("am|ab|im", "vom|zum|bis|den|der|die|das", "beim|seit")
_ORDINAL = "|".join(rf"(?<=\b(?:{words}) {digits}\.)" for words in _BEFORE_ORDINALS for digits in (r"\d", r"\d\d"))
"""Right behind a German ordinal and its article: before a small letter no sentence ends there ("am 4. kommen wir")."""
NO_END = (
    rf"(?:{_behind([*ABBREVIATIONS['titles'], *ABBREVIATIONS['leads']])}"
    rf"|(?:{_behind(ABBREVIATIONS['figures'])}|{_ENDINGS})"
    rf"(?=\s*[\d+(#])|{_inner()}|{_INITIAL}"
    rf"|(?<=\d\.)(?=\s(?:{'|'.join(german_months())})\b)|(?:{_ORDINAL})(?=\s+(?-i:[a-zäöüß])))"
)
"""Right behind a dot that ends no sentence: after an abbreviation, and in a German date ("am 3. Mai").

For letters of either size where the pattern that it stands in ignores case.
"""
