"""Which files a database needs, what a dashboard says that is older or newer, and that files stay as they are."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import streamlit as st
from mcp.client import Client
from sqlalchemy import Engine, text
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from lib import installation, migrate
from lib.cli import app
from lib.context.queue.worker import Worker
from lib.database import engine, transaction
from lib.errors import MissingTables, NewerTables
from lib.migrate import MIGRATIONS
from lib.serve.background_worker import InnerWorker
from lib.settings import ROOT, made_of
from tests.agents.agent_site import talk_here
from tests.support import site
from tests.support.scripted_reader import ScriptedReader
from tests.upgrades.kept_states import NEWEST, load

TOMORROW = "999_of_tomorrow.sql"
NEWER = f"A newer dashboard has upgraded this database ({TOMORROW})."
NEXT = "Upgrade this dashboard to the same version, then start it again; until then it writes nothing."
FILES = sorted(path.name for path in MIGRATIONS.glob("*.sql"))


@pytest.fixture
def newer_url(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database that a dashboard of tomorrow has upgraded, as the settings name it."""
    upgrade(database_url)
    monkeypatch.setenv("DATABASE_URL", database_url)
    st.cache_resource.clear()
    yield database_url
    st.cache_resource.clear()


def upgrade(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("insert into system_migration values (%s, 'of a text that nobody here knows')", [TOMORROW])


def writes(url: str) -> object:
    """The number of the server's next transaction that writes: nobody else uses it."""
    with psycopg.connect(url) as connection:
        return connection.execute("select pg_snapshot_xmax(pg_current_snapshot())").fetchone()


def test_every_number_stands_once_but_for_the_two_that_were_applied_as_004() -> None:
    counted = Counter(name.partition("_")[0] for name in FILES)
    assert {number: count for number, count in counted.items() if count > 1} == {"004": 2}
    assert all(migrate.NUMBERED.fullmatch(name) for name in FILES)
    assert sorted(counted) == [f"{number:03}" for number in range(1, len(counted) + 1)]


def test_the_newest_state_is_kept_and_the_files_that_it_applied_are_as_they_were(
    empty_database: str, migrated_template: str
) -> None:
    assert FILES[-1].startswith(NEWEST), "run `python -m tests.upgrades.freeze`"
    load(NEWEST, empty_database)
    assert migrate.plan(engine(empty_database)).rewritten == (), "write what is missing into a new file"


def test_a_plan_names_what_would_be_run_and_runs_nothing(
    empty_database: str, migrated_template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load("012", empty_database)
    monkeypatch.setenv("DATABASE_URL", empty_database)
    with psycopg.connect(empty_database) as connection:
        connection.execute("update system_migration set digest = '' where name = '001_role.sql'")
    before = writes(empty_database)
    told = CliRunner().invoke(app, ["migrate", "--plan"])
    pending = [name for name in FILES if name > "013"]
    assert told.stdout.splitlines() == [
        *(f"Would apply {name}" for name in pending),
        "Would run privileges.sql, as every time",
        "Would run sources.sql, as every time",
    ]
    assert "001_role.sql is not the text that was applied here." in told.stderr
    assert told.stderr.endswith("Nothing was run.\n")
    divided = CliRunner().invoke(app, ["migrate", "--plan", "--partition-history"])
    assert "Would run partition_history.sql, once and for good\n" in divided.stdout
    as_json = CliRunner().invoke(app, ["migrate", "--plan", "--json"])
    assert json.loads(as_json.stdout) == {
        "pending": pending,
        "repeated": ["privileges.sql", "sources.sql"],
        "rewritten": ["001_role.sql"],
    }
    assert writes(empty_database) == before


def test_an_empty_database_would_get_every_file(empty_database: str) -> None:
    assert migrate.plan(engine(empty_database)).pending == tuple(FILES)


def test_a_file_rewritten_after_it_was_applied_is_told_once_and_not_run_again(database: Engine) -> None:
    with transaction(database) as connection:
        connection.execute(text("update system_migration set digest = '' where name = '002_context.sql'"))
    done, again = migrate.migrate(database), migrate.migrate(database)
    assert (done.applied, done.rewritten, again.rewritten) == ((), ("002_context.sql",), ())


def test_a_database_older_than_the_dashboard_is_told_apart_from_one_without_tables(
    empty_database: str, migrated_template: str
) -> None:
    load("012", empty_database)
    with pytest.raises(MissingTables) as caught:
        migrate.check(engine(empty_database))
    missing = ", ".join(name for name in FILES if name > "013")
    assert caught.value.title == f"This database is older than the dashboard, which needs {missing}."
    assert "orb migrate" in caught.value.next_step


@pytest.mark.parametrize(
    "words", [("migrate",), ("migrate", "--plan"), ("worker", "--once"), ("context", "list"), ("schema", "refresh")]
)
def test_no_command_of_an_older_dashboard_touches_a_newer_database(newer_url: str, words: tuple[str, ...]) -> None:
    before = writes(newer_url)
    ended = CliRunner().invoke(app, list(words))
    assert (ended.exit_code, ended.stderr.strip()) == (1, f"{NEWER} {NEXT}")
    assert writes(newer_url) == before


@pytest.mark.parametrize("page", ["client_context", "schema_explorer"])
def test_a_page_of_an_older_dashboard_says_so_before_it_writes(newer_url: str, page: str) -> None:
    before = writes(newer_url)
    opened = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
    opened.run()
    opened.switch_page(f"../../../pages/{page}.py").run()
    assert not opened.exception
    assert NEWER in opened.error[0].value.replace("\\", "")
    assert NEXT in opened.error[0].value.replace("\\", "")
    assert writes(newer_url) == before


def test_an_agent_is_told_that_the_database_is_newer(newer_url: str) -> None:
    async def asked(client: Client) -> str:
        return (await client.call_tool("client_due", {})).content[0].text

    before = writes(newer_url)
    assert talk_here({"DATABASE_URL": newer_url}, asked).endswith(f": {NEWER} {NEXT}")
    assert writes(newer_url) == before


def test_what_runs_while_the_database_is_upgraded_gets_no_connection_any_more(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "LOOK_SECONDS", 0.0)
    database = installation.context_database(made_of({"DATABASE_URL": database_url}))
    site.install(database)
    worker = Worker(database, ScriptedReader(), poll_seconds=0.01)
    assert worker.once() == ()
    upgrade(database_url)
    before = writes(database_url)
    with pytest.raises(NewerTables), transaction(database) as connection:
        connection.execute(text("delete from system_schema_cache"))
    with pytest.raises(NewerTables):
        worker.run()
    assert writes(database_url) == before
    with psycopg.connect(database_url) as connection:
        connection.execute("delete from system_migration where name = %s", [TOMORROW])
    assert worker.once() == ()
    database.dispose()


def test_the_worker_inside_an_older_dashboard_says_so_and_ends(newer_url: str) -> None:
    told: list[dict[str, object]] = []
    worker = InnerWorker(made_of({"DATABASE_URL": newer_url}), log=told.append)
    worker.start()
    worker._thread.join(30)
    assert told == [{"event": "outage", "error": f"{NEWER} {NEXT}"}]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that gives the migrations another text, under their names."""

    def write(**texts: str) -> None:
        for name, script in texts.items():
            (tmp_path / f"{name}.sql").write_text(script)
        monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path)

    return write


def test_an_upgrade_that_fails_half_way_leaves_the_database_as_it_was(
    database: Engine, files: Callable[..., None]
) -> None:
    files(**{path.stem: path.read_text("utf-8") for path in MIGRATIONS.glob("*.sql")})
    files(**{"014_first": "create table first_half (id int);", "015_second": "select 1 / 0;"})
    with pytest.raises(Exception, match="division by zero"):
        migrate.migrate(database)
    assert migrate.plan(database).pending == ("014_first.sql", "015_second.sql")
    with transaction(database) as connection:
        assert connection.execute(text("select to_regclass('first_half')")).scalar_one() is None
