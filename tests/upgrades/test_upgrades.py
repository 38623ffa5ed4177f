"""A database of each earlier state comes to today's, with everything that was in it."""

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lib.context.compare.diff import compare
from lib.context.readers import reader_for
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import engine, read_only
from lib.embedded.binaries import program
from lib.migrate import MIGRATIONS, migrate, plan
from lib.settings import Settings
from tests.support import site
from tests.upgrades.freeze import ANN, GROSS, NOW, SITE
from tests.upgrades.kept_states import STATES, as_before, load, rows

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


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """The site's mapping as one that may be repeated: the views alone, over the tables that a kept state has."""
    file = tmp_path / SITE.name
    text = SITE.read_text("utf-8")
    file.write_text(text[text.index("create or replace view") :], "utf-8")
    return file


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
    _works(database)


def _works(database: Engine) -> None:
    """Today's dashboard reads every version and goes on where the older one stopped."""
    with read_only(database) as connection:
        versions = reads.history(connection, ANN)
        last, first = (reads.snapshot(connection, ANN, versions[number].version) for number in (0, -1))
        facts = reads.facts(connection, ANN)
    assert [item.version for item in versions] == list(range(len(versions), 0, -1))
    assert compare(first.document, last.document, old_version=1, new_version=len(versions), facts=facts).changes
    site.write(database, "b9", "Mein Budget beträgt jetzt 1200 Euro.", contact_id=GROSS, thread_id="b", at=NOW)
    outcome = refresh(database, GROSS, reader=reader_for(Settings()), now=NOW + timedelta(hours=1))
    assert (outcome.status, outcome.version) == ("saved", 3)
