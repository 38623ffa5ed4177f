"""The tones: text in them can be read on both pages, and no other file names a colour of its own."""

import re

import pytest

from lib.settings import ROOT
from lib.ui.components.tones import TONES, Tone

PAGES = {"light": ("#ffffff", "#f8f8f7"), "dark": ("#171614", "#2d2b27")}
"""What Streamlit draws pages and boxes on."""
WASH = 0.15
"""How much of a tone's mark the ground of a badge in it has, at most."""
THEMES = {
    "lib/ui/explorer/map/relation_cards.js": "white letters on a concern",
    "lib/ui/explorer/map/relation_theme.js": "what Streamlit's theme falls back to",
    "lib/ui/app/client.css": "the ground of what floats above the page",
    "lib/ui/components/markup.css": "white letters on a fill",
}
"""Files with a colour that is no tone, and what it is."""
COLOUR = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?\b|\b(?:rgb|hsl)a?\(\s*\d", re.I)


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(values: list[float]) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: list[float], back: list[float]) -> float:
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def washed(mark: str, ground: str) -> list[float]:
    return [WASH * a + (1 - WASH) * b for a, b in zip(channels(mark), channels(ground), strict=True)]


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)
    assert contrast(channels("#777777"), channels("#ffffff")) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("tone", TONES.values(), ids=TONES)
def test_text_in_a_tone_stands_out_from_page_box_and_badge(tone: Tone, page: str) -> None:
    colour = tone.light if page == "light" else tone.dark
    for ground in PAGES[page]:
        assert contrast(channels(colour), channels(ground)) >= 4.5
        assert contrast(channels(colour), washed(tone.mark, ground)) >= 4.5


@pytest.mark.parametrize("tone", TONES.values(), ids=TONES)
def test_white_letters_stand_out_from_a_fill_and_bars_and_lines_from_both_pages(tone: Tone) -> None:
    assert contrast(channels("#ffffff"), channels(tone.light)) >= 4.5
    for ground in (*PAGES["light"], *PAGES["dark"]):
        assert contrast(channels(tone.mark), channels(ground)) >= 3  # WCAG 1.4.11, for what is no text


def test_no_other_file_of_the_pages_names_a_colour() -> None:
    files = [path for path in (ROOT / "lib/ui").rglob("*") if path.suffix in (".py", ".css", ".js")]
    named = {
        str(path.relative_to(ROOT))
        for path in files
        if path.name != "tones.py" and COLOUR.search(path.read_text("utf-8"))
    }
    assert named == set(THEMES)
