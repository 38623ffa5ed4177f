"""Whether a quote is cut so that its meaning turns: out of a denial, a condition, a doubt or a question."""

import re

from lib.context.evidence.clause_ends import CLAUSE_ENDS, joined
from lib.context.evidence.polarity import is_negative
from lib.context.evidence.stated.governed import is_governed
from lib.context.evidence.stated.standpoint import POSSIBLE
from lib.context.evidence.stated.taken_back import is_taken_back
from lib.context.text.languages import LANGUAGES, bounded, language_words, languages, small
from lib.context.text.sentences import AHEAD, marked_sentences, question_at, sentence_span
from lib.context.text.values.quantities import numbers

_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|und|et|y|e)\s+)*(?:¿|should|shall|do|does|did|is|are|am|was|were|have|has|had|will|would|can|"
    r"could|may|might|who|what|when|where|why|how|which|\w+\s+(?:wir|ich|sie|du|ihr|er|es)|ist|sind|wer|was|wann|wo|"
    r"warum|wie|est-ce|\w+-(?:t-)?(?:ils?|elles?|on|vous|nous|je|tu)|que|qui|quand|où|pourquoi|comment|che|chi|cosa|"
    r"quando|dove|come|perché|quem|onde|como)(?!\w)"
)
_NOT_THAT = re.compile(
    r"(?<!\w)(?:it(?:'s| is) not (?:that|as if|as though|true that|the case that)|it isn't (?:that|true that|as if)"
    r"|es ist (?:\w+ )?nicht (?:so|wahr),? (?:dass|daß)|ce n'est pas (?:que|vrai que)|il n'est pas (?:vrai|exact) que"
    r"|no es (?:que|verdad que|cierto que)|non è (?:che|vero che)|não é (?:que|verdade que))(?!\w)"
)
"""What denies all that is said behind it."""
_PERHAPS = re.compile(
    r"(?:maybe|perhaps|vielleicht|eventuell|peut-être|quizás?|tal vez|a lo mejor|forse|magari|talvez|se calhar)(?!\w)"
)
"""Words of a condition that are one of what they stand beside alone ("…, perhaps in May")."""
_STOP = re.compile(r"[.!?;:\n]\s*|\s[–—-]\s")
_COLON = re.compile(r"\s?:(?=\s)")
_OWN_SUBJECT = re.compile(
    r"(?<!\w)(?:and|und|et|y|e)\s+(?:i|we|ich|wir|je|j'\w+|moi je|nous|yo|nosotr[oa]s|io|noi|eu|nós)(?!\w)"
)
"""Where a clause with a subject of its own is joined to a quote ("… and I eat no"): it denies only its own."""
_REQUEST = re.compile(
    r"^\W*(?:(?:please|hi|hello|dear \w+|and|so|also)\W+)*"
    r"(?:can|could|would|will|may|might|shall we"
    r"|kann|können|könnten|könnte|würden|dürfen|pourriez|pouvez|peut|peux"
    r"|pourrait|serait|puede|podría|podrían|podemos|puedes|può|potrebbe|possiamo|potete|pode|poderia|podem)(?!\w)"
)

_REMINDS = re.compile(
    r"(?:remind|mention|point out|note|record|add|erinnern|hinweisen|vermerken|notieren|erwähnen|rappeler|signaler"
    r"|préciser|noter|inscrire|recuerdo|recordar\w*|anotar|apuntar|ricordar\w*|segnalar\w*|annotare|segnare"
    r"|mettere agli atti|lembrar|registar|registrar|apontar)(?!\w)[^.?!;:]{0,20}[ ,](?:that|dass|que|qu'|che)\s*$"
)
"""Words of a question right behind which it states something ("May I remind you that …?")."""

_REASON = re.compile(
    r"[,–—-]\s+(?:because|denn|weil|parce qu(?:e\s|')|puisqu(?:e\s|')|porque|ya que|perché|poiché|dato che|pois|já que"
    r"|uma vez que)\s*"
)


def turns(body: str, start: int, end: int, *, may_ask: bool = False) -> bool:
    """Whether the sentence around `body[start:end]` turns the quote's meaning, or only asks.

    It does where the quote leaves out a negation, a condition or a doubt of its own clause ("want to sell the house"
    out of "We do not want to …"), or where all its sentences are questions. A request ("Could you find us …?") counts
    as a statement: it says what its author wants. With `may_ask` any question counts as one, and
    so does what a condition follows: a risk may be one.
    """
    first, last = sentence_span(body, start, end)
    quote = small(body[start:end])
    before, after = small(bounded(body[first:start])), small(bounded(body[end:last]))
    whole = before + quote + after
    whole = joined(whole, languages(whole))
    before, after = whole[: len(before)], whole[len(before) + len(quote) :]
    if _NOT_THAT.search(quote) or is_taken_back(
        before + quote + _ahead(body, end, last), len(before), len(before + quote)
    ):
        return True
    if _cuts_quantities(body[first:last], start - first, end - first):
        return True
    closing = CLAUSE_ENDS.search(after)
    beside = _OWN_SUBJECT.split(after[: closing.start()] if closing else after, maxsplit=1)[0]
    if (
        _is_conditioned(before, quote)
        or (not may_ask and _is_conditioned_behind(quote, after))
        or is_governed(before, quote)
        or (is_negative(beside) and not is_negative(quote))
    ):
        return True
    is_told = _REMINDS.search(before) or _is_reason(before, quote)
    return not may_ask and not is_told and _is_asked(bounded(body[first:end]), bounded(body[end:last]))


def _cuts_quantities(sentence: str, start: int, end: int) -> bool:
    """Whether a number in `sentence[start:end]` is another one in its whole ("between 60 and 80", "80 fewer than")."""
    whole = {number.start: number for number in numbers(sentence)}
    return any(
        found is None or found.values != number.values or (found.is_end and not number.is_end)
        for number in numbers(sentence[start:end])
        for found in [whole.get(start + number.start)]
    )


def _ahead(body: str, end: int, last: int) -> str:
    """The rest of the sentence of a quote that ends at `end`, and how the next one begins, in small letters."""
    return small(bounded(body[end : last + AHEAD]))


def _is_reason(before: str, quote: str) -> bool:
    """Whether a quote gives the reason why its sentence asks ("Is there a lift, because my mother cannot walk?")."""
    reason = _REASON.search(before + quote)
    return reason is not None and len(before) <= reason.end() and reason.start() <= len(before)


def _is_conditioned(before: str, quote: str) -> bool:
    """Whether a condition opens the sentence that a quote is cut out of ("If we sell a car, …").

    A condition that has its own main clause before the quote ("If you like, come; we need no parking") ends at a stop.
    """
    opened = _STOP.split(POSSIBLE.sub(" ", before))[-1].lstrip(" \"'*(-")
    if not opened or opened.count(",") != 1:
        return False
    return any(language_words()[code].conditions.match(opened) for code in languages(before + quote) or LANGUAGES)


def _is_conditioned_behind(quote: str, after: str) -> bool:
    """Whether a condition follows right behind a quote ("We would sell" out of "We would sell if …")."""
    rest = POSSIBLE.sub(" ", after).lstrip(" ,")
    tables = [language_words()[code] for code in languages(quote + after) or LANGUAGES]
    return any(table.conditions.match(rest) and not _PERHAPS.match(rest) for table in tables)


def _is_asked(until: str, after: str) -> bool:
    """Whether the sentences up to the end of a quote, with what is left of the last one, only ask.

    What stands before a colon states ("We want to give notice: how do we do that?") unless its form is a question's,
    and so does a statement that a question follows in the same sentence ("I am deaf, can you write to me?").
    """
    colon = _COLON.search(after)
    if colon and not _ASKS.match(small(until)):
        return False
    *_, last = marked_sentences(until) or [until]
    place = question_at(last + after)
    if place is not None and len(last.rstrip(" ,;:")) <= place:
        return False
    return _is_question(until + after)


def _is_question(sentences: str) -> bool:
    parts = [part for part in marked_sentences(sentences.replace("\n", " ")) if re.search(r"\w", part)]
    return bool(parts) and all(
        part.rstrip(" \"')\n").endswith("?") and not _REQUEST.match(small(part)) for part in parts
    )
