"""The patterns of the word lists of this room."""

import re


def whole_words(pattern: str) -> re.Pattern[str]:
    """A pattern that matches whole words alone; in it `_` stands for blanks, `_?` for blanks or none."""
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)".replace("_?", r"\s*").replace("_", r"\s+"))
