"""Where clauses end, and what goes on past a comma: behind what is put in between, and in the members of a list."""

import re
from functools import lru_cache

from lib.context.text.abbreviations import NO_END
from lib.context.text.languages import LANGUAGES, language_words, telling_stems
from lib.context.text.sentences import FARTHEST

_MARKS = rf"""[.!?](?!{NO_END})(?=\s|$|["')\]])|[;:\n]|,(?=\s)|\s[-–—]\s"""
_MA = (
    r"(?<=,)\sma|\sma(?=\s(?:non|è|ho|ha|hanno|abbiamo|se|solo|il|la|lo|i|anche|per|con|in|una?|poi|ora|noi|io|siamo|"
    r"senza|prefer\w+|vogliamo|vorre\w+|meglio|piuttosto|più|sempre|purtroppo|mai|niente|nessun\w*)\s)"
)
"""Italian for "but"; before other words it may be French for "my"."""
_BUT = (
    r"(?:(?<!anything)(?<!everything)(?<!anyone)(?<!everyone)(?<!anybody)(?<!everybody)\s(?:but|although|though|aber|"
    r"sondern|obwohl|mais|pero|sino|mas|però|porém|because|weil|parce que|porque|perché)"
    rf"|{_MA})(?=\s)"
)
CLAUSE_ENDS = re.compile(
    rf"(?:{_MARKS}|{_BUT}|"
    r"\s(?:and(?=\s+(?:is|are|am|was|has|have|will|do|does|did|no|not|never|i|we|he|she|they)\s)|"
    r"und(?=\s+(?:ist|sind|bin|hat|habe|haben|wird|werde|werden|kein\w*|nicht|ich|wir|er)\s)|"
    r"et(?=\s+(?:est|suis|a|ai|avons|ont|sommes|sont|ne|je|nous|il|elle|on|ils)\s|\s+(?:n|j)'\w)|"
    r"y(?=\s+(?:es|son|soy|está\w*|estoy|no|ya|he|ha|hemos|tengo|tiene|tenemos|yo|nosotr[oa]s)\s)|"
    r"e(?=\s+(?:è|sono|siamo|non|ho|ha|abbiamo|hanno|io|noi|é|são|sou|não|já|tenho|tem|temos|têm|eu|nós)\s))(?=\s))+"
)
BORDERS = re.compile(rf"(?:{_MARKS}|{_BUT})+")
"""Where a clause ends and none is joined to it by an "and": a condition holds for all that is joined."""
MAIN_CLAUSE = re.compile(
    r"\s(?=(?:i|we|he|she|they|ich|wir|er|sie|je|j'\w+|nous|on|il|elle)\s|\w+\s(?:ich|wir)\s|\w+(?:amos|emos|imos|iamo)\s)"
)
"""Where the main clause begins after an exception that opens the sentence ("Instead of a flat we want a house")."""
LONGEST = 7
"""Words of a member of a list, and of what is put between commas."""
_OR = re.compile(r"(?<!\w)(?:or|nor|oder|noch|ou|u|ni|oppure|né|nem)(?!\w)")
_OR_IN = {"es": r"o", "it": r"o"}
"""Words for "or" that are an article in Portuguese."""
_AND = re.compile(r"(?<!\w)(?:and|und|sowie|et|y|e|ed)(?!\w)")
_ONE_NOUN = re.compile(
    r"(?<!\w)(?:no|without|kein\w*|ohne|sans|aucune?|sin|ning\w+|senza|nessun\w*|sem|nenhum\w*)\s+[^,]*$"
)
_BY_VERB = re.compile(
    r"(?<!\w)(?:not|never|\w+n't|cannot|nicht|nie|niemals|pas|jamais|non|não|nunca)(?!\w)|\bno \w+[aeo]mos\b"
)
"""A denied verb, which denies what is joined to its object; "no pool, a garage and a garden" wants a garage."""
_OWN_CLAUSE = re.compile(
    r"(?<!\w)(?:i|we|you|he|she|it|they|\w+'(?:s|re|m|ll|ve|d)|is|are|was|were|has|have|had|will|would|can|could|should"
    r"|must|needs?|wants?|does|do|did|please|only|just|but|rather|suits?|works?|yes"
    r"|ich|wir|sie|er|es|du|ist|sind|waren?|hat|haben|hatten?|wird|werden|kann|können|soll\w*|muss|müssen|bitte|nur"
    r"|sondern|aber|lieber|passt|geht|möchte\w*|wollen|suche\w*"
    r"|je|j'\w+|nous|vous|il|elle|on|ils|elles|est|sont|était|ont|avait|sera|peut|doit|veu[xt]|voulons|voudr\w+|mais|seulement|plutôt|juste"
    r"|yo|nosotr[oa]s|usted\w*|son|era|está|están|tienen?|será|puede|debe|quier\w+|pero|sino|solo|sólo"
    r"|io|noi|lei|è|sono|ha|hanno|sarà|può|deve|vogli\w+|vorre\w+|ma|bensì"
    r"|eu|nós|você\w*|é|são|estão|tem|têm|pode|quer\w*|mas|apenas|\w+(?:amos|emos|imos|iamo))(?!\w)"
)
"""Words that make a part between commas a clause of its own or the contrary of what is before it: no member."""
_PART = re.compile(r"[^,.;:!?\n]+")
_INNER = re.compile(r",(?=\s)|\s[–—-](?=\s)|:(?=\s)")
_DASH = re.compile(r"\s[–—-](?=\s)")
_LEAD = re.compile(r"\W*(?:no|non|nein|não|nee)\W*")
_SUBJECT = re.compile(
    r"\s*(?:i(?!'m (?:afraid|sorry)| (?:must|think|fear|believe))|we|he|she|they|it|there|ich(?! fürchte)|wir|er|sie|es"
    r"|je(?! crains| crois)|nous|il|elle|on|yo|nosotr[oa]s|io|noi|eu|nós|but|aber|sondern|mais|pero|sino|ma|mas)\s"
)
_INSERTED = re.compile(
    r"(?<=,)\s+(?:of course|naturally|obviously|as (?:you know|(?:i|we|you) (?:\w+ ?){1,3})|to be honest|honestly|"
    r"frankly|i'm afraid|i am afraid|unfortunately|however|though|for (?:example|instance)|in fact|by the way|sadly|"
    r"clearly|in my (?:opinion|view)|under (?:any|no) circumstances|at all|needless to say|if possible|certainly|"
    r"surely|sorry|natürlich|selbstverständlich|wie (?:gesagt|sie wissen|besprochen)|ehrlich gesagt|leider|allerdings|"
    r"zum beispiel|übrigens|unter keinen umständen|bien sûr|bien entendu|évidemment|"
    r"comme (?:vous|je|nous|convenu)[^,]{0,30}|à vrai dire|honnêtement|malheureusement|par exemple|en fait|d'ailleurs|"
    r"en aucun cas|por supuesto|claro|claro está|naturalmente|como (?:sabe\w*|le|les|ya|dije)[^,]{0,30}|la verdad|"
    r"sinceramente|por desgracia|por ejemplo|por cierto|en ningún caso|ovviamente|certo|certamente|"
    r"come (?:sa\w*|le|vi|già|detto)[^,]{0,30}|a dire il vero|purtroppo|per esempio|in nessun caso|claro que|"
    r"obviamente|como (?:sabe\w*|lhe|já|disse)[^,]{0,30}|para ser sincer[oa]|infelizmente|por exemplo|aliás|"
    r"em caso algum)\s*(?=,)"
)
_BULLETS = re.compile(r":(?:[ \t]*\n[ \t]*[-*•–][ \t][^\n]+)+|:(?=\s)")


@lru_cache(2048)
def joined(text: str, codes: tuple[str, ...]) -> str:
    """`text` in small letters, as long as it was, without the marks within one clause.

    What is put between commas, and the commas of a denied list, divide nothing: "except, of course, fish" excepts fish,
    and who wants "no pool, garage or garden" wants no garden.
    """
    for match in reversed([*_INSERTED.finditer(text)]):
        text = _blank(text, match.start() - 1, match.end() + 1)
    at = 0
    while found := _INNER.search(text, at):
        head, at = _head(text, found.start()), found.end()
        if not is_denied(head, codes) and not _excepts(head, codes):
            continue
        if _is_open(head, codes) and (end := _inserted_until(text, found)):
            text, at = _blank(text, found.start(), end), end
        elif end := _listed_until(text, head, found, codes):
            text, at = text[: found.start()] + _without_marks(text[found.start() : end]) + text[end:], end
    return text


def _inserted_until(text: str, mark: re.Match[str]) -> int:
    """Where ends what is put between the `mark` and another one like it; 0 where nothing is."""
    inserted = _PART.match(text, mark.end())
    if inserted is None:
        return 0
    if mark[0] != ",":
        dash = _DASH.search(inserted[0])
        return inserted.start() + dash.end() if dash else 0
    is_short = len(inserted[0].split()) <= LONGEST and not _SUBJECT.match(inserted[0] + " ")
    return inserted.end() + 1 if is_short and text.startswith(",", inserted.end()) else 0


def _listed_until(text: str, head: str, mark: re.Match[str], codes: tuple[str, ...]) -> int:
    """Up to where a list goes on behind the `mark`: lines of it, or members between commas; 0 where none does."""
    if mark[0] == ":":
        lines = _BULLETS.match(text, mark.start()) if _is_open(head, codes) else None
        return lines.end() if lines else 0
    return _list_until(text, head, mark.end(), codes) if mark[0] == "," else 0


def _list_until(text: str, head: str, start: int, codes: tuple[str, ...]) -> int:
    """Where the last member of the list that goes on behind `head` begins and is joined by "or"; 0 where none is."""
    opens_with_exception = _excepts(head, codes) and not _before_exception(head, codes).strip(" \"'*(-")
    if opens_with_exception:
        return 0
    by_verb = bool(_BY_VERB.search(head)) and not _ONE_NOUN.search(head)
    takes_and = by_verb or (_excepts(head, codes) and not _ONE_NOUN.search(head))
    end, at = 0, start
    while part := _PART.match(text, at):
        if len(part[0].split()) > LONGEST or _OWN_CLAUSE.search(part[0]):
            break
        has_or = _OR.search(part[0]) or any(
            re.search(rf"(?<!\w){word}(?!\w)", part[0]) for code, word in _OR_IN.items() if code in codes
        )
        if has_or or (takes_and and _AND.search(part[0])):
            end = part.start()
        if text[part.end() : part.end() + 1] != ",":
            break
        at = part.end() + 1
    return end


def _is_open(head: str, codes: tuple[str, ...]) -> bool:
    """Whether a denied clause lacks what it denies: it ends with the word of exception, or has only light verbs."""
    if _LEAD.fullmatch(head):
        return False
    if any(re.search(rf"(?:{language_words()[code].excepted.pattern})\s*$", head) for code in codes or LANGUAGES):
        return True
    code = (codes or LANGUAGES)[0]
    return not telling_stems(language_words()[code].negated.sub(" ", head), code)


def is_denied(clause: str, codes: tuple[str, ...]) -> bool:
    """Whether a clause has a word of negation."""
    return any(language_words()[code].negated.search(clause) for code in codes or LANGUAGES)


def _excepts(clause: str, codes: tuple[str, ...]) -> bool:
    return any(language_words()[code].excepted.search(clause) for code in codes or LANGUAGES)


def _before_exception(clause: str, codes: tuple[str, ...]) -> str:
    starts = [found.start() for code in codes or LANGUAGES if (found := language_words()[code].excepted.search(clause))]
    return clause[: min(starts)]


def _head(text: str, end: int) -> str:
    """The clause that ends at `end`."""
    first = max(0, end - FARTHEST)
    starts = [match.end() for match in CLAUSE_ENDS.finditer(text, first, end)]
    return text[starts[-1] if starts else first : end]


def _without_marks(part: str) -> str:
    return re.sub(r"[,:\n–—]|(?<=\s)[-*•](?=\s)", " ", part)


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
