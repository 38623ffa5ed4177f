"""Loads the demo business step by step; each step is a transaction, and a second call goes on where one was stopped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from lib.database import read_only, statement, transaction
from lib.demo import business, history, schema_story
from lib.demo import plan as plans
from lib.demo.plan import FORTY, Plan
from lib.errors import OrbError
from lib.migrate import DEMO_SOURCES, migrate

BATCH = 1000
LoadingProgress = Callable[[int, int], None]
"""Called with how many steps are done and how many there are."""


class NotEmpty(OrbError):
    title = "This database already holds tables of somebody else."
    next_step = "The demo loads only into the embedded database (leave DATABASE_URL empty) or into an empty one."


def check_empty(database: Engine) -> None:
    """Raise `NotEmpty` when the database holds tables that are neither ours nor the demo's."""
    with read_only(database) as connection:
        strangers = [] if plans.read(connection) else list(connection.execute(statement("demo/strangers")).scalars())
    if strangers:
        raise NotEmpty(f"This database holds tables of somebody else, for example {strangers[0]}.")


def load(
    database: Engine,
    *,
    contacts: int = FORTY,
    seed: int = 1,
    now: datetime,
    beside: bool = False,
    progress: LoadingProgress = lambda _, __: None,
) -> None:
    """Load the demo as seen at `now`, or go on with a loading that was stopped; a complete one stays as it is.

    Contacts beyond the forty are generated: each with six months of correspondence, deals, visits and bills, written
    with COPY. The first 160 of them get a history of snapshots like the forty; the others are due, so that the worker
    makes their contexts as it would after an import. With `beside`, for a server of our own, the drafts' story is told
    at the same time.
    """
    plan = install(database, seed=seed, now=now)
    while plan.contacts < contacts:
        progress(plan.histories, min(contacts, plans.WITH_HISTORY) + 1)
        plan = _enlarge(database, plan, contacts)
    with schema_story.told(database, beside=beside):
        for number in range(plan.histories, min(plan.contacts, plans.WITH_HISTORY)):
            progress(number, min(plan.contacts, plans.WITH_HISTORY))
            for _ in history.make(database, business.contact_id(plan.seed, number), now=plan.moment):
                pass
            plan = _save(database, replace(plan, histories=number + 1))
    with transaction(database) as connection:
        business.settle(connection)
    progress(1, 1)


def install(database: Engine, *, seed: int, now: datetime) -> Plan:
    """Write the tables, the business and the correspondence, no context yet; what is already there stays."""
    plan = _begin(database, Plan(seed, now.isoformat()))
    installed = migrate(database, sources=DEMO_SOURCES)
    if installed.sources_error:
        raise OrbError(f"The demo's mapping could not be installed: {installed.sources_error}.")
    unfinished = [business.contact_id(plan.seed, number) for number in range(plan.histories, FORTY)]
    with transaction(database) as connection:
        connection.execute(statement("demo/lease_take"), {"contact_ids": unfinished, "holder": history.HOLDER})
    return plan


def _begin(database: Engine, plan: Plan) -> Plan:
    """The plan of the loading under way, or `plan` with the tables and the forty contacts just written."""
    with transaction(database) as connection:
        connection.execute(statement("demo/lock"))
        under_way = plans.read(connection)
        if under_way is not None:
            return under_way
        business.create_tables(connection)
        business.fill(connection, seed=plan.seed, today=plan.moment.date())
        business.settle(connection)
        begun = replace(plan, contacts=FORTY)
        plans.save(connection, begun)
        return begun


def _enlarge(database: Engine, plan: Plan, contacts: int) -> Plan:
    """The plan with up to `BATCH` more generated contacts, written in one transaction."""
    last = min(plan.contacts + BATCH, contacts)
    with transaction(database) as connection:
        connection.execute(statement("demo/lock"))
        business.fill_crowd(connection, range(plan.contacts, last), seed=plan.seed, today=plan.moment.date())
        enlarged = replace(plan, contacts=last)
        plans.save(connection, enlarged)
    return enlarged


def _save(database: Engine, plan: Plan) -> Plan:
    with transaction(database) as connection:
        plans.save(connection, plan)
    return plan
