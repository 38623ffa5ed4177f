"""A choice between patterns, sorted by the sign that each begins with, finds what it found before."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.alternatives import alternatives

_LITERALS = st.text("abAs'ß -", min_size=1, max_size=3)
_SIGNS = st.sampled_from(
    ["a", "b", "s", "[ab]", "[a-s]", "[^a]", r"\s", r"\w", ".", "(?<=a)", "(?!b)", "^", "(b)", "()"]
)
_REPEATS = st.sampled_from(["", "", "", "?", "*", "{0,2}"])


def _choices(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    choice = st.lists(inner, min_size=1, max_size=4).map("|".join)
    group = st.builds("{}(?:{}){}{}".format, st.sampled_from(["", "a"]), choice, _REPEATS, _LITERALS)
    return st.one_of(choice, group)


_PATTERNS = st.recursive(
    st.builds("{}{}{}".format, _SIGNS, st.sampled_from(["", "b", "s+"]), _LITERALS) | _LITERALS, _choices, max_leaves=12
)


def _matches(pattern: str, text: str, flags: int) -> list[tuple[object, ...]]:
    return [(match.span(), *match.groups()) for match in re.compile(pattern, flags).finditer(text)]


@example("sb|S|sa", "sa", re.IGNORECASE)
@example("[ab](s)|b", "bs", 0)
@example("a|(s)|()", "s", 0)
@given(_PATTERNS, st.text("abAsS'ß -ſ", max_size=12), st.sampled_from([0, re.IGNORECASE]))
def test_it_matches_and_captures_the_same_text_in_every_place(pattern: str, text: str, flags: int) -> None:
    assert _matches(alternatives(pattern), text, flags) == _matches(pattern, text, flags)
    whole = r"(?<!\w)(?:{})(?!\w)".format
    assert _matches(whole(alternatives(pattern)), text, flags) == _matches(whole(pattern), text, flags)


@pytest.mark.parametrize(
    ("pattern", "sorted_by_beginning"),
    [
        ("call me|(?:can|could) you|write", "c(?:all me|(?:an|ould) you)|write"),
        ("[áa]ber|aus", "áber|a(?:ber|us)"),
        ("to?|ten|(?:two)+|three", "t(?:o?|en)|(?:two)+|three"),
        ("a?b|bc|(?<!x)b|bd", "a?b|bc|(?<!x)b|bd"),
        ("(one) a|two a|twelve", "(one) a|t(?:wo a|welve)"),
        (r"\|b|\|c", r"\|b|\|c"),
        ("", ""),
    ],
)
def test_alternatives_of_one_beginning_stand_together(pattern: str, sorted_by_beginning: str) -> None:
    assert alternatives(pattern) == sorted_by_beginning
