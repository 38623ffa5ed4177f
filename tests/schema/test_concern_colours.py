"""The colours of concerns: the file's first, otherwise one that follows from the name, readable in light and dark."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.schema.concerns.colours import (
    DARK,
    FAR,
    GREY,
    LOUDEST,
    NEAR,
    PALETTE,
    SAME,
    WHITE,
    concern_colours,
    contrast,
    distance,
    loudness,
    readable,
)
from lib.schema.concerns.rules import FILE, InvalidRules, read_rules
from tests.house.test_tones import PAGES

OWN = ("billing", "hotel", "people", "shipping", "stock", "zoo")
NAMES = st.frozensets(st.text(min_size=1), max_size=len(PALETTE))
CHOSEN = read_rules(FILE).colours
LIGHT_TEXT, DARK_TEXT = "#31333f", "#fafafa"
"""Streamlit's letters on a light and on a dark page."""


def tint(colour: str, page: str, share: float) -> str:
    """A colour laid thinly over a page, as the map's islands are."""
    mixed = (
        round(over * share + under * (1 - share))
        for over, under in zip(bytes.fromhex(colour[1:]), bytes.fromhex(page[1:]), strict=True)
    )
    return "#" + bytes(mixed).hex()


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("colour", [*PALETTE, GREY, *CHOSEN.values()])
def test_white_letters_on_a_colour_and_the_page_letters_on_its_tint_can_be_read(colour: str) -> None:
    assert contrast(WHITE, colour) >= 4.5
    assert contrast(colour, DARK) >= 3
    assert contrast(DARK_TEXT, tint(colour, DARK, 0.14)) >= 4.5
    assert contrast(LIGHT_TEXT, tint(colour, WHITE, 0.07)) >= 4.5


def test_the_dark_page_is_the_one_that_streamlit_draws() -> None:
    assert PAGES["dark"][0] == DARK


def test_no_two_colours_of_the_palette_look_the_same() -> None:
    assert min(distance(one, other) for one, other in combinations(PALETTE, 2)) >= NEAR


def test_the_concerns_of_the_business_have_the_colours_of_the_file() -> None:
    assert concern_colours(
        ["CRM", "Finance", "SWL", "Real estate", "Open People", "Orb", "System", "Other"], CHOSEN
    ) == {
        "": "#6f6f78",
        "CRM": "#4a5bd0",
        "Finance": "#1f7a45",
        "Open People": "#9440bf",
        "Orb": "#0c7aa3",
        "Other": "#6f6f78",
        "Real estate": "#b8560f",
        "SWL": "#c2335f",
        "System": "#7d6520",
    }


@given(NAMES)
def test_concerns_have_a_colour_each_while_there_are_enough(names: frozenset[str]) -> None:
    own = names - {"Other"}
    found = concern_colours(own, {})
    assert len({found[name] for name in own}) == len(own)


@given(NAMES)
def test_more_concerns_than_the_palette_has_get_colours_that_are_made_and_none_shares_one(
    names: frozenset[str],
) -> None:
    own = {*names, *(f"concern {n}" for n in range(60))} - CHOSEN.keys() - {"", "Other"}
    found = concern_colours(own, CHOSEN)
    assert set(found) == {*own, ""}
    assert len({found[name] for name in own}) == len(own)
    assert all(readable(colour) == colour for colour in found.values())


def test_two_hundred_concerns_can_be_told_apart_as_far_as_there_is_room() -> None:
    found = concern_colours([f"area {n}" for n in range(200)], {})
    colours = [colour for name, colour in found.items() if name]
    assert min(distance(one, other) for one, other in combinations(colours, 2)) > SAME


@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=200))
def test_concerns_that_relate_to_each_other_are_told_apart_at_a_glance(pairs: list[tuple[int, int]]) -> None:
    degree: Counter[int] = Counter()
    related = []
    for one, other in pairs:
        if one != other and max(degree[one], degree[other]) < 6:
            degree.update((one, other))
            related.append((f"concern {one}", f"concern {other}"))
    names = [f"concern {number}" for number in range(60)]
    found = concern_colours(names, CHOSEN, related=related)
    assert all(distance(found[one], found[other]) >= FAR for one, other in related)
    assert min(distance(found[one], found[other]) for one, other in combinations(names, 2)) > SAME


def test_eight_concerns_that_all_relate_are_told_apart_at_a_glance() -> None:
    names = [f"area {number}" for number in range(8)]
    found = concern_colours(names, {}, related=combinations(names, 2))
    assert min(distance(found[one], found[other]) for one, other in combinations(names, 2)) >= FAR


def test_the_colours_of_the_business_are_told_apart_at_a_glance() -> None:
    assert min(distance(one, other) for one, other in combinations([GREY, *CHOSEN.values()], 2)) >= FAR


def test_chosen_colours_that_look_alike_are_moved_apart_and_the_first_stays() -> None:
    chosen = {"post": "#4a5bd0", "mail": "#4a5bd0", "letters": "#735fe9"}
    alone = concern_colours(chosen, chosen)
    assert (alone["post"], alone["letters"]) == ("#4a5bd0", "#735fe9")
    assert NEAR <= distance(alone["post"], alone["mail"]) < 2 * NEAR
    related = concern_colours(chosen, chosen, related=[("letters", "post")])
    assert related | {"letters": ""} == alone | {"letters": ""}
    assert FAR <= distance(related["post"], related["letters"]) < FAR + NEAR


@given(NAMES)
def test_a_colour_follows_from_the_names_and_not_from_their_order(names: frozenset[str]) -> None:
    assert concern_colours(sorted(names, reverse=True), CHOSEN) == concern_colours(sorted(names), CHOSEN)


def test_one_more_concern_seldom_moves_another_and_one_with_a_colour_in_the_file_never() -> None:
    before = concern_colours(OWN, CHOSEN)
    moved = [
        name
        for number in range(100)
        for name, colour in concern_colours([*OWN, f"concern {number}"], CHOSEN).items()
        if before.get(name, colour) != colour
    ]
    assert len(moved) <= 20  # of 600 colours
    assert concern_colours([*OWN, "CRM", "Other"], CHOSEN).items() >= before.items()


def test_what_the_file_chooses_is_given_to_no_other() -> None:
    alone = concern_colours(["zoo"], {})["zoo"]
    almost = alone[:-1] + ("0" if alone[-1] != "0" else "1")
    chosen = {"CRM": almost}
    assert distance(concern_colours(["zoo"], chosen)["zoo"], almost) >= NEAR
    assert concern_colours(["zoo"], {"zoo": "#4a5bd0"})["zoo"] == "#4a5bd0"


@pytest.mark.parametrize(
    ("colour", "title"),
    [
        ("red", "'red' is no colour: write # and six hexadecimal digits, as in \"#4a5bd0\"."),
        ("#4a5bd0 ; x", "'#4a5bd0 ; x' is no colour: write # and six hexadecimal digits, as in \"#4a5bd0\"."),
        ("#ffee00", "white letters on #ffee00 cannot be read: write a darker colour."),
        ("#101010", "#101010 cannot be seen on a dark screen: write a lighter colour."),
    ],
)
def test_a_wrong_colour_is_told_in_one_sentence_with_what_to_write(tmp_path: Path, colour: str, title: str) -> None:
    path = tmp_path / "concerns.toml"
    path.write_text(f"[[rules]]\nconcern = 'Zoo'\ncolour = '{colour}'\n", "utf-8")
    with pytest.raises(InvalidRules) as caught:
        read_rules(path)
    assert caught.value.title == f"concerns.toml, rules.0.colour: {title}"
    assert caught.value.next_step == "Correct sql/concerns.toml; its head says what a rule may hold."


def test_a_concern_of_two_rules_has_one_colour(tmp_path: Path) -> None:
    path = tmp_path / "concerns.toml"
    rule = "[[rules]]\nconcern = 'Zoo'\ncolour = '{}'\n"
    path.write_text(rule.format("#4A5BD0") + rule.format("#4a5bd0"), "utf-8")
    assert read_rules(path).colours == {"Zoo": "#4a5bd0"}
    path.write_text(rule.format("#4a5bd0") + rule.format("#0c8277"), "utf-8")
    with pytest.raises(InvalidRules) as caught:
        read_rules(path)
    assert caught.value.title == (
        "concerns.toml: Zoo has two colours: write one of them in each of its rules, or in one rule."
    )


def test_names_that_can_be_gone_through_once_are_enough() -> None:
    assert concern_colours((name for name in ("CRM", "shop")), CHOSEN) == concern_colours(["CRM", "shop"], CHOSEN)


def test_colours_that_are_made_are_not_loud() -> None:
    found = concern_colours([f"area {n}" for n in range(60)], {})
    assert max(loudness(colour) for colour in found.values()) <= LOUDEST
