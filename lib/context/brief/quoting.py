"""How words of others and moments stand in a brief: as JSON strings on one line, and in UTC."""

import json
from datetime import UTC, datetime

from lib.directions import without_directions


def said(text: str, most: int = 600) -> str:
    """`text` on one line as a JSON string that no sign in it can end, cut with an ellipsis beyond `most` characters."""
    line = " ".join(without_directions(text[: most * 4]).split())
    line = line if len(line) <= most and len(text) <= most * 4 else line[: most - 1].rstrip() + "…"
    return json.dumps(line, ensure_ascii=False)


def dated(moment: datetime) -> str:
    """The day of the week, the date and the minute, in UTC."""
    return f"{moment.astimezone(UTC):%a %Y-%m-%d %H:%M} UTC"
