"""The house: who names which SQL."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import parsed

ROOT = Path(__file__).resolve().parents[2]
STORE, QUEUE, SCHEMA = "lib/context/store", "lib/context/queue", "lib/schema"
OWNERS = {
    "context/activity": f"{STORE}/activity.py",
    "context/alignment": "lib/context/alignment",
    "context/client_view": f"{STORE}/client_view.py",
    "context/contact_search": f"{STORE}/contact_search.py",
    "context/conversation": f"{STORE}/conversation.py",
    "context/erasure": f"{STORE}/erasure.py",
    "context/evaluate": "lib/context/evaluate",
    "context/mapping": "lib/context/mapping",
    "access": "lib/access",
    "context/proposals": f"{STORE}/proposals.py",
    "context/queue": QUEUE,
    "context/reads": f"{STORE}/reads.py",
    "context/sources": f"{STORE}/sources.py",
    "context/writes": f"{STORE}/writes.py",
    "schema/cache": f"{SCHEMA}/cache",
    "schema/catalog": f"{SCHEMA}/catalog",
    "schema/drafts": f"{SCHEMA}/drafts",
}
"""The rooms of `sql`, and the one file or folder that may name the statements of each; all others ask its functions."""
MOST_FILES = 20
AREAS = ("access/", "context/", "schema/", "demo/")
TEXTS = (".py", ".sql", ".css", ".js", ".toml")
"""Files that count in a folder."""


@cache
def names(path: Path) -> set[str]:
    """The texts in a file that begin as the name of a statement does, whether whole or put together."""
    texts = (node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and text.startswith(AREAS)}


def short_names(path: Path) -> set[str]:
    """The texts and annotated names of a file of the catalog, which names its statements without their room."""
    nodes = list(ast.walk(parsed(path)))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return texts | {
        node.target.id for node in nodes if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


@pytest.mark.parametrize("room", OWNERS)
def test_the_statements_of_a_room_are_named_by_its_owner_alone(room: str) -> None:
    named_in = {
        path.relative_to(ROOT).as_posix()
        for folder in ("lib", "pages")
        for path in (ROOT / folder).rglob("*.py")
        if any(name.startswith(f"{room}/") for name in names(path))
    }
    assert not [path for path in named_in if not path.startswith(OWNERS[room])]


def test_every_statement_lies_in_a_room_with_an_owner() -> None:
    folders = [path for area in ("context", "schema") for path in (ROOT / "sql" / area).rglob("*") if path.is_dir()]
    for folder in (ROOT / "sql" / "context", ROOT / "sql" / "schema", *folders):
        files = sorted(folder.glob("*.sql"))
        name = folder.relative_to(ROOT / "sql").as_posix()
        assert not files or any(name == room or name.startswith(f"{room}/") for room in OWNERS), name


def test_a_folder_has_few_files() -> None:
    folders = [path for area in ("lib", "sql", "tests") for path in (ROOT / area, *(ROOT / area).rglob("*"))]
    many = {
        folder.relative_to(ROOT).as_posix(): count
        for folder in folders
        if folder.is_dir() and (count := sum(path.suffix in TEXTS for path in folder.iterdir())) > MOST_FILES
    }
    assert many == {}


def test_every_statement_is_named_somewhere() -> None:
    named = {name for folder in ("lib", "pages") for path in (ROOT / folder).rglob("*.py") for name in names(path)}
    for room, owner in (("schema/catalog", SCHEMA + "/catalog"), ("demo", "lib/demo")):
        short = {name for path in (ROOT / owner).rglob("*.py") for name in short_names(path)}
        named |= {f"{room}/{name.removesuffix('.sql')}" for name in short}
    scripts = ROOT / "sql" / "demo" / "schema"  # all of them are run
    for path in [
        path for area in AREAS for path in (ROOT / "sql" / area).rglob("*.sql") if scripts not in path.parents
    ]:
        name = path.relative_to(ROOT / "sql").with_suffix("").as_posix()
        assert any(name == whole or (whole[-1] in "/_" and name.startswith(whole)) for whole in named), name
