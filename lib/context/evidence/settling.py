"""Whether a quote says that what was owed, faulty or sought is paid, mended or found."""

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.polarity import clauses
from lib.context.evidence.relatedness import figures_equal, label_stems, stated_names
from lib.context.evidence.standpoint import is_conditional, is_of_others
from lib.context.text.languages import content_stems, is_light, language_words, shared_languages, small
from lib.context.text.values.identifiers import names_another

_FEW = 4
"""Words of a quote ("All square, cheers") that says by itself that everything is done."""
_UNSETTLED = (("owed", "paid"), ("faulty", "mended"), ("sought", "found"))


def settles(text: str, quote: str) -> bool:
    """Whether `quote` says that what `text` tells of as owed, faulty or sought is paid, mended or found.

    It does so in words of what has happened, not denied, without another figure or name, and of no other thing:
    "the money has arrived" and "the matter is closed" name nothing else, "we paid the plumber" does. "All fine" needs
    a word of what it is about.
    """
    codes = shared_languages(text, quote)
    opened = [(state, done) for state, done in _UNSETTLED if has(state, text)]
    if not opened or is_conditional(text, quote) or is_of_others(text, quote) or not _same_marks(text, quote):
        return False
    told = [clause for clause, denied in clauses(small(quote)) if not denied]
    if any(has(state, clause, codes) and not has(done, clause, codes) for state, done in opened for clause in told):
        return False
    told = [clause for clause in told if not has("ahead", clause, codes)]
    if any(_is_of(text, clause, done=done, codes=codes) for _, done in opened for clause in told):
        return True
    is_about = any(_about(text, code) & content_stems(quote, code) for code in codes)
    is_about |= any(change_words()[code]["matter"].search(clause) for code in codes for clause in told)
    is_short = len(quote.split()) <= _FEW
    return any(
        (has("settled", clause, codes) and (is_about or is_short)) or (has("fine", clause, codes) and is_about)
        for clause in told
    )


def _is_of(text: str, clause: str, *, done: str, codes: tuple[str, ...]) -> bool:
    """Whether `clause` says that it is `done`, with a word of what `text` states or of nothing else."""
    for code in codes:
        table = change_words()[code]
        if not table[done].search(clause):
            continue
        left = table[done].sub(" ", clause)
        for pattern, _ in language_words()[code].days:
            left = pattern.sub(" ", left)
        rest = content_stems(left, code)
        if not rest or _about(text, code) & content_stems(clause, code):
            return True
    return False


def _same_marks(text: str, quote: str) -> bool:
    names = stated_names(quote)
    return (
        not names_another(text, quote)
        and figures_equal(text, quote)
        and (not names or not stated_names(text) or bool(names & stated_names(text)))
    )


def _about(text: str, code: str) -> frozenset[str]:
    return frozenset(word for word in label_stems(text, code) if not is_light(word, code))
