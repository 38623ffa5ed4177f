"""Two results side by side."""

from typing import Any

import pytest

from lib.context.evaluate.compare import NoResult, compare, rows


def result(found: int, refused: int) -> dict[str, Any]:
    shares = {"facts found": {"right": found, "of": 100}}
    return {
        "shares": shares,
        "halves": {"held_back": {"shares": shares}},
        "attacks": {"wrong value": {"refused": refused, "tried": 10}},
    }


def test_a_rise_is_told_apart_from_what_chance_explains() -> None:
    compared = compare(result(20, refused=10), result(60, refused=9))
    assert rows(compared) == [
        (
            "facts found",
            "20 of 100, 20.0 % [13.3, 28.9]",
            "60 of 100, 60.0 % [50.2, 69.1]",
            "+40.0 [+26.8, +51.2]",
            "better",
        ),
        (
            "held_back: facts found",
            "20 of 100, 20.0 % [13.3, 28.9]",
            "60 of 100, 60.0 % [50.2, 69.1]",
            "+40.0 [+26.8, +51.2]",
            "better",
        ),
        (
            "attack refused: wrong value",
            "10 of 10, 100.0 % [72.2, 100.0]",
            "9 of 10, 90.0 % [59.6, 98.2]",
            "-10.0 [-40.4, +18.9]",
            "within chance",
        ),
    ]
    assert [item.change for item in compare(result(60, refused=9), result(20, refused=9))] == [
        "worse",
        "worse",
        "within chance",
    ]


def test_a_small_rise_is_within_chance() -> None:
    assert {item.change for item in compare(result(20, refused=9), result(22, refused=10))} == {"within chance"}


def test_a_measure_of_nothing_is_not_measured() -> None:
    nothing = {"shares": {"facts found": {"right": 0, "of": 0}}, "halves": {}, "attacks": {}}
    assert [(item.change, item.difference) for item in compare(nothing, result(1, refused=1))] == [
        ("not measured", None)
    ]


@pytest.mark.parametrize("document", [{}, {"shares": {"facts found": 7}, "attacks": {}}, {"shares": [], "attacks": {}}])
def test_what_is_no_result_is_told(document: dict[str, Any]) -> None:
    with pytest.raises(NoResult, match="orb evaluate --json > FILE"):
        compare(result(1, refused=1), document)
