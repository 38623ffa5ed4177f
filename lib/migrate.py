"""Installs and upgrades the tables: plain numbered SQL under one lock, then the site's own mapping, then privileges."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from lib.database import run_script, statement, transaction
from lib.errors import UnsupportedServer
from lib.settings import ROOT

MIGRATIONS = ROOT / "sql" / "migrations"
OLDEST, NEWEST = 15, 18


@dataclass(frozen=True)
class Migration:
    """What one call did: the files applied now, and why the site's mapping could not be installed ("" when it was)."""

    applied: tuple[str, ...]
    sources_error: str


def migrate(database: Engine, *, sources: Path = ROOT / "sql" / "sources.sql") -> Migration:
    """Bring the tables up to date; safe to repeat and to run twice at once.

    The site's mapping runs last, in a transaction of its own: where it names a missing table our own tables stand.
    """
    with transaction(database) as connection:
        _check_server(connection)
        connection.execute(statement("migration_lock"))
        done = set(connection.execute(statement("migration_applied")).scalars())
        pending = [path for path in sorted(MIGRATIONS.glob("*.sql")) if path.name not in done]
        for path in pending:
            script = path.read_text("utf-8")
            run_script(connection, script)
            digest = sha256(script.encode()).hexdigest()
            connection.execute(statement("migration_record"), {"name": path.name, "digest": digest})
        run_script(connection, (ROOT / "sql" / "privileges.sql").read_text("utf-8"))
    return Migration(tuple(path.name for path in pending), _install_sources(database, sources))


def _install_sources(database: Engine, sources: Path) -> str:
    try:
        with transaction(database) as connection:
            connection.execute(statement("migration_lock"))
            run_script(connection, sources.read_text("utf-8"))
            run_script(connection, (ROOT / "sql" / "privileges.sql").read_text("utf-8"))
    except DBAPIError as error:
        return str(error.orig).splitlines()[0]
    return ""


def _check_server(connection: Connection) -> None:
    version = int(connection.exec_driver_sql("show server_version_num").scalar_one()) // 10000
    if not OLDEST <= version <= NEWEST:
        raise UnsupportedServer(f"The server runs Postgres {version}.")
