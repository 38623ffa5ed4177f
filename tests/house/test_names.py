"""The house: a name means one thing."""

import ast
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = {"Address": "each page with parts has the state that its own address says"}
"""Public names of classes that stand more than once, and why."""


def test_no_public_class_name_stands_twice() -> None:
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "lib").rglob("*.py"))
    classes = [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    twice = {name for name, times in Counter(classes).items() if times > 1 and not name.startswith("_")}
    assert twice == set(SHARED)


def test_no_call_tells_more_than_six_things_by_their_place_alone() -> None:
    """What a markup is filled with stands beside its tags and is told by them."""
    for path in sorted((ROOT / "lib").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        plain = [call for call in calls if not ast.unparse(call.func).endswith(".format")]
        assert [call.lineno for call in plain if len(call.args) > 6] == [], path
