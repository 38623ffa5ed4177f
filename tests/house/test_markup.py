"""HTML gets onto a page in one place, and only as markup that escapes what goes into it."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from lib.settings import ROOT
from lib.ui.components.markup import linked, show
from tests.house.sources import parsed

BORDER = ROOT / "lib/ui/components/markup.py"
TAG = re.compile(r"</?[a-zA-Z]")


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the pages' code with the place where it stands."""
    for path in sorted([*(ROOT / "lib/ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for node in ast.walk(parsed(path)):
            if path != BORDER:
                yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


def test_only_one_component_puts_html_on_a_page() -> None:
    direct = [
        where
        for where, node in nodes()
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in ("html", "iframe"))
            or any(keyword.arg == "unsafe_allow_html" for keyword in node.keywords)
        )
    ]
    assert direct == []


def test_no_f_string_makes_a_tag() -> None:
    made = [
        where
        for where, node in nodes()
        if isinstance(node, ast.JoinedStr)
        and any(isinstance(part, ast.Constant) and TAG.search(str(part.value)) for part in node.values)
    ]
    assert made == []


def test_markup_is_made_of_literals_alone() -> None:
    made = [
        where
        for where, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Markup"
        and not all(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert made == []


@pytest.mark.parametrize("draw", [show, lambda text: linked(text, key="x")], ids=["show", "linked"])
def test_a_plain_str_is_not_drawn(draw: Any) -> None:
    with pytest.raises(TypeError, match="Only Markup is drawn"):
        draw("<b>words</b>")
