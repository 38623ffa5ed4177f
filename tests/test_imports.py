"""The house: imports go one way, and what is pure stays pure."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTEXT_PURE = ("model.py", "text", "engine", "compare")
SCHEMA_PURE = ("model", "concerns", "search", "layout", "graph", "paths", "lint", "changes", "export", "pack")
MAP_PURE = ("around", "order", "packing", "deletion")
ANSWER_PURE = ("names", "join", "definition", "change", "changed_table", "changed_column", "renames", "search_index")
PART_PURE = (
    "part",
    "answers",
    "answer_shapes",
    "formats/compact",
    "formats/markdown",
    "formats/mermaid",
    "formats/dbml",
    "formats/labels",
    "formats/stamp",
)
DOCUMENT_PURE = ("document", "document_values", "scope", "partitions", "ddl", "communities", "copies")
PURE = [
    str(path.relative_to(ROOT))
    for name in CONTEXT_PURE
    for path in (ROOT / "lib/context").glob(name if name.endswith(".py") else f"{name}/*.py")
    if path.name != "state.py"
] + [f"lib/schema/{name}.py" for name in (*SCHEMA_PURE, *MAP_PURE, *DOCUMENT_PURE, *ANSWER_PURE, *PART_PURE)]
CLOCK = re.compile(r"\b(datetime|date)\.(now|utcnow|today)\b")
IMPURE_MODULES = {"streamlit", "sqlalchemy", "psycopg", "openai", "httpx", "httpx2", "socket", "requests", "time"}


def imported(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def reaches(path: Path, module: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for name in imported(path))


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_imports_no_streamlit_sql_model_clock_or_network(name: str) -> None:
    path = ROOT / name
    assert not {module for module in imported(path) if module.split(".")[0] in IMPURE_MODULES}
    assert not reaches(path, "lib.database")
    assert not CLOCK.search(path.read_text("utf-8"))


def test_only_pages_and_ui_import_streamlit() -> None:
    inner = [path for path in files("lib") if "ui" not in path.relative_to(ROOT).parts]
    assert not [str(path) for path in inner if reaches(path, "streamlit")]


def test_context_and_schema_do_not_know_each_other() -> None:
    assert not [str(path) for path in files("lib/context") if reaches(path, "lib.schema")]
    assert not [str(path) for path in files("lib/schema") if reaches(path, "lib.context")]


def test_the_engine_does_not_know_its_faces() -> None:
    engine = files("lib/context") + files("lib/schema")
    faces = ("lib.ui", "lib.cli", "lib.commands", "lib.mcp_server", "lib.run", "pages")
    assert not [str(path) for path in engine for face in faces if reaches(path, face)]


def test_the_database_module_knows_only_settings_and_errors() -> None:
    ours = {name for name in imported(ROOT / "lib/database.py") if name.startswith("lib.")}
    assert {".".join(name.split(".")[:2]) for name in ours} <= {"lib.errors", "lib.settings"}
