"""How words of others and moments stand in a brief: as JSON strings on one line, and in UTC."""

import json
import re
from datetime import UTC, datetime

_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
"""Signs that turn the direction of writing: a quote could show itself as something else by them."""


def said(text: str, most: int = 600) -> str:
    """`text` on one line as a JSON string that no sign in it can end, cut with an ellipsis beyond `most` characters."""
    line = " ".join(_STEERING.sub("", text[: most * 4]).split())
    line = line if len(line) <= most and len(text) <= most * 4 else line[: most - 1].rstrip() + "…"
    return json.dumps(line, ensure_ascii=False)


def dated(moment: datetime) -> str:
    """The day of the week, the date and the minute, in UTC."""
    return f"{moment.astimezone(UTC):%a %Y-%m-%d %H:%M} UTC"
