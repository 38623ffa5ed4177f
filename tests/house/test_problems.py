"""What a person is told when something is wrong: one clear sentence and the next step, never a traceback."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError
from streamlit.testing.v1 import AppTest

from lib import database as databases
from lib import installation, migrate, settings
from lib.context.store import sources
from lib.database import engine, transaction
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.errors import (
    InvalidSettings,
    LoginRefused,
    MissingSources,
    MissingTables,
    NoDatabase,
    NoPrivilege,
    NoSpace,
    NotEncrypted,
    OrbError,
    TooSlow,
    UnsupportedServer,
    UnwritableFolder,
)
from lib.schema.catalog import introspect
from lib.settings import ROOT, Settings
from lib.ui.app import cached
from tests.support.browsers import BrowserPage, free_port
from tests.support.databases import FAST
from tests.support.processes import forked


def orb(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """One `orb` command and what it said."""
    command = [*forked.python(), "-m", "lib.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def raised(url: str, statement: str) -> OrbError:
    """The error of ours that a statement becomes."""
    made = engine(url)
    with pytest.raises(OrbError) as caught, transaction(made) as connection:
        databases.run_script(connection, statement)
    made.dispose()
    return caught.value


def test_a_wrong_password_is_named_and_not_shown(empty_database: str) -> None:
    url = make_url(empty_database).set(password="letmein").render_as_string(hide_password=False)
    assert type(raised(url, "select 1")) is LoginRefused
    ended = orb("schema", "check", DATABASE_URL=url)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert " ".join(ended.stderr.split()) == str(LoginRefused())


def test_a_database_that_is_not_there_is_named() -> None:
    assert type(raised(f"postgresql://127.0.0.1:{free_port()}/none", "select 1")) is NoDatabase
    ended = orb("schema", "check", DATABASE_URL=f"postgresql://tom:letmein@127.0.0.1:{free_port()}/none")
    assert " ".join(ended.stderr.split()) == str(NoDatabase())


def test_a_name_that_the_server_does_not_know_is_named(empty_database: str) -> None:
    url = make_url(empty_database).set(database="nowhere").render_as_string(hide_password=False)
    assert "no database of this name" in raised(url, "select 1").title


@pytest.mark.parametrize("url", ["mysql://localhost/x", "not an address", "postgresql://[/x"])
def test_an_address_of_something_else_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(InvalidSettings, match="DATABASE_URL is not the address of a Postgres database") as caught:
        engine(url)
    assert url not in str(caught.value)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("53100", NoSpace),
        ("53200", NoSpace),
        ("53300", NoDatabase),
        ("57P01", NoDatabase),
        ("08006", NoDatabase),
        ("42501", NoPrivilege),
        ("28P01", LoginRefused),
        ("57014", TooSlow),
        ("55P03", TooSlow),
    ],
)
def test_what_the_server_says_becomes_an_error_of_ours(
    empty_database: str, state: str, expected: type[OrbError]
) -> None:
    assert (
        type(raised(empty_database, f"do $$ begin raise exception 'x' using errcode = '{state}'; end $$")) is expected
    )


@pytest.mark.parametrize("state", ["42P01", "22012", "23505", "40001"])
def test_a_defect_stays_a_defect(empty_database: str, state: str) -> None:
    made = engine(empty_database)
    script = f"do $$ begin raise exception 'relation \"other\" is missing' using errcode = '{state}'; end $$"
    with pytest.raises(Exception, match="is missing") as caught, transaction(made) as connection:
        databases.run_script(connection, script)
    made.dispose()
    assert not isinstance(caught.value, OrbError)


def test_what_a_row_held_is_in_no_exception(empty_database: str) -> None:
    made = engine(empty_database)
    with transaction(made) as connection:
        connection.execute(text("create table said (words text primary key check (words <> 'our secret'))"))
    with pytest.raises(IntegrityError) as caught, transaction(made) as connection:
        connection.execute(text("insert into said values (:words)"), {"words": "our secret"})
    made.dispose()
    assert "secret" not in str(caught.value)
    assert str(caught.value.orig) == 'new row for relation "said" violates check constraint "said_words_check"'


def test_missing_tables_are_listed_and_not_created(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("create table crm_client_context (contact_id uuid)")
        with pytest.raises(MissingTables) as caught:
            installation.context_database(Settings(database_url=empty_database))
        assert caught.value.title == (
            "These tables are missing in the database: crm_client_context_history, crm_client_fact, "
            "crm_client_fact_evidence, crm_context_run, crm_context_seen, crm_context_lease, crm_context_erasure, "
            "system_schema_cache, system_schema_snapshot, system_schema_image, system_schema_draft, "
            "system_schema_draft_version, system_schema_draft_check, system_schema_draft_decision, "
            "system_schema_draft_backup, system_agent_token, crm_agent_call."
        )
        assert "orb migrate" in caught.value.next_step
        tables = connection.execute("select relname from pg_class where relname ~ '^(crm|system)_' and relkind = 'r'")
        assert tables.fetchall() == [("crm_client_context",)]


def test_missing_views_are_listed_with_the_file_to_edit(database_url: str) -> None:
    database = installation.context_database(Settings(database_url=database_url))
    with transaction(database) as connection:
        databases.run_script(connection, "drop view if exists crm_source_link, crm_source_contact cascade")
    with pytest.raises(MissingSources, match="crm_source_contact") as caught, sources.reading(database) as connection:
        sources.contact(connection, uuid4())
    database.dispose()
    assert "sql/sources.sql" in caught.value.next_step


def test_orb_migrate_says_which_table_the_mapping_misses(empty_database: str) -> None:
    ended = orb("migrate", DATABASE_URL=empty_database)
    assert ended.returncode == 0
    said = " ".join(ended.stderr.split())
    assert 'The site\'s mapping is not installed: relation "contacts" does not exist' in said
    assert "Edit sql/sources.sql" in said
    installation.context_database(Settings(database_url=empty_database)).dispose()


def test_a_server_that_is_too_old_is_refused(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "OLDEST", 99)
    made = engine(empty_database)
    with pytest.raises(UnsupportedServer, match=r"The server runs Postgres \d+\. Use Postgres 15 to 18"):
        migrate.check(made)
    with pytest.raises(UnsupportedServer):
        migrate.migrate(made)
    made.dispose()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "settings.env cannot be read."),
        (b"ORB_MODEL=a\n\nDATABASE_URL postgresql://tom:letmein@db/x\n", "Line 3 of settings.env is not a setting."),
        (b'DATABASE_URL="postgresql://tom:letmein@db/x\n', "Line 1 of settings.env is not a setting."),
        (b"PORT=letmein\n", "The setting PORT cannot be used."),
        (b"PORT=70000\n", "The setting PORT cannot be used."),
    ],
)
def test_a_corrupt_file_of_settings_is_named_with_its_line_and_without_its_values(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "settings.env"
    file.write_bytes(content)
    with pytest.raises(InvalidSettings) as caught:
        settings.load({}, env_file=file)
    assert caught.value.title == said
    assert "letmein" not in str(caught.value)
    ended = orb("schema", "check", ORB_ENV_FILE=str(file))
    assert (ended.returncode, " ".join(ended.stderr.split())) == (1, str(caught.value))


def test_a_user_without_a_home_is_told_to_name_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(name: str) -> Path:
        raise RuntimeError(f"could not determine the home directory for {name}")

    monkeypatch.setattr(settings, "user_data_path", homeless)
    with pytest.raises(InvalidSettings, match="This user has no home folder") as caught:
        settings.load({}, env_file=Path(os.devnull))
    assert "ORB_HOME" in caught.value.next_step
    with pytest.raises(InvalidSettings, match="The setting ORB_HOME cannot be used"):
        settings.load({"ORB_HOME": "~no-such-user/orb"}, env_file=Path(os.devnull))


@pytest.mark.parametrize("asked", ["sslmode=require", "sslmode=letmein", "sslmode=verify-full&sslrootcert=/letmein"])
def test_a_connection_that_is_not_encrypted_as_its_address_asks_is_named(empty_database: str, asked: str) -> None:
    url = f"{empty_database}{'&' if '?' in empty_database else '?'}{asked}"
    error = raised(url, "select 1")
    assert (type(error), str(error)) == (NotEncrypted, str(NotEncrypted()))
    ended = orb("schema", "check", DATABASE_URL=url)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert " ".join(ended.stderr.split()) == str(NotEncrypted())
    with pytest.raises(NotEncrypted, match="encrypted") as caught:
        introspect.mark(url)
    assert "sslrootcert in SCHEMA_DATABASE_URL (or DATABASE_URL)" in caught.value.next_step


def test_a_file_of_settings_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="There is no file where ORB_ENV_FILE says"):
        settings.load({"ORB_ENV_FILE": str(tmp_path / "orb.env")})


def test_the_environment_wins_over_the_file_and_empty_is_not_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text("PORT=9000\nORB_MODEL=from the file\nORB_HOSTS=a.example, b.example\nADDRESS=\n")
    loaded = settings.load({"ORB_MODEL": "from outside", "PORT": ""}, env_file=file)
    assert (loaded.port, loaded.model, loaded.address) == (9000, "from outside", "127.0.0.1")
    assert loaded.hosts == ("a.example", "b.example")


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    home = tmp_path / "file" / "home"
    with pytest.raises(UnwritableFolder, match="home cannot be used") as caught:
        sharing.share(home)
    assert "ORB_HOME" in caught.value.next_step


def test_a_lost_password_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(embedded.ServerFailed, match="password of the embedded Postgres cannot be read") as caught:
        embedded.Server(tmp_path, 5432).url_of("orb")
    assert "`password`" in caught.value.next_step


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_data_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableFolder, match="Permission denied"):
        sharing.share(tmp_path / "home")


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system of one megabyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    may = os.geteuid() == 0 and shutil.which("mount") is not None
    if not may or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root, and not in every container, may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_named_and_leaves_nothing_half_made(tiny_disk: Path) -> None:
    with pytest.raises(NoSpace, match="disk"):
        sharing.share(tiny_disk / "home")
    assert not (tiny_disk / "home" / "data").exists()
    assert not embedded.is_running(tiny_disk / "home")


def lost() -> None:
    from lib.errors import NoDatabase
    from lib.ui.app import error_box

    with error_box.show_errors():
        raise NoDatabase


def test_after_a_lost_database_its_address_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []

    def opened(chosen: Settings) -> Engine:
        asked.append(chosen)
        return engine("postgresql://127.0.0.1:9/none")

    monkeypatch.setattr(installation, "context_database", opened)
    cached.context_database.clear()
    cached.context_database()
    cached.context_database()
    assert len(asked) == 1
    page = AppTest.from_function(lost, default_timeout=30).run()
    assert [box.value.startswith("**The database cannot be reached") for box in page.error] == [True]
    cached.context_database()
    assert len(asked) == 2
    cached.context_database.clear()


@pytest.mark.browser
def test_a_page_recovers_by_itself_when_the_database_is_back(
    dashboard: Callable[..., str], browser_page: BrowserPage, tmp_path: Path
) -> None:
    home = tmp_path / "its server"
    home.mkdir()
    server = embedded.start(home, options=FAST)
    url, page = server.url, browser_page.page
    made = engine(url)
    migrate.migrate(made)
    made.dispose()
    try:
        address = dashboard(url)
        page.goto(f"{address}/client_context")
        expect(page.get_by_role("link", name="Clients").first).to_be_visible()
        embedded.stop(home)
        page.reload()
        expect(page.get_by_text("The database cannot be reached.")).to_be_visible()
        embedded.start(home, options=(*FAST, f"port={server.port}"))
        expect(page.get_by_text("The database cannot be reached.")).to_be_hidden()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_text("The database cannot be reached.")).to_be_hidden()
    finally:
        embedded.stop(home)
