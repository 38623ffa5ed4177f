"""The sentences of a quote that say something, and what is left of one without its lead-in ("She wrote: …")."""

import re
from collections.abc import Iterator

from lib.context.text.abbreviations import NO_END
from lib.context.text.copied_marks import without_markup
from lib.context.text.languages import LANGUAGES, WITHOUT_BLANKS, language_words, languages, small
from lib.context.text.mail.mail_words import mail_words, plain
from lib.context.text.normalize import fold

FEWEST_WORDS, SHORTEST = 4, 12
"""A sentence below either figure is common property ("See you then.", "Det passer."): that somebody else wrote it
before says nothing. In scripts without spaces eight signs are as much."""
_SHORTEST_DENSE = 8
_PARAGRAPH = re.compile(r"\n[ \t\r>]*\n")
_SENTENCE = re.compile(rf"[.!?;\u2026](?!{NO_END})[\"')\]]*\s+|[\u3002\uff01\uff1f]+\s*")
_CLAUSE = re.compile(r"[,:(\"]\s*|\s-+\s")
_DENSE = re.compile(f"[{WITHOUT_BLANKS}]")
_EDGES = " \"'*_.,;:!?()[]{}<>|-"
_BORDERS = ".!?,;:)\"'-\u2026\u3002\uff01\uff1f\x00"
_SENTENCE_END = re.compile(rf"[.!?…](?!{NO_END})(?=\s|$|[\"')\]])|\n[ \t>]*\n", re.I)
_FOLLOWS_END = re.compile(rf"(?:^|[.!?](?!{NO_END})|\n)[\s\"'“”‘’(\[*•-]*$", re.I)
_MARKED = re.compile(rf"[^.!?？؟…\n]+(?:\.(?:(?=[\w-])|{NO_END})[^.!?？؟…\n]+)*[.!?？؟…]*", re.I)
_ASKED = re.compile(r"[?？؟][\"'”’»)\s]*$")
_ALSO = r"(?:(?:and|so|but|then|und|aber|also|et|alors|donc|mais|y|e|pero|entonces|ma|quindi|allora|mas|então)\s+)?"
_BORDER = re.compile(rf"\s*(?:[,;:]|\s[–—-]|…|\.{{3}})\s+{_ALSO}|\s+(?=¿)")
"""Where a clause ends and the next begins, behind its conjunction."""
_OR = re.compile(r"(?:or|oder|ou|o|oppure)(?!\w)")
_LEAD = re.compile(rf"[\W_]*(?:{_ALSO})")
_OPEN = re.compile(
    r"(?!(?:seit|damit|jetzt)\s)\w+(?:e|en|t)\s+(?:ich|wir|sie|du|ihr|er|es|man)(?!\w)"
    r"|(?:when|once|whenever|as soon as|after|before|until|wenn|sobald|bevor|nachdem|quand|lorsque?|dès que|avant|après"
    r"|cuando|en cuanto|antes|después|quando|appena|prima|dopo|assim que|depois)(?!\w)"
)
"""A German question by its verb, and what is only said of a time: neither is stated, whatever follows."""
FARTHEST = 600
"""Characters around a quote that are looked at for the rest of its sentence."""
AHEAD = 32
"""Characters behind a mark that tell whether it ends a sentence."""
MOST_ADDED = 2
"""Words behind the last mark that leave a sentence what it was."""
_COURTESY = re.compile(
    r"(?:many |vielen |with )?(?:thank|dank|merci|gracias|grazie|obrigad|as (?:i|we|you)|you (?:say|said|wrote|know)"
    r"|wie (?:gesagt|sie)|comme|como|come|please|bitte|por favor|per favore|s'il)"
)
MOST_LEFT_OUT = 5
"""Words of a lead-in that has no mark behind it ("well she said our budget is …")."""


def sentences(quote: str) -> tuple[str, ...]:
    """The folded sentences of `quote` that are long enough to be somebody's own, without their marks."""
    found = []
    for paragraph in _PARAGRAPH.split(quote):
        for sentence in _SENTENCE.split(fold(without_markup(paragraph)).text):
            words = sentence.strip(_EDGES)
            if is_substantial(words):
                found.append(words)
    return tuple(found)


def sentence_parts(text: str) -> list[str]:
    """The sentences of `text` as written, without those that have no word."""
    return [part for part in _SENTENCE_END.split(text) if any(map(str.isalpha, part))]


def marked_sentences(text: str) -> list[str]:
    """The sentences of `text` as written with the marks that end them; a line ends a sentence, too."""
    return _MARKED.findall(text)


def sentence_span(body: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences that `body[start:end]` touches begin and end, at most `FARTHEST` characters around it."""
    ends = _SENTENCE_END.finditer(body, max(0, start - FARTHEST), start + AHEAD)
    starts = [match.end() for match in ends if match.end() <= start]
    stop = _SENTENCE_END.search(body, max(0, end - 1), end + FARTHEST)
    first = starts[-1] if starts else max(0, start - FARTHEST)
    return first, stop.end() if stop else min(len(body), end + FARTHEST)


def question_at(sentence: str) -> int | None:
    """Where the question begins that a statement ends in ("I am deaf, can you write to me?"); None where there is none.

    What only asks whether the statement is so ("…, is that right?", "…, don't we?") makes a question of all of it.
    """
    if not _ASKED.search(sentence):
        return None
    words = small(sentence)
    tables = [language_words()[code] for code in languages(sentence) or LANGUAGES]
    opening = _opening(words)
    if _OPEN.match(words, opening) or any(
        pattern.match(words, opening) for table in tables for pattern in (table.questions, table.conditions)
    ):
        return None
    for border in _BORDER.finditer(words):
        if _OR.match(words, border.end()) or any(table.checks.match(words, border.end()) for table in tables):
            return None
        if any(table.questions.match(words, border.end()) for table in tables):
            return border.start()
    return None


def _opening(words: str) -> int:
    """Where the first clause begins behind a conjunction and marks."""
    lead = _LEAD.match(words)
    return lead.end() if lead else 0


def follows_end(before: str) -> bool:
    """Whether what comes after the text `before` begins a sentence or a line."""
    return bool(_FOLLOWS_END.search(before))


def is_substantial(words: str) -> bool:
    """Whether the folded `words` are more than a phrase that everybody uses."""
    if _DENSE.search(words):
        return len(words) >= _SHORTEST_DENSE
    return len(words) >= SHORTEST and words.count(" ") + 1 >= FEWEST_WORDS


def cores(sentence: str) -> Iterator[str]:
    """What is left of the folded `sentence` without a lead-in, where the lead-in turns nothing round.

    A lead-in ends at a mark, or is up to five words long; with a figure or a negation in it, the sentence says its own.
    """
    starts = {match.end() for match in _CLAUSE.finditer(sentence)}
    position = 0
    for _ in range(MOST_LEFT_OUT):
        position = sentence.find(" ", position) + 1
        if not position:
            break
        starts.add(position)
    for start in sorted(starts):
        left_out = plain(sentence[:start])
        if any(map(str.isdigit, left_out)) or not mail_words().negations.isdisjoint(re.split(r"[^\w']+", left_out)):
            return
        if is_substantial(core := sentence[start:].strip(_EDGES)):
            yield core


def head(sentence: str) -> str:
    """What is left of the folded `sentence` without a few words behind its last mark ("…, thanks again"), or nothing.

    Words with a figure or a negation say something of their own.
    """
    marks = list(_CLAUSE.finditer(sentence))
    if not marks:
        return ""
    kept, left_out = sentence[: marks[-1].start()].strip(_EDGES), plain(sentence[marks[-1].end() :])
    is_said = any(map(str.isdigit, left_out)) or not mail_words().negations.isdisjoint(re.split(r"[^\w']+", left_out))
    is_filler = left_out.count(" ") < MOST_ADDED or _COURTESY.match(left_out)
    return kept if is_filler and not is_said and is_substantial(kept) else ""


def begins_sentence(text: str, position: int) -> bool:
    """Whether a sentence or a clause begins at `position` of the folded `text`."""
    before = text[max(0, position - 3) : position].rstrip(" ")
    return not before or before[-1] in _BORDERS


def ends_sentence(text: str, position: int) -> bool:
    """Whether a sentence of the folded `text` ends at `position`."""
    after = text[position : position + 2].lstrip("\"')*_ ")
    return not after or after[0] in ".!?;\u2026\u3002\uff01\uff1f\x00"
