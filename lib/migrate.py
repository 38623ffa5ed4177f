"""Installs and upgrades the tables: plain numbered SQL under one lock, then the site's own mapping, then privileges."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from lib.database import database_errors, read_only, run_script, server_version, statement, transaction
from lib.driver import again_after_deadlock
from lib.errors import CannotMigrate, MissingTables, NewerTables, UnsupportedServer
from lib.settings import ROOT

MIGRATIONS = ROOT / "sql" / "migrations"
"""Applied in order of their names. Two are numbered 004, as both are applied in databases that exist; later numbers
stand once. A file that a dashboard has applied is not edited any more: what it lacks is another file."""
NUMBERED = re.compile(r"[0-9]{3,}_[a-z0-9_]+\.sql")
"""How the ledger of every version names a migration, in distinction from the privileges and the mapping."""
ROLE = "001_role.sql"
PARTITION_HISTORY = ROOT / "sql" / "partition_history.sql"
DIVIDED = ("crm_client_context_history", "crm_client_fact_evidence")
"""Chosen by a site of many million versions, once, and never run by itself; and what it divides."""
PRIVILEGES = ROOT / "sql" / "privileges.sql"
SOURCES = ROOT / "sql" / "sources.sql"
DEMO_SOURCES = ROOT / "sql" / "demo" / "sources.sql"
"""The mapping of the site, and that of the demo business."""
OLDEST, NEWEST = 15, 18


@dataclass(frozen=True)
class Migration:
    """What one call did: the files applied now, and why the site's mapping could not be installed ("" when it was)."""

    applied: tuple[str, ...]
    sources_error: str
    rewritten: tuple[str, ...] = ()
    """Files whose text is another than the one that was applied here; they are not run again."""


@dataclass(frozen=True)
class MigrationPlan:
    """What `migrate` would do: the files it would apply, those it runs every time, and those it would pass over."""

    pending: tuple[str, ...]
    repeated: tuple[str, ...]
    rewritten: tuple[str, ...]


@again_after_deadlock
def migrate(database: Engine, *, sources: Path = SOURCES, partition_history: bool = False) -> Migration:
    """Bring the tables up to date, or raise `CannotMigrate` with nothing changed; safe to repeat and to run at once.

    `partition_history` divides history and evidence, too, which is refused where they are divided. The site's mapping
    runs last, in a transaction of its own: where it names a missing table our own tables stand.
    """
    try:
        with transaction(database) as connection:
            done = _install_tables(connection, partition_history=partition_history)
    except DBAPIError as error:
        raise CannotMigrate(f"The tables cannot be installed: {_first_line(error)}.") from error
    return Migration(done.pending, _install_sources(database, sources), done.rewritten)


def plan(database: Engine, *, sources: Path = SOURCES) -> MigrationPlan:
    """What `migrate` would do now; one read that changes nothing. Raises `UnsupportedServer` or `NewerTables`."""
    with read_only(database) as connection:
        _check_server(connection)
        return _plan(_ledger(connection), sources=sources)


def is_current(database: Engine, *, sources: Path = SOURCES) -> bool:
    """Whether exactly these files are what was last installed; one short read."""
    with read_only(database) as connection:
        installed = _ledger(connection)
    return installed == {path.name: _digest(path) for path in (*_files(), PRIVILEGES, sources)}


def check(database: Engine) -> None:
    """Raise `UnsupportedServer`, `NewerTables` or `MissingTables` unless the dashboard can work with this database."""
    with read_only(database) as connection:
        _check_server(connection)
        missing = connection.execute(statement("missing_relations")).scalars().all()
        pending = _plan(_ledger(connection)).pending
    if missing:
        raise MissingTables(f"These tables are missing in the database: {', '.join(missing)}.")
    if pending:
        raise MissingTables(f"This database is older than the dashboard, which needs {', '.join(pending)}.")


def applied(connection: Connection) -> tuple[str, ...]:
    """The migrations that a database has, in order; none where it has none of our tables."""
    return tuple(sorted(name for name in _ledger(connection) if NUMBERED.fullmatch(name)))


def create_role(connection: Connection) -> None:
    """Make the role that the grants and policies of our tables name, where the server does not have it yet."""
    run_script(connection, (MIGRATIONS / ROLE).read_text("utf-8"))


def check_not_newer(applied: Iterable[str]) -> None:
    """Raise `NewerTables` where the ledger names a migration that this dashboard does not have."""
    ours = {path.name for path in _files()}
    newer = sorted(name for name in applied if NUMBERED.fullmatch(name) and name not in ours)
    if newer:
        raise NewerTables(f"A newer dashboard has upgraded this database ({', '.join(newer)}).")


def _plan(installed: Mapping[str, str], *, sources: Path = SOURCES) -> MigrationPlan:
    check_not_newer(installed)
    return MigrationPlan(
        pending=tuple(path.name for path in _files() if path.name not in installed),
        repeated=(PRIVILEGES.name, sources.name),
        rewritten=tuple(path.name for path in _files() if installed.get(path.name, _digest(path)) != _digest(path)),
    )


def _files() -> list[Path]:
    return sorted(MIGRATIONS.glob("*.sql"))


def _ledger(connection: Connection) -> dict[str, str]:
    """The digest of each file that was installed in this database, by its name."""
    if connection.execute(statement("migration_exists")).scalar_one() is None:
        return {}
    return {row.name: row.digest for row in connection.execute(statement("migration_applied"))}


def _install_tables(connection: Connection, *, partition_history: bool) -> MigrationPlan:
    """The plan that was carried out."""
    _check_server(connection)
    connection.execute(statement("migration_lock"))
    todo = _plan(_ledger(connection))
    for path in _files():
        if path.name in todo.pending:
            run_script(connection, path.read_text("utf-8"))
        _record(connection, path)  # the present text of one that was rewritten, too: it is told once
    if partition_history:
        run_script(connection, PARTITION_HISTORY.read_text("utf-8"))
    run_script(connection, PRIVILEGES.read_text("utf-8"))
    _record(connection, PRIVILEGES)
    return todo


def _install_sources(database: Engine, sources: Path) -> str:
    with database_errors():
        try:
            with database.begin() as connection:
                connection.execute(statement("migration_lock"))
                run_script(connection, sources.read_text("utf-8"))
                run_script(connection, PRIVILEGES.read_text("utf-8"))
                _record(connection, sources)
        except (ProgrammingError, NotSupportedError, DataError, IntegrityError) as error:
            return _first_line(error)
    return ""


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0]


def _record(connection: Connection, path: Path) -> None:
    connection.execute(statement("migration_record"), {"name": path.name, "digest": _digest(path)})


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _check_server(connection: Connection) -> None:
    version = server_version(connection) // 10000
    if not OLDEST <= version <= NEWEST:
        raise UnsupportedServer(f"The server runs Postgres {version}.")
