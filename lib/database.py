"""Engines, transactions and the statements kept in `sql/`; the only module that knows how to connect."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import psycopg
from psycopg import conninfo
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.sql.elements import TextClause

from lib.errors import (
    InvalidSettings,
    LoginRefused,
    MissingSources,
    MissingTables,
    NoDatabase,
    NoPrivilege,
    NoSpace,
    OrbError,
    TooSlow,
    UnsupportedServer,
)
from lib.settings import ROOT

CONNECT_SECONDS = 5


def engine(url: str) -> Engine:
    """An engine for `url` (a URL or a libpq connection string) that works through a transaction pooler too.

    Prepared statements are off and no startup option is sent (PgBouncer and Supavisor refuse both), a connection is
    tested before it is lent, and neither a parameter nor a row's values appear in an exception.
    """
    parameters = _parameters(url)
    made = create_engine(_shown(parameters), connect_args=parameters, pool_pre_ping=True, hide_parameters=True)
    event.listen(made, "handle_error", _without_detail)
    return made


def _without_detail(context: ExceptionContext) -> None:
    """Leave of what the server says the message alone: its DETAIL quotes the row."""
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
    with translated(), database.begin() as connection:
        yield connection


@contextmanager
def read_only(database: Engine, *, seconds: int = 10) -> Iterator[Connection]:
    """One READ ONLY, REPEATABLE READ transaction whose statements end after `seconds`."""
    with translated(), database.begin() as connection:
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")
        connection.exec_driver_sql(f"set local statement_timeout = '{int(seconds)}s'")
        yield connection


@contextmanager
def driver_connection(source: Engine | str) -> Iterator[psycopg.Connection[Any]]:
    """The driver's own connection in autocommit, lent by an engine or opened for an address and closed afterwards."""
    try:
        if isinstance(source, str):
            with psycopg.connect(**_parameters(source), autocommit=True) as connection:
                yield connection
        else:
            yield from _in_autocommit(source)
    except psycopg.Error as error:
        known = _known(error, is_lost=error.sqlstate is None)
        if known is None:
            raise
        raise known from error


def _in_autocommit(database: Engine) -> Iterator[psycopg.Connection[Any]]:
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


def place(database: Engine) -> str:
    """Where an engine's database is, in words without a login: `name at host:port`."""
    url = database.url
    return f"{url.database or ''} at {url.host or 'local'}:{url.port or 5432}"


@contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's errors that a person can do something about into ours; every other error passes."""
    try:
        yield
    except DBAPIError as error:
        unsaid = getattr(error.orig, "sqlstate", None) is None and isinstance(error, OperationalError | InterfaceError)
        known = _known(error.orig, is_lost=error.connection_invalidated or unsaid)
        if known is None:
            raise
        raise known from error


def _known(error: BaseException | None, *, is_lost: bool) -> OrbError | None:
    """The error of ours that says the same, by SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html)."""
    state = getattr(error, "sqlstate", None) or ""
    message = str(error)
    if state.startswith("28") or "password authentication failed" in message:
        return LoginRefused()
    if "permission denied for database" in message:
        return LoginRefused("The role may not connect to this database.", next_step="Grant it CONNECT.")
    if "received invalid response" in message or "expected authentication request" in message:
        return UnsupportedServer("What answers at this address is not Postgres.")
    if state == "3D000" or re.search(r'database "[^"]*" does not exist', message):
        return NoDatabase("The server has no database of this name.", next_step="Check the name in DATABASE_URL.")
    if state == "42P01":
        return _missing(message)
    if state == "42501":
        return NoPrivilege(f"The database role may not do this: {message.splitlines()[0]}.")
    if state.startswith("53") and state != "53300":
        return NoSpace("The database has no disk space left." if state == "53100" else "The database is out of memory.")
    if state in ("57014", "55P03"):
        return TooSlow()
    return NoDatabase() if is_lost or state[:2] in ("08", "57") or state == "53300" else None


def _missing(message: str) -> OrbError | None:
    found = re.search(r'relation "([^"]*)"', message)
    name = found[1].rpartition(".")[2] if found else ""
    if name.startswith("crm_source_"):
        return MissingSources(f"The view {name} over the site's own tables is missing.")
    is_ours = name.startswith(("crm_client_", "crm_context_", "system_schema_"))
    return MissingTables(f"The table {name} is missing in the database.") if is_ours else None


def _parameters(url: str) -> dict[str, Any]:
    try:
        given = {key: value for key, value in conninfo.conninfo_to_dict(_libpq(url)).items() if value is not None}
    except Exception as error:
        raise InvalidSettings("DATABASE_URL is not the address of a Postgres database.") from error
    return {"connect_timeout": CONNECT_SECONDS, **given, "prepare_threshold": None}


def _shown(parameters: Mapping[str, Any]) -> URL:
    """What an engine tells of its address: no user, no password."""
    port = str(parameters.get("port", ""))
    return make_url("postgresql+psycopg://").set(
        host=parameters.get("host") or parameters.get("hostaddr"),
        port=int(port) if port.isdecimal() else None,
        database=parameters.get("dbname"),
    )


def _libpq(url: str) -> str:
    for prefix in ("postgresql+psycopg://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql://" + url.removeprefix(prefix)
    return url
