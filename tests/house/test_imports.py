"""The house: imports go one way, and what is pure stays pure."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import parsed

ROOT = Path(__file__).resolve().parents[2]
PURE = (
    "lib/context/model.py",
    "lib/context/records.py",
    "lib/context/run_document.py",
    "lib/context/text",
    "lib/context/brief",
    "lib/context/commitments",
    "lib/context/reply",
    "lib/context/engine",
    "lib/context/evidence",
    "lib/context/compare",
    "lib/context/alignment/agreement.py",
    "lib/context/alignment/coverage.py",
    "lib/context/alignment/figures.py",
    "lib/context/alignment/rules.py",
    "lib/context/mapping/counts.py",
    "lib/context/mapping/finding.py",
    "lib/context/mapping/findings.py",
    "lib/context/mapping/report.py",
    "lib/context/mapping/vocabulary.py",
    "lib/context/evaluate/case.py",
    "lib/context/share.py",
    "lib/context/evaluate/score.py",
    "lib/context/evaluate/compare.py",
    "lib/context/evaluate/oracle.py",
    "lib/context/evaluate/attacks.py",
    "lib/context/evaluate/result.py",
    "lib/schema/model.py",
    "lib/schema/computed.py",
    "lib/schema/names.py",
    "lib/schema/definition.py",
    "lib/fast_dataclass.py",
    "lib/schema/ddl.py",
    "lib/schema/lint.py",
    "lib/schema/access_lint.py",
    "lib/schema/finding.py",
    "lib/schema/trigger_arguments.py",
    "lib/schema/agent.py",
    "lib/schema/agent_shapes.py",
    "lib/schema/changes",
    "lib/schema/concerns",
    "lib/schema/export",
    "lib/schema/layout",
    "lib/schema/relations",
    "lib/schema/search",
    "lib/schema/drafts/statements.py",
    "lib/schema/drafts/measure/effect.py",
    "lib/schema/drafts/designer.py",
    "lib/schema/drafts/proposed.py",
    "lib/schema/drafts/safer.py",
    "lib/schema/drafts/marks.py",
    "lib/schema/drafts/check/at_risk.py",
    "lib/schema/drafts/check/duration.py",
    "lib/schema/drafts/check/extent.py",
    "lib/schema/drafts/check/report.py",
    "lib/schema/drafts/check/findings.py",
    "lib/schema/drafts/check/hints.py",
)
"""The rooms and files that know no database, no page, no network and no clock: a line each."""
KNOWN_TO_ALL = {
    *("lib.agent_answer", "lib.alternatives", "lib.directions", "lib.errors"),
    *("lib.settings.ROOT", "lib.stems", "lib.tokens"),
}
CLOCK = {"now", "utcnow", "today"}
CHANCE = {"uuid1", "uuid4"}
"""Functions that a pure room calls of nothing: what they give differs from call to call."""
NETWORK = {"asyncio", "http", "httpx", "httpx2", "openai", "psycopg", "requests", "socket", "sqlalchemy", "urllib"}
SYSTEM = {"importlib", "os", "random", "secrets", "streamlit", "subprocess", "threading", "time"}
IMPURE_MODULES = NETWORK | SYSTEM
RELATIVE = re.compile(r"from\s+\.")
"""What stands in every file with a relative import, and in hardly another."""


@cache
def imported(path: Path) -> set[str]:
    """The dotted names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= named if (ROOT / node.module.replace(".", "/")).is_dir() else {node.module, *named}
    return names


def files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def reaches(path: Path, module: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for name in imported(path))


def modules(room: str) -> list[Path]:
    """The files of a room, or the one file that is named."""
    return [ROOT / room] if room.endswith(".py") else files(room)


def is_pure(module: str) -> bool:
    """Whether a module of ours is one that a pure one may import."""
    rooms = [room.removesuffix(".py").replace("/", ".") for room in PURE]
    return any(module == known or module.startswith(f"{known}.") for known in (*rooms, *KNOWN_TO_ALL))


def test_every_import_is_absolute() -> None:
    """A relative one would go unseen by the tests of this file."""
    for path in [path for folder in ("lib", "pages", "tests") for path in files(folder)]:
        nodes = ast.walk(parsed(path)) if RELATIVE.search(path.read_text("utf-8")) else ()
        assert not [node.lineno for node in nodes if isinstance(node, ast.ImportFrom) and node.level], path


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_imports_no_streamlit_sql_model_clock_or_network(room: str) -> None:
    for path in modules(room):
        names = imported(path)
        assert not {name for name in names if name.split(".")[0] in IMPURE_MODULES}, path
        settings = {name for name in names if name.startswith("lib.settings")}
        assert settings in (set(), {"lib.settings", "lib.settings.ROOT"}), path  # the folder of sql/, no setting
        ours = {name for name in names if name.startswith("lib.")} - settings
        assert not {name for name in ours if not is_pure(name)}, path
        tree = parsed(path)
        called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
        attributes = {function.attr for function in called if isinstance(function, ast.Attribute)}
        assert not (attributes | {name.split(".")[-1] for name in names}) & (CLOCK | CHANCE), path


def test_only_pages_ui_and_what_serves_them_import_streamlit() -> None:
    inner = [path for path in files("lib") if not {"ui", "serve"} & set(path.relative_to(ROOT).parts)]
    assert not [str(path) for path in inner if reaches(path, "streamlit")]


def test_context_and_schema_do_not_know_each_other() -> None:
    assert not [str(path) for path in files("lib/context") if reaches(path, "lib.schema")]
    assert not [str(path) for path in files("lib/schema") if reaches(path, "lib.context")]


def test_the_engine_does_not_know_its_faces() -> None:
    engine = files("lib/context") + files("lib/schema")
    faces = ("lib.ui", "lib.cli", "lib.commands", "lib.mcp_server", "lib.serve", "pages")
    assert not [str(path) for path in engine for face in faces if reaches(path, face)]


def test_the_components_know_no_page() -> None:
    pages = ("pages", "lib.ui.app", "lib.ui.activity", "lib.ui.clients", "lib.ui.explorer")
    assert not [str(path) for path in files("lib/ui/components") for page in pages if reaches(path, page)]


@pytest.mark.parametrize(
    ("module", "known"),
    [("lib/driver.py", {"lib.errors", "lib.settings"}), ("lib/database.py", {"lib.driver", "lib.settings"})],
)
def test_what_connects_knows_only_settings_and_errors(module: str, known: set[str]) -> None:
    ours = {name for name in imported(ROOT / module) if name.startswith("lib.")}
    assert {".".join(name.split(".")[:2]) for name in ours} == known


def test_the_driver_alone_starts_without_sqlalchemy() -> None:
    assert not reaches(ROOT / "lib/driver.py", "sqlalchemy")


def test_the_values_of_a_draft_know_nothing_that_is_on_file() -> None:
    for path in files("lib/context/reply/values"):
        known = {name for name in imported(path) if name.startswith("lib.context.reply.")}
        assert not {name for name in known if not name.startswith("lib.context.reply.values")}, path
