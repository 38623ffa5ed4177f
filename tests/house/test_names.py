"""The house: a name means one thing."""

import ast
import re
from collections import Counter
from pathlib import Path

from tests.house.sources import parsed

ROOT = Path(__file__).resolve().parents[2]
SHARED = {
    "Address": "each page with parts has the state that its own address says",
    "Hidden": "the same choice as an option of a command and as an argument of a tool",
    "TableText": "the same text as an option of a command and as an argument of a tool",
}
"""Public names of classes and types that stand more than once, and why."""
FOUND_IN = ("evidence", "reply", "text")
"""Rooms of lib/context that still call something `found` or `shown`; the list only shrinks."""


def types(tree: ast.Module) -> list[str]:
    """The classes of a module, and what it names like a class: aliases of types. A type variable means any type."""
    named = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and not ast.unparse(node.value).startswith("TypeVar("):
            named += [ast.unparse(target) for target in node.targets]
        elif isinstance(node, ast.AnnAssign):
            named.append(ast.unparse(node.target))
    return [name for name in named if re.fullmatch(r"[A-Z]\w*[a-z]\w*", name)]


def test_no_public_name_of_a_class_or_type_stands_twice() -> None:
    trees = (parsed(path) for path in (ROOT / "lib").rglob("*.py"))
    times_of = Counter(name for tree in trees for name in types(tree))
    assert {name for name, times in times_of.items() if times > 1} == set(SHARED)


def test_no_call_tells_more_than_five_things_by_their_place_alone() -> None:
    """What a markup is filled with stands beside its tags and is told by them."""
    for path in sorted((ROOT / "lib").rglob("*.py")):
        calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        plain = [call for call in calls if not ast.unparse(call.func).endswith(".format")]
        assert [call.lineno for call in plain if len(call.args) > 5] == [], path


def bound(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The function's own name, and those that it binds: its parameters, and what it assigns or loops over."""
    inner = list(ast.walk(function))
    stored = {node.id for node in inner if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {function.name} | stored | {node.arg for node in inner if isinstance(node, ast.arg)}


def test_what_was_found_or_shown_is_called_by_what_it_is() -> None:
    """A field or a key may be called so; the rooms that still name a variable or a function so are listed."""
    rooms = set()
    for path in (ROOT / "lib").rglob("*.py"):
        nodes = list(ast.walk(parsed(path)))
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        if any(bound(function) & {"found", "_found", "shown", "_shown"} for function in functions):
            rooms.add("/".join(path.relative_to(ROOT / "lib").parts[:2]))
    assert rooms <= {f"context/{room}" for room in FOUND_IN}
