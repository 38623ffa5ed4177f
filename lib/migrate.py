"""Installs and upgrades the tables: plain numbered SQL under one lock, then the site's own mapping, then privileges."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from lib.database import database_errors, read_only, run_script, statement, transaction
from lib.driver import again_after_deadlock
from lib.errors import CannotMigrate, MissingTables, UnsupportedServer
from lib.settings import ROOT

MIGRATIONS = ROOT / "sql" / "migrations"
"""Applied in order of their names. Two are numbered 004, as both are applied in databases that exist; later numbers
stand once."""
PRIVILEGES = ROOT / "sql" / "privileges.sql"
SOURCES = ROOT / "sql" / "sources.sql"
OLDEST, NEWEST = 15, 18


@dataclass(frozen=True)
class Migration:
    """What one call did: the files applied now, and why the site's mapping could not be installed ("" when it was)."""

    applied: tuple[str, ...]
    sources_error: str


@again_after_deadlock
def migrate(database: Engine, *, sources: Path = SOURCES) -> Migration:
    """Bring the tables up to date, or raise `CannotMigrate` with nothing changed; safe to repeat and to run at once.

    The site's mapping runs last, in a transaction of its own: where it names a missing table our own tables stand.
    """
    try:
        with transaction(database) as connection:
            applied = _install_tables(connection)
    except DBAPIError as error:
        raise CannotMigrate(f"The tables cannot be installed: {_first_line(error)}.") from error
    return Migration(applied, _install_sources(database, sources))


def is_current(database: Engine, *, sources: Path = SOURCES) -> bool:
    """Whether exactly these files are what was last installed; one short read."""
    files = (*MIGRATIONS.glob("*.sql"), PRIVILEGES, sources)
    with read_only(database) as connection:
        if connection.execute(statement("migration_exists")).scalar_one() is None:
            return False
        installed = {row.name: row.digest for row in connection.execute(statement("migration_applied"))}
    return installed == {path.name: _digest(path) for path in files}


def check(database: Engine) -> None:
    """Raise `UnsupportedServer` or `MissingTables` unless the dashboard can work with this database."""
    with read_only(database) as connection:
        _check_server(connection)
        missing = connection.execute(statement("missing_relations")).scalars().all()
    if missing:
        raise MissingTables(f"These tables are missing in the database: {', '.join(missing)}.")


def _install_tables(connection: Connection) -> tuple[str, ...]:
    """The files that were applied."""
    _check_server(connection)
    connection.execute(statement("migration_lock"))
    done = set(connection.execute(statement("migration_applied")).scalars())
    pending = [path for path in sorted(MIGRATIONS.glob("*.sql")) if path.name not in done]
    for path in pending:
        run_script(connection, path.read_text("utf-8"))
    for path in sorted(MIGRATIONS.glob("*.sql")):  # one that is applied may have been written better since
        _record(connection, path)
    run_script(connection, PRIVILEGES.read_text("utf-8"))
    _record(connection, PRIVILEGES)
    return tuple(path.name for path in pending)


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
    version = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
    if not OLDEST <= version <= NEWEST:
        raise UnsupportedServer(f"The server runs Postgres {version}.")
