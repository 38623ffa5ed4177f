"""Search over everything in a schema: best match first, misspellings forgiven."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lib.schema.model import Schema, TableName
from lib.schema.search.forms import irregular_forms, is_joined, may_be_form, stem
from lib.schema.search.index import WEIGHTS, HitKind, SearchIndex, index_of, words_of

WHOLE, WORD, START, WITHIN, MISSPELT = 1.0, 0.86, 0.66, 0.45, 0.5
STEM, JOINED = 0.97, 0.8
"""What another form of a word counts, and the word in a name that is written together with others."""
ELSEWHERE = 0.5
"""What a word counts that stands not in the name itself but in the name of its table or schema."""
SEVERAL = 1.4
"""What a name of several words counts that is the whole question: an index asked for by name comes first."""
SHORTEST_WITHIN = 3
ENTRIES_OF_A_PLACE = 3
"""A column may match by its name, its type and its comment."""
LITTLE = "a an and are by do does for from has have holds how i in is it of on or that the to what where which who with"
"""Words of a question that say nothing about what is looked for."""
LITTLE_WORDS = frozenset(LITTLE.split())


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words were found; `score` is between 0 and 1."""

    kind: HitKind
    table: TableName | None
    """The table to open; None for a type that no column has."""
    column: str | None
    """The column to open the table at."""
    name: str
    """What matched: a name, a type, a label or a comment."""
    score: float
    partitions: int = 0
    """How many partitions the table has that was found: they are found as their table."""

    @property
    def name_with_partitions(self) -> str:
        """What matched, with the partitions that count as it."""
        parts = f" and {self.partitions:,} partition{'s' * (self.partitions != 1)}" if self.partitions else ""
        return f"{self.name}{parts}"


def find(schema: Schema, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """The best `limit` places where `words` occur, best first and in a fixed order; none for an empty question.

    Names are compared by their words, in any form (`order_items` and `OrderItem` hold "order" and "item"), also where
    they are written together. Every word of the question counts; one that occurs nowhere is passed over. A place that
    matches in its name and its comment is one hit; a partition is found as its table.
    """
    index = index_of(schema)
    asked = list(dict.fromkeys(words_of(words)))
    telling = [word for word in asked if word not in LITTLE_WORDS] or asked
    best = _by_words(index, [matches for word in telling if (matches := _matching(word, index))])
    if len(asked) > 1:
        for entry, score in _by_whole_name(index, _matching("".join(asked), index)).items():
            best[entry] = max(best.get(entry, 0.0), score)
    return _hits(index, best, limit)


def _hits(index: SearchIndex, scores: dict[int, float], limit: int) -> tuple[Hit, ...]:
    """One hit a place: the best of a column's name, type and comment stands for it."""
    ranked = []
    for number, score in scores.items():
        kind, _, _, name = index.entries[number]
        ranked.append((-score * WEIGHTS[kind], len(name), number))
    places: dict[object, Hit] = {}
    for score, _, number in heapq.nsmallest(limit * ENTRIES_OF_A_PLACE, ranked):
        kind, table, column, name = entry = index.entries[number]
        is_own = kind in ("table", "column", "type", "comment") and table is not None
        place = (table, column) if is_own else entry
        if place not in places:
            parts = index.partitions.get(table, 0) if kind == "table" and table else 0
            places[place] = Hit(kind, table, column, name, score=round(min(-score, 1.0), 4), partitions=parts)
    return tuple(places.values())[:limit]


def _by_words(index: SearchIndex, questions: list[dict[str, float]]) -> dict[int, float]:
    """Scores of the entries in which at least one word of the question stands; the mean over all of its words."""
    own = [_standing(index, matches) for matches in questions]
    if len(own) < 2:
        return own[0] if own else {}
    called = [_called(index, matches) for matches in questions]
    total: dict[int, float] = {}
    for number in set().union(*own):
        table = index.tables[number]
        best = (max(mine.get(number, 0.0), theirs.get(table, 0.0)) for mine, theirs in zip(own, called, strict=True))
        total[number] = sum(best) / len(own)
    return total


def _standing(index: SearchIndex, matches: dict[str, float]) -> dict[int, float]:
    """The score of each entry in which one of the matching words stands, the best where several do."""
    groups = [(likeness * WORD, index.having[word]) for word, likeness in matches.items() if word in index.having]
    groups += [(likeness * WHOLE, index.whole[word]) for word, likeness in matches.items() if word in index.whole]
    score_of: dict[int, float] = {}
    for score, numbers in sorted(groups, key=lambda group: group[0]):  # the best comes last and stays
        score_of.update(dict.fromkeys(numbers, score))
    return score_of


def _called(index: SearchIndex, matches: dict[str, float]) -> dict[int, float]:
    """What a word counts for the tables that it names."""
    score_of: dict[int, float] = {}
    for word, likeness in sorted(matches.items(), key=lambda match: match[1]):
        score_of.update(dict.fromkeys(index.called.get(word, ()), likeness * ELSEWHERE))
    return score_of


def _by_whole_name(index: SearchIndex, matches: dict[str, float]) -> dict[int, float]:
    """Scores of the entries whose whole name is the question written together: `created at`, `createdAt`."""
    score_of: dict[int, float] = {}
    for word, likeness in sorted(matches.items(), key=lambda match: match[1]):
        score_of.update(dict.fromkeys(index.whole.get(word, ()), likeness * SEVERAL))
    return score_of


def _matching(word: str, index: SearchIndex) -> dict[str, float]:
    """The words of the schema that are `word`, start with it, hold it, or are it misspelt, with their likeness."""
    from rapidfuzz import process  # slow to load: the page with the search's box is drawn before anybody searches
    from rapidfuzz.distance import OSA

    slips = 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 7 else 2
    likeness_of: dict[str, float] = {}
    for length in range(len(word) - slips, len(word) + slips + 1) if slips else ():
        near = process.extract(word, index.by_length[length], scorer=OSA.distance, score_cutoff=slips, limit=None)
        for other, distance, _ in near:
            likeness_of[other] = 1 - distance * MISSPELT / slips / 1.5 - 0.1 * bool(distance)
    for other in _holding(word, index.text):
        if other == word:
            likeness_of[other] = 1.0
        elif other.startswith(word):
            likeness_of[other] = max(likeness_of.get(other, 0.0), START + (1 - START) * 0.8 * len(word) / len(other))
        else:
            likeness_of[other] = max(likeness_of.get(other, 0.0), WITHIN)
    forms = set(_other_forms(word, index))
    for form in (one for one in {word, word.removesuffix("s"), *forms} if len(one) > SHORTEST_WITHIN):
        for other in _holding(form, index.text):
            if other in index.having and is_joined(form, other, index.having):
                likeness_of[other] = max(likeness_of.get(other, 0.0), JOINED)
    for other in forms:
        likeness_of[other] = max(likeness_of.get(other, 0.0), STEM)
    return likeness_of


def _other_forms(word: str, index: SearchIndex) -> Iterator[str]:
    """The words of the schema that have the stem of `word`."""
    if not word.isalpha():
        return
    own = stem(word)
    pairs = zip(word, own[: max(SHORTEST_WITHIN, len(own) - 1)], strict=False)
    begin = "".join(letter for letter, other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    for other in {*_holding(f"\n{begin}", index.text), *irregular_forms(word)} & index.words:
        if may_be_form(word, other) and stem(other) == own:
            yield other


def _holding(word: str, text: str) -> Iterator[str]:
    """The lines of `text` that hold `word`; a short word must begin them, as one after a line break must."""
    needle = word if len(word) >= SHORTEST_WITHIN else f"\n{word}"
    position = text.find(needle)
    while position != -1:
        start = text.rfind("\n", 0, position + 1) + 1
        end = text.find("\n", start)
        yield text[start:end]
        position = text.find(needle, end)
