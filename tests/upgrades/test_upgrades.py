"""A database of each earlier state comes to today's, with everything that was in it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.database import engine
from lib.embedded.binaries import program
from lib.migrate import MIGRATIONS, migrate, plan
from tests.upgrades.freeze import SITE
from tests.upgrades.kept_states import STATES, as_before, load, rows
from tests.upgrades.todays_work import works

FILES = sorted(path.name for path in MIGRATIONS.glob("*.sql"))


def tables_of(url: str) -> str:
    """The whole schema as Postgres writes it down, whatever the order of the columns: no statement rests on that."""
    dump = subprocess.run([program("pg_dump"), "-s", "-d", url], capture_output=True, text=True, check=True).stdout
    lines = (line.removesuffix(",") for line in dump.splitlines() if line.strip() and "restrict" not in line)
    return "\n".join(sorted(lines))


@pytest.fixture(scope="module")
def fresh_tables(create_database: Callable[..., str], migrated_template: str) -> str:
    """The schema of a database that was installed today."""
    url = create_database()
    database = engine(url)
    migrate(database, sources=SITE)
    database.dispose()
    return tables_of(url)


@pytest.fixture
def kept(empty_database: str, migrated_template: str) -> Callable[[str], Engine]:
    """A function that fills the empty database with a kept state; the role exists, as the template has made it."""

    def loaded(state: str) -> Engine:
        load(state, empty_database)
        return engine(empty_database)

    return loaded


@pytest.mark.parametrize("state", STATES)
def test_a_database_of_an_earlier_state_comes_to_todays_with_its_contexts_unchanged(
    state: str, kept: Callable[[str], Engine], empty_database: str, fresh_tables: str, mapping: Path
) -> None:
    database = kept(state)
    before = rows(empty_database)
    assert all(before[name] for name in ("crm_client_context_history", "crm_client_fact", "crm_client_fact_evidence"))
    planned = plan(database, sources=mapping)
    done = migrate(database, sources=mapping)
    assert (done.applied, done.sources_error, done.rewritten) == (planned.pending, "", planned.rewritten)
    after = rows(empty_database)
    assert as_before(after, before) == before
    assert not any(after[name] for name in after.keys() - before.keys())
    assert tables_of(empty_database) == fresh_tables
    works(database)
