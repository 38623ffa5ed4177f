"""The way back of a backup: in place of the embedded database, or into the empty tables of another one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from lib.backups import archive
from lib.backups.archive import BackupManifest
from lib.backups.backup import BytesDone
from lib.backups.psql import CannotRestore, copy_rows, restore_dump
from lib.database import engine, read_only, statement, transaction
from lib.driver import one_reading
from lib.embedded.locks import locked, writable
from lib.embedded.server import Server
from lib.embedded.server_databases import administrator, create_database, drop_database
from lib.embedded.throw_away import throw_away_database
from lib.errors import NewerTables
from lib.migrate import applied, check, check_not_newer, create_role, migrate

PRESENT, RESTORED, BEFORE = "orb", "orb_restored", "orb_before"
TRIES, PAUSE_SECONDS = 100, 0.05


class TablesInUse(CannotRestore):
    title = "The dashboard's tables in this database are not empty."
    next_step = "Restore into a database in which `orb migrate` has just made them; nothing was changed."


def whole_backup(path: Path) -> BackupManifest:
    """What a backup holds, once it is found whole and not newer than this dashboard.

    Raises `BrokenBackup` or `NewerTables`.
    """
    manifest = archive.read(path)
    try:
        if manifest.format > archive.FORMAT:
            raise NewerTables
        check_not_newer(manifest.migrations)
    except NewerTables as error:
        raise NewerTables(
            "A newer dashboard has made this backup.", next_step="Upgrade this dashboard to the same version first."
        ) from error
    return manifest


def counts(database: Engine) -> tuple[int, int] | None:
    """How many clients and how many versions of them are on file; None without our tables."""
    with read_only(database) as connection:
        if not applied(connection):
            return None
        clients, versions = connection.execute(statement("backup_counts")).one()
    return clients, versions


def restore(server: Server, path: Path, *, manifest: BackupManifest, sources: Path, progress: BytesDone) -> None:
    """Put a backup in the place of the embedded database, brought to today's state; whoever is connected is cut off.

    The backup is loaded beside it, so that whatever fails leaves everything as it was.
    """
    with writable(server.home), locked(server.home / "restore.lock"), _new_database(server) as url:
        _load(url, path, manifest=manifest, sources=sources, progress=progress)
        _swap(server)


def move_in(url: str, path: Path, *, home: Path, manifest: BackupManifest, sources: Path, progress: BytesDone) -> None:
    """Copy what a backup knows of clients, and all else in our tables, into another database whose tables are empty.

    `orb migrate` has made them. The backup is brought to the same state in a database of the embedded server first.
    """
    target = engine(url)
    try:
        check(target)
        with throw_away_database(home) as scratch:
            tables = _own_tables(scratch)
            _check_empty(target, tables)
            _load(scratch, path, manifest=manifest, sources=sources, progress=progress)
            copy_rows(scratch, url, tables)
    finally:
        target.dispose()


def _load(url: str, path: Path, *, manifest: BackupManifest, sources: Path, progress: BytesDone) -> None:
    database = engine(url)
    try:
        with transaction(database) as connection:
            create_role(connection)
        restore_dump(url, archive.dump_of(path, manifest), progress=progress)
        migrate(database, sources=sources)
        if (restored := counts(database)) != (manifest.clients, manifest.versions):
            raise CannotRestore(f"The backup says {manifest.versions:,} versions and holds others: {restored}.")
    finally:
        database.dispose()


def _own_tables(empty: str) -> tuple[str, ...]:
    """The tables of the dashboard: those that an empty database lacks."""
    database = engine(empty)
    try:
        with read_only(database) as connection:
            return tuple(connection.execute(statement("missing_relations")).scalars())
    finally:
        database.dispose()


def _check_empty(target: Engine, tables: tuple[str, ...]) -> None:
    with read_only(target) as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the only driver
        for name in tables:
            if driver.execute(sql.SQL("select from {} limit 1").format(sql.Identifier(name))).rowcount:
                raise TablesInUse(f"There are rows in {name} already.")


@contextmanager
def _new_database(server: Server) -> Iterator[str]:
    """The address of an empty database beside the present one; whatever of it is left afterwards is dropped."""
    with administrator(server) as connection:
        _drop_leftovers(connection)
        create_database(connection, RESTORED)
    try:
        yield server.url_of(RESTORED)
    finally:
        with administrator(server) as connection:
            _drop_leftovers(connection)


def _swap(server: Server) -> None:
    """Give the restored database the name of the present one, both or none, once nobody is connected."""
    with administrator(server) as connection:
        for _ in range(TRIES):
            one_reading(connection, "end_sessions", {"database": PRESENT})
            try:
                with connection.transaction():
                    _rename(connection, PRESENT, BEFORE)
                    _rename(connection, RESTORED, PRESENT)
            except psycopg.errors.ObjectInUse:
                time.sleep(PAUSE_SECONDS)
            else:
                return
    raise CannotRestore(
        "The database is in use all the time.", next_step="Stop dashboards and workers, then try again."
    )


def _rename(connection: psycopg.Connection[tuple[str]], old: str, new: str) -> None:
    connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new)))


def _drop_leftovers(connection: psycopg.Connection[tuple[str]]) -> None:
    """Drop what a restore leaves beside the present database, whether it ended or was killed."""
    for name in (RESTORED, BEFORE):
        drop_database(connection, name)
