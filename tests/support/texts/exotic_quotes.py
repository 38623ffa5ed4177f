"""Quotes as programs and models garble them, of bodies with marks of quoting, odd spaces, accents and signs unseen."""

import random
import unicodedata
from collections.abc import Iterator

from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.evidence.quotes.find import FoundQuote, find
from lib.context.evidence.quotes.source import Source
from lib.context.model import Interaction
from lib.context.text.normalize import folded_words
from tests.support.site import ANNA, day

WORDS = (
    *("budget", "Straße", "café", "cafe\u0301", "Việt", "ệ", "ﬁne", "İstanbul", "½", "500,000", "東京", "が", "한국어"),
    *("don’t", "“big”", "flat–house", "мы", "хотим", "שלום", "مرحبا", "e\u0323\u0302", "na\u00efve", "A\u030angström"),
    *("ok…", "x\u00adyz", "👍🏽", "z\u200dw"),
)
SPACES = (
    " ",
    " ",
    " ",
    "  ",
    "\u00a0",
    "\t",
    "\n",
    "\r\n",
    "\n> ",
    "\n> > ",
    "\n>",
    "\u2028",
    " \u200b",
    "\u202f",
    "\n\n",
)
UNSEEN = ("", "", "", "\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\ufe0f", "\u202e", "\u180b", "\u034f")
FORMS = ("NFC", "NFD", "NFKC", "NFKD")


def wrong_slices(number: int, *, seed: int) -> tuple[list[tuple[str, str]], int]:
    """The pairs of body and quote whose slice is not the words where they stand, and how many of `number` are found."""
    wrong, found = [], 0
    for body, quote in _pairs(number, random.Random(seed)):
        row = Interaction("m1", ANNA, "email", "in", "contact", None, None, None, body, False, day(0), None, day(0))
        correspondence = correspondence_of([row])
        place = find(quote, Source(row), correspondence)
        if isinstance(place, FoundQuote):
            found += 1
            item = place.evidence
            is_slice = item.quote == body[item.start : item.end] and item.quote != ""
            if not is_slice or _plain(quote) not in _plain(item.quote) or not _is_uncut(body, item.start, item.end):
                wrong.append((body, quote))
    return wrong, found


def _pairs(number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    for _ in range(number):
        words = chance.choices(WORDS, k=chance.randint(6, 24))
        pieces = [piece for word in words for piece in (_hidden(word, chance), chance.choice(SPACES))]
        body = chance.choice(("", "> ", "\u200b> ")) + "".join(pieces)
        first = chance.randrange(len(words) - 3)
        last = chance.randint(first + 2, len(words))
        quote = "".join(pieces[2 * first : 2 * last - 1])
        yield body, _garbled(quote, chance)


def _hidden(word: str, chance: random.Random) -> str:
    place = chance.randint(0, len(word))
    return word[:place] + chance.choice(UNSEEN) + word[place:]


def _garbled(quote: str, chance: random.Random) -> str:
    quote = unicodedata.normalize(chance.choice(FORMS), quote)
    if chance.random() < 0.3:
        quote = " ".join(quote.replace(">", " ").split())
    if chance.random() < 0.3:
        quote = quote.swapcase()
    if chance.random() < 0.2:
        quote = _hidden(quote, chance)
    if chance.random() < 0.1:
        quote = quote.replace("budget", "budgets").replace("500", "501")
    return f"…{quote}…" if chance.random() < 0.1 else quote


def _plain(text: str) -> str:
    """The text as it is compared, without marks of quoting and at its edges."""
    return " ".join(folded_words(text.replace(">", " ")).split()).strip(" \"'*_.")


def _is_uncut(body: str, start: int, end: int) -> bool:
    """Whether neither a word nor an accent is cut at either end."""
    after = body[end : end + 1]
    return not (after and unicodedata.combining(after) and after != "\u034f")
