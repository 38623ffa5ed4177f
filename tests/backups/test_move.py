"""The move from the embedded database into a Postgres that stands for Supabase, with the roles of the README."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url
from typer.testing import CliRunner

from lib.cli import app
from lib.embedded.server import Server
from lib.settings import ROOT
from tests.house.test_privileges import SITE
from tests.support.servers import postgres_15
from tests.upgrades.freeze import ANN, GROSS
from tests.upgrades.kept_states import NEWEST, rows

SHOWN = (
    ("context", "list"),
    *(("context", what, str(of)) for what in ("show", "history", "facts") for of in (ANN, GROSS)),
)
newest = pytest.mark.parametrize("house", [NEWEST], indirect=True)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, create_database: Callable[..., str]) -> Iterator[str]:
    """The administrator's address of a site's database on a server that knows nothing of us."""
    if request.param == "Postgres 18":
        yield prepared(create_database())
    else:
        with postgres_15() as url:
            yield prepared(url)


def prepared(url: str) -> str:
    """The tables of the worked example, with the contacts that the contexts are of."""
    with psycopg.connect(url) as connection:
        connection.execute(SITE)
        for contact_id in (ANN, GROSS):
            connection.execute("insert into contacts (id, full_name) values (%s, 'Somebody')", [contact_id])
    return url


def orb(*words: str, code: int = 0) -> str:
    ended = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert ended.exit_code == code, ended.output
    return ended.stdout if code == 0 else ended.output


def as_dashboard(url: str) -> str:
    """The address for the login that the README makes, with a password of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((ROOT / "sql" / "roles.sql").read_text("utf-8"))
        connection.execute(sql.SQL("alter role orb_app password 'of-this-test'"))
    return make_url(url).set(username="orb_app", password="of-this-test").render_as_string(hide_password=False)


@newest
@pytest.mark.parametrize(
    ("elsewhere", "divided"), [("Postgres 18", "here"), ("Postgres 15", "there")], indirect=["elsewhere"]
)
def test_contexts_history_evidence_and_snapshots_are_the_same_after_the_move(
    house: Server, elsewhere: str, divided: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "house.orb")
    if divided == "here":
        orb("migrate", "--partition-history")
    shown, before = [orb(*words, "--json") for words in SHOWN[1:]], rows(house.url)
    orb("backup", file)
    monkeypatch.setenv("DATABASE_URL", elsewhere)
    orb("migrate", *(["--partition-history"] if divided == "there" else []))
    assert orb("restore", file).startswith("Restored 2 clients with 5 versions of ")
    own_login = as_dashboard(elsewhere)
    monkeypatch.setenv("DATABASE_URL", own_login)
    after = rows(elsewhere)
    ours = [name for name in before if name.startswith(("crm_c", "system_"))]
    assert {name: after[name] for name in ours} == {name: before[name] for name in ours}
    assert [orb(*words, "--json") for words in SHOWN[1:]] == shown
    refused = pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never reworded")
    with refused, psycopg.connect(own_login) as connection:
        connection.execute("update crm_client_fact set text = 'another'")
    with psycopg.connect(elsewhere) as connection:
        off = "select count(*) from pg_trigger where tgenabled = 'D' and not tgisinternal"
        assert connection.execute(off).fetchone() == (0,)


@newest
@pytest.mark.parametrize("elsewhere", ["Postgres 18"], indirect=True)
def test_a_backup_whose_contacts_are_not_there_is_refused_and_nothing_of_it_stays(
    house: Server, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "house.orb")
    orb("backup", file)
    monkeypatch.setenv("DATABASE_URL", elsewhere)
    with psycopg.connect(elsewhere) as connection:
        connection.execute("delete from contacts where full_name = 'Somebody'")
    orb("migrate")
    assert 'violates foreign key constraint "crm_client_context_contact"' in orb("restore", file, code=1)
    assert not any(rows(elsewhere)[name] for name in ("crm_client_context", "crm_context_run", "system_schema_cache"))
    assert "are missing in the database" not in orb("restore", file, code=1)
