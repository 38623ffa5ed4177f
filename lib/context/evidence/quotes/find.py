"""One quote found in its source: where it stands, whose words it holds and when they were first seen."""

import re
from dataclasses import dataclass
from itertools import islice

from lib.context.evidence.quotes.correspondence import Correspondence, Origin
from lib.context.evidence.quotes.source import Source
from lib.context.model import Author, Evidence
from lib.context.text.abbreviations import NO_END
from lib.context.text.copied_marks import copied_end, without_marks, without_markup, without_quote_prefixes
from lib.context.text.greetings import greeting_end
from lib.context.text.mail.mail_signatures import MailPart
from lib.context.text.mail.segments import parts_of
from lib.context.text.normalize import Folded, fold
from lib.context.text.sentences import sentence_span, sentences

SHORTEST, LONGEST = 12, 400
"""The length of a quote in folded characters; a whole sentence, or a whole member of one, may be shorter."""
MOST_PLACES = 500
"""Places of one quote in one interaction that are looked at."""
_EDGES = " \"'*_"
_AROUND = _EDGES + ".!?…,;:"
_BULLETS = ("•", "·", "–", "-")
_END_MARKS = ".!?…。！？"
_ENDS = re.compile(rf"""[{_END_MARKS}](?!{NO_END})["'”’)\]」]*$""", re.I)
_MEMBER = re.compile(r"[^\W\d_]{2,}\s+(?:\S+\s+)*[^\W\d_]{3,}|\d+\s+[^\W\d_]{3,}")
"""Two words that may say something ("two cats"), or a number with what it counts."""
_OPENS = re.compile(rf"(?:^|[.!?…;:,(\n](?!{NO_END})|(?<!\w)(?:and|und|et|y|e))\s*$", re.I)
_CLOSES = re.compile(r"\s*(?:$|[.!?…;:,)\n])")
_Place = tuple[int, int, set[MailPart]]


@dataclass(frozen=True)
class FoundQuote:
    """One quote found in a source; `is_own` where the author stated it and did not quote, sign or borrow it."""

    evidence: Evidence
    is_own: bool
    around: str = ""
    """The sentences that it is cut out of."""

    @property
    def is_statement_of_contact(self) -> bool:
        """Whether the client said it themselves in this very message, and nobody else before them."""
        return self.is_own and self.evidence.author == "contact"


def find(quote: str, source: Source, correspondence: Correspondence) -> FoundQuote | str:
    """Where `quote` stands in `source`, preferring the author's own words; or the slug of what is wrong with it.

    `first_seen_at` is asked of the sentences, not of the quote as a whole, and the oldest counts: a new greeting before
    an old sentence makes the sentence no younger. Sentences below `sentences.FEWEST_WORDS` carry no claim and are left
    out; a quote of so few words is as old, and whose, as the sentence it is cut out of. By the same places the client's
    words are told from borrowed ones: a sentence that first stood in somebody else's message, or in a quoted part of
    any, is not the contact's, in whatever layout it comes back.
    """
    words = fold(without_markup(quote)).text.strip(_EDGES).removeprefix("...").removesuffix("...").strip(_EDGES)
    if not any(character.isalnum() for character in words):
        return "quote_empty"
    if len(words) > LONGEST:
        return "quote_too_long"
    places = _places(words, source) or _places_without_marks(quote, source)
    if not places:
        return "quote_not_found"
    start, end, parts = min(places, key=lambda place: (place[2] != {"own"}, "quoted" in place[2], place[0]))
    body = source.interaction.body
    end = copied_end(quote, body, end)
    if len(words) < SHORTEST and not (_is_sentence(body, start, end) or _is_member(body, start, end)):
        return "quote_too_short"
    occurred_at = source.interaction.occurred_at
    stated = sentences(body[start:end]) or _around(body, start, end)
    origins = [origin for item in stated if (origin := correspondence.origin(item))]
    moments = [item.source.at for item in origins] if origins else [correspondence.first_seen(words)]
    borrowed = next((origin for origin in origins if _is_borrowed(origin, source)), None)
    author: Author = source.author if parts <= {"own", "signature"} else "other"
    if borrowed and author == "contact":
        author = "us" if borrowed.source.author == "us" and borrowed.is_own else "other"
    evidence = Evidence(
        interaction_id=source.interaction.id,
        start=start,
        end=end,
        quote=body[start:end],
        occurred_at=occurred_at,
        first_seen_at=min([occurred_at, *(moment for moment in moments if moment)]),
        author=author,
    )
    is_own = parts == {"own"} and not (borrowed and source.author == "contact")
    return FoundQuote(evidence, is_own=is_own, around=body[slice(*sentence_span(body, start, end))])


def _around(body: str, start: int, end: int) -> tuple[str, ...]:
    """The sentences that `body[start:end]` is cut out of: of its own lines, so that no line above them leads in."""
    first, last = sentence_span(body, start, end)
    line = max(first, body.rfind("\n", 0, start) + 1)
    stop = body.find("\n", end)
    return sentences(body[line : min(last, stop) if stop >= 0 else last]) or sentences(body[first:last])


def _places(words: str, source: Source, *, folded: Folded | None = None) -> list[_Place]:
    """Where the folded `words` stand in `source`, with the parts that they touch."""
    found = islice((folded or source.folded).occurrences(words), MOST_PLACES)
    return [(start, end, parts_of(source.segments, start, end)) for start, end in found]


def _places_without_marks(quote: str, source: Source) -> list[_Place]:
    """Where the words of `quote` stand in `source`, whatever marks are around and between them in either."""
    folded = source.folded_without_marks
    for copied in without_quote_prefixes(quote):
        words = fold(without_marks(copied)).text.strip(_EDGES)
        places = _places(words, source, folded=folded) or _places(words.strip(_AROUND), source, folded=folded)
        if places:
            return places
    return []


def _is_borrowed(origin: Origin, source: Source) -> bool:
    """Whether words of `source` stood before in a message or part that is not its author's."""
    earlier, later = origin.source.interaction, source.interaction
    if earlier.id == later.id or (earlier.occurred_at, earlier.id) > (later.occurred_at, later.id):
        return False
    return origin.source.author != source.author or not origin.is_own


def _is_member(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is a member of its sentence that says something: between marks or behind an "and"."""
    says = _MEMBER.fullmatch(body[start:end].strip(_EDGES)) is not None
    return says and bool(_OPENS.search(body[max(0, start - 8) : start]) and _CLOSES.match(body, end))


def _is_sentence(body: str, start: int, end: int) -> bool:
    """Whether `body[start:end]` is one whole sentence: marks, blank lines, bullets or a greeting are around it."""
    before, after = body[:start].rstrip(" \t\"'“‘(*_"), body[end:].lstrip(" \t\"'”’)*_\r")
    line = before.rstrip().rsplit("\n", 1)[-1]
    new_paragraph = re.search(r"\n[ \t\r]*\n[ \t>]*$", before) is not None
    is_item = line.strip() in _BULLETS
    opens = (
        not before.strip()
        or new_paragraph
        or is_item
        or bool(_ENDS.search(before.rstrip()) or (line and greeting_end(line) == len(line)))
    )
    closes = (
        bool(_ENDS.search(body[start:end]))
        or not after.strip()
        or after[0] in _END_MARKS
        or bool(re.match(r"\n[ \t\r]*\n", after))
        or (is_item and bool(re.match(rf"\n[ \t]*[{''.join(_BULLETS)}][ \t]", after)))
    )
    return opens and closes
