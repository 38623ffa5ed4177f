"""How far the demo business is loaded: kept in the database, so that a loading that was stopped goes on."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from lib.database import read_only, statement

FORTY = 40
WITH_HISTORY = 200
"""Contacts whose history is made while loading: the forty and the first generated ones."""


@dataclass(frozen=True)
class Plan:
    """What is being loaded: kept in the database, so that an interrupted loading goes on with the same data."""

    seed: int
    loaded_at: str
    contacts: int = 0
    histories: int = 0

    @property
    def moment(self) -> datetime:
        """The moment from which all days are counted."""
        return datetime.fromisoformat(self.loaded_at)


def is_loaded(database: Engine, *, contacts: int = FORTY) -> bool:
    """Whether the demo is here in full: so many contacts, and the histories that belong to them."""
    with read_only(database) as connection:
        plan = read(connection)
    return plan is not None and plan.contacts >= contacts and plan.histories >= min(plan.contacts, WITH_HISTORY)


def read(connection: Connection) -> Plan | None:
    """The plan of the loading that has begun, None where none has."""
    if not connection.execute(statement("demo/is_installed")).scalar_one():
        return None
    value = connection.execute(statement("demo/plan")).scalar_one_or_none()
    return None if value is None else Plan(**value)


def save(connection: Connection, plan: Plan) -> None:
    """Write the plan."""
    values = {"value": json.dumps(asdict(plan)), "now": plan.moment}
    connection.execute(statement("demo/plan_save"), values)
