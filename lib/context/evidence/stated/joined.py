"""Whether a statement joins a value and a matter that its quotes tell in sentences about two different things."""

import re
from collections.abc import Sequence

from lib.context.evidence.change_words import change_words
from lib.context.evidence.changes import tells_change
from lib.context.evidence.relatedness import label_stems, stated_names, stated_values
from lib.context.evidence.stated.taken_back import tells_of_what_was
from lib.context.evidence.subjects import points_back, subject_stems, without_value_words
from lib.context.text.languages import content_stems, is_light, shared_languages, small
from lib.context.text.proper_names import names
from lib.context.text.sentences import marked_sentences
from lib.context.text.topics import families
from lib.context.text.values.slot_values import without_label

_CHANGES = ("changed", "anew", "shifted", "happens")
_NOUN = r"(?<=\s)[^\W\d_a-z]\w+\s+(?={})"


def is_joined(text: str, quotes: Sequence[str]) -> bool:
    """Whether a value of `text` stands only in sentences that speak of something else than `text` does.

    "The Marina Club is nice. The party will be fun." does not say where the party is. A sentence speaks of it that has
    a word of its matter, or goes on from another: with no matter of its own ("It is on 9 June"), of what a pronoun
    stands for ("They are called Tom and Lisa"), or with a word of change ("We go to the Marina Club instead").
    """
    text = without_label(text)
    said = [sentence for quote in quotes for sentence in marked_sentences(quote)]
    codes = shared_languages(text, "\n".join(said)) if len(said) > 1 else ()
    return bool(codes) and all(_is_joined(text, said, code) for code in codes)


def _is_joined(text: str, said: Sequence[str], code: str) -> bool:
    about, wanted = _matter(text, code), _values(text)
    speaking = [sentence for sentence in said if wanted and content_stems(sentence, code) & about]
    if not speaking:
        return False  # it is told in other words than its own
    left = wanted - frozenset[str]().union(*map(_values, speaking))
    return any(
        left & _values(sentence) and not _goes_on(text, sentence, about=about, code=code)
        for sentence in said
        if sentence not in speaking
    )


def _goes_on(text: str, sentence: str, *, about: frozenset[str], code: str) -> bool:
    """Whether a sentence without a word of the matter of `text` may go on about it."""
    plain = without_value_words(_without_changes(sentence, code), code)
    if stated_names(plain) - stated_names(text) or (tells_of_what_was(sentence) and not tells_of_what_was(text)):
        return False
    matter, is_changed = _matter(sentence, code), tells_change(sentence)
    subject = subject_stems(plain, code)
    if subject & matter or (subject and not is_changed):
        return False
    return not matter or is_changed or points_back(sentence, code) or bool(_families(matter) & _families(about))


def _matter(text: str, code: str) -> frozenset[str]:
    """The stems of what `text` speaks of: neither its values nor what is said with them ("Hotel Adler", "the date")."""
    beside = " ".join(noun[0] for name in names(text) for noun in re.finditer(_NOUN.format(re.escape(name)), text))
    stems = label_stems(without_value_words(_without_changes(text, code), code), code) - content_stems(beside, code)
    return frozenset(stem for stem in stems if not is_light(stem, code))


def _without_changes(text: str, code: str) -> str:
    """`text` without the words by which something is otherwise or takes place."""
    for name in _CHANGES:
        for found in reversed([*change_words()[code][name].finditer(small(text))]):
            text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return text


def _values(text: str) -> frozenset[str]:
    return stated_names(text) | stated_values(text)


def _families(stems: frozenset[str]) -> frozenset[str]:
    return families(" ".join(stems))
