"""Engines, transactions and the statements kept in `sql/`; with `lib.driver` the only one that knows how to connect."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, cast

import psycopg
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.sql.elements import TextClause

from lib.driver import (
    CONNECT_SECONDS,
    LOCAL,
    PORT,
    DatabasePlace,
    PatientConnection,
    connected,
    driver_errors,
    host_and_port,
    known_error,
    parameters,
)
from lib.settings import ROOT


def engine(url: str, *, connections: int = 5) -> Engine:
    """An engine for `url` (a URL or a libpq connection string) that works through a transaction pooler too.

    It keeps at most `connections` open, and opens ten more where so many are needed at once. Prepared statements are
    off and no startup option is sent (PgBouncer and Supavisor refuse both), a connection is tested before it is lent,
    for a few seconds at most, and neither a parameter nor a row's values appear in an exception.
    """
    given = parameters(url)
    made = create_engine(
        _public_url(given),
        creator=partial(PatientConnection.connect, **given),
        pool_size=connections,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    event.listen(made, "handle_error", _without_detail)
    event.listen(made, "checkout", lambda lent, _record, _fairy: _wait_for(lent, None))
    event.listen(made, "checkin", lambda lent, _record: _wait_for(lent, CONNECT_SECONDS))
    return made


def _wait_for(connection: PatientConnection | None, seconds: float | None) -> None:
    """Set how long a connection waits for an answer; None in its place is one that has just been closed."""
    if connection is not None:
        connection.patience = seconds


def _without_detail(context: ExceptionContext) -> None:
    """Reduce a server's error to its message: its DETAIL quotes the row."""
    error = context.original_exception
    if isinstance(error, psycopg.Error) and error.diag.message_primary:
        error.args = (error.diag.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (f"({type(error).__name__}) {error}",)


@cache
def statement(name: str) -> TextClause:
    """The SQL of `sql/<name>.sql`, read once; parameters are written `:name`."""
    return text((ROOT / "sql" / f"{name}.sql").read_text("utf-8"))


def run_script(connection: Connection, script: str) -> None:
    """Run several statements as they stand: no parameter is looked for in them."""
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})


@contextmanager
def transaction(database: Engine) -> Iterator[Connection]:
    """One transaction; a lost or refused connection is raised as `NoDatabase` or `LoginRefused`."""
    with database_errors(), database.begin() as connection:
        yield connection


@contextmanager
def read_only(database: Engine, *, seconds: int = 10) -> Iterator[Connection]:
    """One READ ONLY, REPEATABLE READ transaction whose statements end after `seconds`.

    A server that lets them go on is given up a little later.
    """
    with database_errors(is_reading=True), database.begin() as connection:
        _wait_for(cast(PatientConnection, connection.connection.driver_connection), seconds + CONNECT_SECONDS)
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")
        connection.exec_driver_sql(f"set local statement_timeout = '{int(seconds)}s'")
        yield connection


def server_version(connection: Connection) -> int:
    """The server's version as one number: 180001 is 18.1."""
    return int(connection.exec_driver_sql("show server_version_num").scalar_one())


def database_clock(connection: Connection) -> datetime:
    """The database's own time, in UTC: machines may disagree about theirs."""
    moment: datetime = connection.execute(statement("clock")).scalar_one()
    return moment.astimezone(UTC)


@contextmanager
def driver_connection(source: Engine | str) -> Iterator[psycopg.Connection[Any]]:
    """The driver's own connection in autocommit, lent by an engine or opened for an address and closed afterwards."""
    with connected(source) if isinstance(source, str) else _in_autocommit(source) as connection:
        yield connection


@contextmanager
def _in_autocommit(database: Engine) -> Iterator[psycopg.Connection[Any]]:
    with driver_errors():
        lent = database.raw_connection()
        try:
            connection = cast("psycopg.Connection[Any]", lent.driver_connection)
            connection.autocommit = True
            yield connection
            connection.rollback()
            connection.autocommit = False
        except BaseException:
            lent.invalidate()  # whatever state it was left in, nobody else gets it
            raise
        finally:
            lent.close()


def place(database: Engine) -> DatabasePlace:
    """Where an engine's database is."""
    url = database.url
    return DatabasePlace(url.database or "", url.host or LOCAL, url.port or PORT)


@contextmanager
def database_errors(*, is_reading: bool = False) -> Iterator[None]:
    """Turn what SQLAlchemy raises for the errors of `driver_errors` into ours; every other error passes.

    With `is_reading` the transaction itself forbids writing, so that an attempt, by a view's function, is a defect.
    """
    try:
        yield
    except DBAPIError as error:
        unsaid = getattr(error.orig, "sqlstate", None) is None and isinstance(error, OperationalError | InterfaceError)
        known = known_error(error.orig, is_lost=error.connection_invalidated or unsaid, is_reading=is_reading)
        if known is None:
            raise
        raise known from error


def _public_url(parameters: Mapping[str, Any]) -> URL:
    """What an engine tells of its address: no user, no password."""
    host, port = host_and_port(parameters)
    return make_url("postgresql+psycopg://").set(
        host=host,
        port=port,
        database=parameters.get("dbname"),
    )
