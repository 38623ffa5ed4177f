"""Postgres' client programs of the wheel, with the login in their environment alone: others can see a command line."""

import os
from collections.abc import Mapping

from lib.driver import parameters

ENVIRONMENT = {
    **{"host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER"},
    **{"password": "PGPASSWORD", "passfile": "PGPASSFILE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"},
    **{"sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "options": "PGOPTIONS", "connect_timeout": "PGCONNECT_TIMEOUT"},
}
"""What libpq reads from the environment: https://www.postgresql.org/docs/18/libpq-envars.html."""


def environment_of(url: str) -> Mapping[str, str]:
    """The environment in which a program of Postgres' connects to `url`, whatever this process' own says of servers."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    given = parameters(url)
    return inherited | {ENVIRONMENT[name]: str(value) for name, value in given.items() if name in ENVIRONMENT}


def last_line(complaints: str) -> str:
    """The last thing that a program complained of."""
    return next((line for line in reversed(complaints.splitlines()) if line.strip()), "no reason was given.")
