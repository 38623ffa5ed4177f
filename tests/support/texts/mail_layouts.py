"""Reply layouts by program and language, with the lines that are their author's."""

from pathlib import Path

_FILE = Path(__file__).parents[2] / "text" / "mail_layouts.txt"
LAYOUTS = dict(block.split("\n", 1) for block in _FILE.read_text("utf-8").split("### ")[1:])
"""By program and language: a message whose own lines are marked `own| `; what is not marked is not its author's."""


def marked_lines(layout: str, *, end: str = "\n") -> tuple[str, list[str]]:
    """The message without its marks, and its own lines that have words."""
    lines = layout.split("\n")
    text = end.join(line.removeprefix("own|").removeprefix(" ") if line.startswith("own|") else line for line in lines)
    return text, [line[4:].strip() for line in lines if line.startswith("own|") and line[4:].strip()]
