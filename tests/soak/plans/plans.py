"""The part `plans`: all that pages, a worker and people ask over two million versions, and how it is looked up."""

import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import psycopg
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib.context import decisions
from lib.context.alignment.reread import readings
from lib.context.queue.worker import Worker
from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.context.store import erasure, reads
from lib.database import database_clock, engine, transaction
from lib.errors import OrbError
from lib.migrate import migrate
from lib.settings import ROOT
from tests.bench.measurement import Measurement
from tests.soak.load.site import SIZES, Business, business
from tests.soak.plans.asked import Asked, asked, name_of
from tests.soak.plans.refusing import refuse

ROWS = Path(__file__).with_name("versions.sql")
VERSIONS = 20
"""Versions of everybody."""
BIG = frozenset(
    {
        "crm_client_context",
        "crm_client_context_history",
        "crm_client_fact",
        "crm_client_fact_evidence",
        "crm_context_run",
        "crm_context_seen",
        "letter",
    }
)
"""Tables that grow with every version and every letter."""
PARTS = ("now", "conversation", "changes", "history", "json")
LISTS = ("recent", "reply", "owe", "risk", "changed", "due")
OVER_EVERYTHING = frozenset(
    {
        "context/queue/due",  # the sweep, once an hour; who is due by what changed lately goes by indexes
        "context/alignment/ages",
        "context/alignment/contradictions",
        "context/alignment/old_facts",
        "context/alignment/valences",
    }
)
"""What counts over all clients: it reads everything because that is what is asked."""
SHOWN = 12
PAGE_COST, DEARER = 4, 1.5
"""What Postgres takes a page at random to cost, and how far from it a plan must hold: no choice hangs on a trifle."""


def measure(*, seed: int, size: str) -> Iterable[Measurement]:
    """How many statements were asked, which of them read a big table from end to end, and which took longest.

    First as the tables are made, then again with the history and the evidence divided by contact.
    """
    del seed  # what is asked is the same every time
    chosen = replace(SIZES[size], tables=50)
    with business(chosen) as site:
        begun = perf_counter()
        rows = ROWS.read_text("utf-8").format(versions=VERSIONS, contact=site.busiest)
        with psycopg.connect(site.url, autocommit=True) as connection:
            for statement in rows.split(";\n"):
                connection.execute(statement)  # type: ignore[call-overload]
            counts = {name: _count(connection, name) for name in sorted(BIG)}
        yield Measurement("making the versions", perf_counter() - begun, "s")
        for name, count in counts.items():
            yield Measurement(f"rows of {name}", count, "")
        database = engine(site.url)
        yield from _asked(database, site, size=size, turn=0)
        begun = perf_counter()
        migrate(database, partition_history=True)
        yield Measurement("dividing history and evidence", perf_counter() - begun, "s")
        for item in _asked(database, site, size=size, turn=1):
            yield replace(item, name=f"divided: {item.name}")
        database.dispose()


def _asked(database: Engine, site: Business, *, size: str, turn: int) -> Iterable[Measurement]:
    with asked() as heard:
        said = [*_pages(site), *_work(database, site, turn=turn)]
    with transaction(database) as connection:
        plans = sorted(heard.plans(connection, tables=BIG), key=lambda access: (access.statement, -access.rows))
        connection.exec_driver_sql(f"set local random_page_cost = {DEARER * PAGE_COST}")
        nearly = {access.statement for access in heard.plans(connection, tables=BIG) if access.is_scan}
    scans = [access for access in plans if access.is_scan]
    for access in plans:
        print(f"{access.statement}: {access.how} on {access.table}, {access.rows:,} rows")
    for error in said:
        print(error)
    yield Measurement("errors that people were shown", len(said), "", 0)
    yield Measurement("statements asked", len(heard.statements), "", 40, at_least=True)
    names = {scan.statement for scan in scans}
    yield Measurement("of them reading a big table from end to end to count over it", len(names & OVER_EVERYTHING), "")
    none = 0 if size == "full" else None  # of a small table reading all is the shortest way
    yield Measurement("others reading a big table from end to end", len(names - OVER_EVERYTHING), "", none)
    near = "further ones that would, were the pages of an index half as dear again"
    yield Measurement(near, len(nearly - names - OVER_EVERYTHING), "", none)
    yield from _longest(heard)


def _longest(heard: Asked) -> Iterable[Measurement]:
    for sql, taken in sorted(heard.longest.items(), key=lambda item: -item[1])[:SHOWN]:
        yield Measurement(f"longest: {name_of(sql)}", taken, "ms")


def _pages(site: Business) -> Iterator[str]:
    """What was wrong in every list and part of the pages, as Streamlit runs their scripts."""
    os.environ["DATABASE_URL"] = site.url
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns of every script that runs without a browser
    st.cache_data.clear()
    st.cache_resource.clear()
    try:
        for name in LISTS:
            yield from _open("client_context", state={"client_list": name})
        yield from _open("client_context", state={"client_search": "papadopulos"})
        for part in PARTS:
            yield from _open("client_context", query={"contact": str(site.busiest), "view": part})
        yield from _open("activity")
    finally:
        os.environ.pop("DATABASE_URL")


def _open(name: str, *, state: dict[str, str] | None = None, query: dict[str, str] | None = None) -> Iterator[str]:
    page = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=300)
    page.run()
    page.switch_page(f"../../../pages/{name}.py")
    for key, value in (state or {}).items():
        page.session_state[key] = value
    for key, value in (query or {}).items():
        page.query_params[key] = value
    page.run()
    for item in (*page.exception, *page.error):
        yield f"{name} {state} {query}: {item.value}"


def _work(database: Engine, site: Business, *, turn: int) -> Iterator[str]:
    """What was wrong in a worker's sweep; then what is done by hand for two people, others each turn."""
    worker = Worker(database, LocalRules())
    worker.stop()
    try:
        worker.once()  # the sweep alone
    except OrbError as error:
        yield str(error)
    read, erased = site.unread[2 * turn : 2 * turn + 2]
    with transaction(database) as connection:
        now = database_clock(connection)
    refuse(database, erased, now=now)
    refresh(database, read, reader=LocalRules(), now=now)
    refuse(database, erased, now=now)  # to blame are the messages, as others were answered meanwhile
    with transaction(database) as connection:
        newest = reads.history(connection, read)[0]
        reads.run(connection, read, newest.run_id)
        readings(connection, sample=30, since=now - timedelta(days=90))
        fact = reads.facts(connection, read)[0].id
    decisions.pin(database, read, fact, actor="Tom", now=now + timedelta(minutes=1))
    erasure.erase(database, erased, actor="Tom", reason="They asked.", now=now + timedelta(minutes=2))


def _count(connection: psycopg.Connection[tuple[int]], table: str) -> int:
    row = connection.execute(f"select count(*) from {table}").fetchone()  # type: ignore[call-overload]
    return row[0] if row else 0
