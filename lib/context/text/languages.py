"""The six languages that claims are compared in: which one a text is in, and its content words as stems."""

# Words are compared by their stems; lemma tables (simplemma) take 40 to 400 MB and a second to load, and know names as
# words. A language is told by its stop words: enough for six languages
# and a sentence, and a text without any stays undecided instead of being guessed.
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib import stems
from lib.context.text.verbs.irregular import infinitives
from lib.stems import StemmedLanguage

_SNOWBALL: dict[str, StemmedLanguage] = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
}  # fmt: skip
LANGUAGES = tuple(_SNOWBALL)
WITHOUT_BLANKS = "\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff"
"""The signs, for a class of a pattern, of scripts that put no blanks between words: Thai, Lao, kana, Han."""
_RUN = re.compile(r"(\S{120})(?=\S)")
_BLANKS = re.compile(r"\s{40,}")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_OTHER_WORDS = ("ne",)
"""What a negation without its accents would be mistaken for: né is no French ne."""
_ALIKE = str.maketrans({"İ": "i", "ı": "i", "ς": "σ", "’": "'"})
"""Letters whose case makes two of one or none (Turkish i, Greek sigma) by the one that they are compared as."""
_NO_STOP_WORD = re.compile(
    r"(?<=[^\W_] )(?![a-z]|(?:Sie|Ihr\w*|Ihnen|I)\b)[^\W\d_][^\W\d_A-Z]+\b"
    r"|\bMia\b(?! (?:figli|mogli|sorell|madre|mamma|nonn|zi|cugin|cas|macchin|auto|mail|amic|famigli|ditta|vita))"
)
"""Words with a capital inside a sentence, which are names and no stop words ("Daughter Mia"), but for German's Sie."""
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]-(?=[^\W\d_]{2})")
"""A letter before a hyphen, which is no word ("e-mail" has no Italian "and")."""
CLEAR = 3
"""Stop words of one language from which on the look of the other words is believed in full."""
_WRITTEN_FOR = {
    "it": (("gh", "g"), ("ch", "c")),
    "es": (("gu", "g"), ("qu", "c")),
    "pt": (("gu", "g"), ("qu", "c")),
}
"""Letters at the end of a stem that only the ending changes, and what they are written as before others."""
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class LanguageWords:
    """What `language_words.toml` says of one language."""

    stop: frozenset[str]
    greetings: re.Pattern[str]
    """How a message begins ("dear", "guten Tag")."""
    dear: re.Pattern[str]
    """Those that are other words, too, where nobody is named behind them ("lieber", "caro")."""
    addressed: re.Pattern[str]
    """Whom a greeting greets in small letters ("all", "frau")."""
    light: frozenset[str]
    """Stems of the verbs that most statements are opened with ("wants", "needs")."""
    negated: re.Pattern[str]
    """A negation, or words that say that something ended."""
    ended: re.Pattern[str]
    """Words that say that something was so and is so no longer."""
    against: re.Pattern[str]
    """Words of dislike ("avoid", "allergic"), which deny what they name unless they are denied themselves."""
    excepted: re.Pattern[str]
    """Words that deny only what follows them ("instead of", "without")."""
    before_figure: re.Pattern[str]
    """A negation or an exception at the end of a text: it denies the figure that comes next ("not for 30")."""
    soft: re.Pattern[str]
    """Words that may deny what stands beside them ("gluten-free")."""
    people: re.Pattern[str]
    """Whom a client may speak of beside themselves ("brother")."""
    first: re.Pattern[str]
    """Words by which somebody speaks of themselves ("we", "our")."""
    conditions: re.Pattern[str]
    """Words that make a sentence that they open, and what stands behind them, one of what might be ("if")."""
    conditions_within: re.Pattern[str]
    """Those that do so for a clause wherever they stand."""
    doubted: re.Pattern[str]
    """Conditions and words of doubt: what stands behind them in its clause is not stated ("whether", "I doubt")."""
    shape: re.Pattern[str]
    """How words look that few of the other languages have ("\\w+ing")."""
    only: re.Pattern[str]
    """How words look that none of the other languages has ("\\w+ção")."""
    past: frozenset[str]
    questions: re.Pattern[str]
    """How a question opens that a statement ends in ("I am deaf, can you write?")."""
    checks: re.Pattern[str]
    """Those of them that ask whether the statement is so ("…, is that right?")."""
    days: tuple[tuple[re.Pattern[str], int | None], ...]
    """Phrases for a day, the longest first, with the step from the day of writing; None where no day is meant."""
    next: re.Pattern[str]
    last: re.Pattern[str]
    this: re.Pattern[str]
    """What makes a day of the week the next one ("this Friday")."""
    next_week: re.Pattern[str]
    """Words for the week after this one, of which a day of the week may be ("Friday of next week")."""


@cache
def language_words() -> Mapping[str, LanguageWords]:
    """The words by language, read once."""
    written = tomllib.loads(Path(__file__).with_name("language_words.toml").read_text("utf-8"))
    return {code: _read(written[code], code) for code in LANGUAGES}


def _read(written: Mapping[str, Any], code: str) -> LanguageWords:
    steps = [(phrase, None if step == "-" else int(step)) for step, said in written["days"].items() for phrase in said]
    steps.sort(key=lambda item: -len(item[0]))
    return LanguageWords(
        stop=frozenset(written["stop"].split()),
        greetings=_any(written["greetings"]),
        dear=_any(written["dear"]),
        addressed=_any([written["addressed"]]),
        light=frozenset(stem(word, code) for word in written["light"].split()),
        negated=_any(_typed([*written["ended"], *written["negations"]])),
        ended=_any(_typed(written["ended"])),
        against=_any(_typed(written["against"])),
        excepted=_any(_typed(written["except"])),
        before_figure=_before_figure([*_typed(written["except"]), *_typed(written["negations"])], code),
        soft=_any(written["soft"]),
        people=_any([written["people"]]),
        first=_any([written["first"]]),
        conditions=_any([written["conditions"]]),
        conditions_within=_any([written["conditions_within"] or "(?!)"]),
        doubted=_any([written["conditions"], written["doubts"]]),
        shape=_any(written["shape"]),
        only=_any(written["only"]),
        past=frozenset(written["past"]),
        questions=_any([written["questions"]]),
        checks=_any([written["checks"]]),
        days=tuple((_any(_typed([re.escape(phrase)])), step) for phrase, step in steps),
        next=_any(written["next"]),
        last=_any(written["last"]),
        this=_any(written["this"]),
        next_week=_any(_typed(written["next_week"])),
    )


@cache
def greetings_in_any() -> str:
    """The greetings of all languages as one pattern."""
    return "|".join(table.greetings.pattern for table in language_words().values())


@cache
def excepted_in_any() -> re.Pattern[str]:
    """The words of all languages that deny only what follows them: few of them are words of another language."""
    return re.compile("|".join(table.excepted.pattern for table in language_words().values()))


def _before_figure(patterns: list[str], code: str) -> re.Pattern[str]:
    sign = r"(?!no\s)" if code == "en" else ""  # "no 5" is number five
    return re.compile(rf"(?<!\w){sign}(?:{either_s('|'.join(patterns))})\s+(?:for\s|[$€£]\s?)?$")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either_s('|'.join(patterns)) or '(?!)'})(?!\w)")


def either_s(pattern: str) -> str:
    """The pattern that finds ss for ß, too: capitals and Switzerland have no ß."""
    return pattern.replace("ß", "(?:ß|ss)")


def _typed(patterns: list[str]) -> list[str]:
    """The patterns with those that people type without accents or with ae for ä, where these are no other word."""
    bare = (without_accents(pattern) for pattern in patterns)
    german = (pattern.translate(_SPELLED) for pattern in patterns)
    return [*patterns, *sorted({*bare, *german} - {*patterns, *_OTHER_WORDS})]


def bounded(text: str) -> str:
    """`text` with runs of more than 120 signs or 40 blanks broken, so that every search in it takes linear time."""
    return _BLANKS.sub(" ", _RUN.sub(r"\1 ", text))


def small(text: str) -> str:
    """`text` composed, in small letters and with straight apostrophes; as long as `text` is where it is composed.

    A Turkish i is one letter with or without its dot, and so is a Greek sigma wherever it stands.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).translate(_ALIKE).lower().translate(_ALIKE)


@lru_cache(4096)
def languages(text: str) -> tuple[str, ...]:
    """The languages, of the six, that `text` is most likely in, by its stop words; else by people or its first verb.

    Of those with the most, or one fewer, the look of the other words decides, and the verbs of opening ("wants"); where
    they do not, all count.
    """
    text = _NO_STOP_WORD.sub(lambda word: " " if word[0][0].isupper() else word[0], text)
    found_words = _LETTERS.findall(small(_INITIAL.sub("", text)))
    words = [part for word in found_words for part in ({word, *word.split("'")} if "'" in word else (word,))]
    counts, stop_words = dict.fromkeys(LANGUAGES, 0), _stop_words()
    for word in words:
        for code in stop_words.get(word, ()):
            counts[code] += 1
    if not any(counts.values()):  # "Tochter Mia mag Ponys": whom it speaks of tells the language
        counts = {code: len(table.people.findall(small(text))) for code, table in language_words().items()}
    if not any(counts.values()):  # "Mag ruhige Tische": the verb that opens it
        counts = {code: sum(is_light(stem(word, code), code) for word in words[:1]) for code in LANGUAGES}
    most = max(counts.values())
    found = tuple(code for code, count in counts.items() if most and count == most)
    close = tuple(code for code, count in counts.items() if count and count >= most - 1)
    if len(close) > 1:
        told = {code: counts[code] + _evidence(words, code) for code in close}
        best = max(told.values())
        found = tuple(code for code in close if told[code] >= best - (code in found and counts[code] < CLEAR))
    return _opened_in(words[0], found) if len(found) > 1 else found


def _opened_in(word: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The one of `codes` whose verb `word` is, which opens a statement; all of them where it is of none alone."""
    opened = [code for code in codes if is_light(stem(word, code), code)]
    return tuple(opened) if len(opened) == 1 and word not in _stop_words() else codes


@cache
def _stop_words() -> Mapping[str, tuple[str, ...]]:
    """The stop words of all languages, each with those that have it."""
    found: dict[str, list[str]] = {}
    for code, table in language_words().items():
        for word in table.stop:
            found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


def _evidence(words: Sequence[str], code: str) -> int:
    """How many of `words` look like the language's own, or are its verbs of opening; what no other has counts twice."""
    return sum(_look(word, code) for word in words)


@lru_cache(65536)
def _look(word: str, code: str) -> int:
    table = language_words()[code]
    is_alike = word not in table.stop and (bool(table.shape.fullmatch(word)) or is_light(stem(word, code), code))
    return (table.only.fullmatch(word) is not None) + is_alike


def shared_languages(text: str, other: str) -> tuple[str, ...]:
    """The languages that both may be in; a text whose language is not known goes with the other, English at worst."""
    ours, theirs = languages(text), languages(other)
    if ours and theirs:
        return tuple(code for code in ours if code in theirs)
    return ours or theirs or ("en",)


@lru_cache(4096)
def content_stems(text: str, language: str) -> frozenset[str]:
    """The stems of the words of `text` that are neither stop words nor figures, without accents."""
    stop = language_words()[language].stop
    return frozenset(
        stem(word, language)
        for match in _LETTERS.findall(small(text))
        for word in match.split("'")
        if word not in stop and match not in stop and len(word) > 1
    )


def telling_stems(text: str, language: str) -> frozenset[str]:
    """The stems of `content_stems` without those of the verbs that most statements are opened with."""
    return frozenset(word for word in content_stems(text, language) if not is_light(word, language))


def is_light(stemmed: str, language: str) -> bool:
    """Whether a stem is that of a verb that most statements are opened with ("wants", "needs")."""
    return stemmed in language_words()[language].light


@lru_cache(65536)
def stem(word: str, language: str) -> str:
    """The stem of one word in small letters, without accents, alike before every ending ("pago", "paghiamo").

    An irregular form of a verb has the stem of its infinitive ("vient", "venons").
    """
    infinitive = infinitives(without_accents).get(language, {}).get(word, word)
    stemmed = without_accents(stems.stem(infinitive, _SNOWBALL[language]))
    for written, heard in _WRITTEN_FOR.get(language, ()):
        if stemmed.endswith(written) and len(stemmed) > len(written) + 1:
            return stemmed[: -len(written)] + heard
    return stemmed


def without_accents(text: str) -> str:
    """`text` without its accents; composed otherwise."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
