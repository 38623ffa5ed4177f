"""The worker inside the dashboard."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import Engine, text

from lib.database import transaction
from lib.serve import background_worker
from lib.serve.background_worker import InnerWorker, beside_the_dashboard
from lib.settings import made_of
from tests.support.queue_site import Site, build


@pytest.mark.parametrize(
    ("written", "works"),
    [
        ({}, True),
        ({"DATABASE_URL": "postgresql://h/d"}, False),
        ({"DATABASE_URL": "postgresql://h/d", "ORB_WORKER": "on"}, True),
        ({"ORB_WORKER": "off"}, False),
    ],
)
def test_it_works_with_the_embedded_database_or_where_the_settings_say_so(
    monkeypatch: pytest.MonkeyPatch, written: dict[str, str], works: bool
) -> None:
    done: list[str] = []
    monkeypatch.setattr(background_worker.settings, "load", lambda: made_of(written))
    monkeypatch.setattr(InnerWorker, "start", lambda _self: done.append("start"))
    monkeypatch.setattr(InnerWorker, "stop", lambda _self: done.append("stop"))

    async def serve() -> None:
        async with beside_the_dashboard(None):
            done.append("serve")

    asyncio.run(serve())
    assert done == (["start", "serve", "stop"] if works else ["serve"])


def test_it_refreshes_who_is_due_and_ends_when_asked(database: Engine, database_url: str) -> None:
    build(database)
    with transaction(database) as connection:
        site = Site(database, connection.execute(text("select now()")).scalar_one())
    site.interaction(site.contact(), 100, body="I am vegetarian, and we prefer to be called in the evening.")
    log: list[dict[str, Any]] = []
    worker = InnerWorker(made_of({"DATABASE_URL": database_url}), log=log.append)
    worker.start()
    deadline = time.monotonic() + 30
    while not log and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.stop()
    assert not worker._thread.is_alive()
    assert [(entry["event"], entry["status"], entry["version"]) for entry in log] == [("run", "saved", 1)]
