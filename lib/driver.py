"""Connections by the driver alone, which starts in half the time of SQLAlchemy, and what its errors say to a person."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import psycopg
from psycopg import conninfo

from lib.errors import (
    Deadlock,
    InvalidSettings,
    LoginRefused,
    MissingSources,
    MissingTables,
    NoDatabase,
    NoPrivilege,
    NoSpace,
    NotEncrypted,
    OrbError,
    ReadOnlyDatabase,
    TooSlow,
    UnsupportedServer,
)
from lib.settings import ROOT

CONNECT_SECONDS = 5
ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
"""How soon the system finds out that the other end is gone: seconds without traffic, milliseconds for unacknowledged
data. By default it takes two hours, and a quarter of an hour."""
LOCAL, PORT = "local", 5432
"""Where a database is whose address names no host and no port."""
ATTEMPTS = 5
"""How often at most a call that a deadlock ended is made."""
Given = ParamSpec("Given")
Made = TypeVar("Made")
PORTS = re.compile(r"[0-9,]*")
"""What libpq takes for a port, or for those of several hosts."""
ENCRYPTION = re.compile(
    r"sslmode|sslnegotiation|root certificate|certificate verify failed|server certificate for|certificate file"
    r"|private key|server does not support SSL"
)
"""What libpq says where a connection is not encrypted as it was told, in distinction from one that was lost."""
PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


@dataclass(frozen=True)
class DatabasePlace:
    """Where a database is, without a login."""

    database: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.database} at {self.host}:{self.port}"


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed where the server does not answer in time: it is frozen, or the path to it was lost.

    `patience` is how many seconds an answer may take; None sets no limit.
    """

    patience: float | None = CONNECT_SECONDS

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What the server answers; an answer that does not come in time ends the connection."""
        begun = time.monotonic()
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.OperationalError:
            if self.patience is not None and time.monotonic() - begun >= self.patience:
                self.pgconn.finish()  # the answer may still come, and would be taken for that to the next question
            raise


@contextmanager
def connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to an address in autocommit, closed afterwards; its errors are raised as ours."""
    with driver_errors(), psycopg.connect(**parameters(url), autocommit=True) as connection:
        yield connection


def place_of(url: str) -> DatabasePlace:
    """The place that an address names."""
    given = parameters(url)
    host, port = host_and_port(given)
    return DatabasePlace(given.get("dbname") or "", host or LOCAL, port or PORT)


def host_and_port(parameters: Mapping[str, Any]) -> tuple[str | None, int | None]:
    """The host and the port that the parameters of a connection name; None for what they leave open."""
    port = str(parameters.get("port", ""))
    return parameters.get("host") or parameters.get("hostaddr"), int(port) if port.isdecimal() else None


def one_reading(connection: psycopg.Connection[Any], name: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """The rows of the statement `sql/<name>.sql` in a READ ONLY transaction of its own, in one round trip.

    `connection` is in autocommit; the statement ends after ten seconds.
    """
    query = PARAMETER.sub(r"%(\1)s", (ROOT / "sql" / f"{name}.sql").read_text("utf-8").replace("%", "%%"))
    steps = ("begin read only", "set local statement_timeout = '10s'", query, "commit")
    cursor = psycopg.ClientCursor(connection).execute(";\n".join(steps).encode(), given)
    return next(result.fetchall() for result in cursor.results() if result.description)


@contextmanager
def driver_errors() -> Iterator[None]:
    """Turn a driver's errors that a person can do something about into ours; every other error passes."""
    try:
        yield
    except psycopg.Error as error:
        known = known_error(error, is_lost=error.sqlstate is None)
        if known is None:
            raise
        raise known from error


def again_after_deadlock(act: Callable[Given, Made]) -> Callable[Given, Made]:
    """The same, begun again, a few times at most, where the database ended it because others waited for it in turn."""

    @wraps(act)
    def again(*args: Given.args, **given: Given.kwargs) -> Made:
        for _ in range(ATTEMPTS - 1):
            with suppress(Deadlock):
                return act(*args, **given)
        return act(*args, **given)

    return again


def known_error(error: BaseException | None, *, is_lost: bool, is_reading: bool = False) -> OrbError | None:
    """The error of ours that says the same, by SQLSTATE (https://www.postgresql.org/docs/18/errcodes-appendix.html).

    None for every other one, and for a write in a transaction that is read-only by our own wish (`is_reading`).
    """
    state = getattr(error, "sqlstate", None) or ""
    message = str(error)
    if state.startswith("28") or "password authentication failed" in message:
        return LoginRefused()
    if "permission denied for database" in message:
        return LoginRefused("The role may not connect to this database.", next_step="Grant it CONNECT.")
    if "received invalid response" in message or "expected authentication request" in message:
        return UnsupportedServer("What answers at this address is not Postgres.")
    if not state and ENCRYPTION.search(message):
        return NotEncrypted()
    if state == "3D000" or re.search(r'database "[^"]*" does not exist', message):
        return NoDatabase("The server has no database of this name.", next_step="Check the name in DATABASE_URL.")
    if state == "42P01":
        return _missing(message)
    if state == "42501":
        hint = getattr(getattr(error, "diag", None), "message_hint", None)
        return NoPrivilege(
            f"The database role may not do this: {message.splitlines()[0]}.",
            next_step=f"{hint} Then try again." if hint else "",
        )
    if state.startswith("53") and state != "53300":
        return NoSpace("The database has no disk space left." if state == "53100" else "The database is out of memory.")
    if state in ("57014", "55P03"):
        return TooSlow()
    if state == "40P01":
        return Deadlock()
    if state == "40001" and _source_file(error) == "postgres.c":  # a transaction that cannot be serialized is another
        return TooSlow(
            "The standby ended this reading to follow its primary.",
            next_step="Try again; max_standby_streaming_delay says how long the standby lets a reading go on.",
        )
    if state == "25006":
        return None if is_reading else ReadOnlyDatabase()
    return NoDatabase() if is_lost or state[:2] in ("08", "57") or state == "53300" else None


def _source_file(error: BaseException | None) -> str:
    """The file of Postgres that raised it: unlike the words it is the same in every language."""
    return getattr(getattr(error, "diag", None), "source_file", None) or ""


def _missing(message: str) -> OrbError | None:
    """The error for a relation of ours, found by its name: the words around it are in the server's language."""
    match = re.search(r"\b(crm_source_|crm_client_|crm_context_|system_schema_)\w+", message.partition("\n")[0])
    if match is None:
        return None
    if match[1] == "crm_source_":
        return MissingSources(f"The view {match[0]} over the site's own tables is missing.")
    return MissingTables(f"The table {match[0]} is missing in the database.")


def parameters(url: str) -> dict[str, Any]:
    """How the driver connects to an address: a URL or a libpq connection string; raises `InvalidSettings`."""
    try:
        given = {key: value for key, value in conninfo.conninfo_to_dict(_libpq(url)).items() if value is not None}
        if not PORTS.fullmatch(str(given.get("port", ""))):
            raise ValueError
    except (psycopg.Error, ValueError):
        raise InvalidSettings("DATABASE_URL is not the address of a Postgres database.") from None  # libpq quotes it
    return {"connect_timeout": CONNECT_SECONDS, **ALIVE, **given, "prepare_threshold": None}


def _libpq(url: str) -> str:
    for prefix in ("postgresql+psycopg://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql://" + url.removeprefix(prefix)
    return url
