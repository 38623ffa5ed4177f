"""Folding: what is quick for plain letters gives what looking each letter up gives."""

from hypothesis import given
from hypothesis import strategies as st

from lib.context.text.normalize import folded_words


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_letters_fold_alone_as_they_do_beside_others(text: str) -> None:
    beside = folded_words(f"{text} é")  # the accent takes the way of all letters
    assert f"{folded_words(text)} e\N{COMBINING ACUTE ACCENT}".strip() == beside.strip()
