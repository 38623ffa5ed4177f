"""The part `load`: people at the dashboard over the big business, and what the server takes meanwhile."""

import asyncio
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

import psutil

from tests.bench.measurement import Measurement
from tests.soak.load.site import SIZES, Business, Size, business
from tests.soak.load.tab import Rerun, Tab
from tests.soak.load.visitor import Visitor
from tests.soak.load.watch import Watched, watched
from tests.support.browsers import serving

POOL = 15
"""Connections that one engine opens at most: five that it keeps and ten more."""
ENGINES = 2
"""The contexts' and the explored database's; with neither the worker nor a check of a draft there is no third."""
FILES_OF_TAB, FILES_OF_GONE, GONE = 4, 3, 128
"""Open files of a tab: its socket, and the three of the loop that Streamlit gives each session. Of sessions that are
gone Streamlit keeps up to 128, for two minutes, and their loops with them."""
HASTE = 2.0
"""How much faster people look while the server warms up: what it keeps of tables, clients and gone sessions fills."""
OTHER_FILES = 40
"""Open files beside these: libraries, logs, pipes."""


def measure(*, seed: int, size: str) -> Iterable[Measurement]:
    """What people wait for and what the server holds, with the bounds that it must keep."""
    chosen = SIZES[size]
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="orb soak ") as folder, business(chosen) as site:
        yield Measurement("making the business", time.perf_counter() - begun, "s")
        with serving(Path(folder), site.url, SCHEMA_DATABASE_URL=site.explored_url, ORB_WORKER="off") as address:
            process = _listening(address)
            asyncio.run(_visit(address, site, chosen, seconds=chosen.warm_up, seed=seed + 1, haste=HASTE))
            with watched(process, site.url) as seen:
                tabs = asyncio.run(_visit(address, site, chosen, seconds=chosen.seconds, seed=seed))
            yield from _figures(chosen, tabs, seen)
        log = "".join(path.read_text("utf-8") for path in Path(folder).glob("*.log"))
        yield Measurement("tracebacks in the server's log", log.count("Traceback"), "", 0)


async def _visit(address: str, site: Business, size: Size, *, seconds: int, seed: int, haste: float = 1.0) -> list[Tab]:
    """The tabs of everybody who came within so many seconds, once all have gone."""
    until = asyncio.get_running_loop().time() + seconds
    people = [
        Visitor(address, site, size, random.Random(f"{seed} {number}"), number, haste)
        for number in range(size.visitors)
    ]
    return [tab for tabs in await asyncio.gather(*(person.stay(until) for person in people)) for tab in tabs]


def _figures(size: Size, tabs: list[Tab], seen: Watched) -> Iterator[Measurement]:
    reruns = [rerun for tab in tabs for rerun in tab.reruns]
    yield Measurement("people at once", size.visitors, "")
    yield Measurement("tabs that they opened", len(tabs), "")
    yield Measurement("reruns", len(reruns), "")
    yield Measurement("reruns a second", len(reruns) / size.seconds, "")
    failed = [rerun for rerun in reruns if rerun.errors]
    yield Measurement("reruns with an error", len(failed), "", 0)
    for rerun in failed[:5]:
        print(rerun.name, rerun.errors[0][:300])
    yield Measurement(
        "within a second", 100 * sum(r.seconds <= 1 for r in reruns) / len(reruns), "%", 95, at_least=True
    )
    yield from _times("a rerun", reruns)
    by_name = defaultdict(list)
    for rerun in reruns:
        by_name[rerun.name].append(rerun)
    for name in sorted(by_name):
        yield from _times(name, by_name[name])
    yield Measurement("processor time of a rerun", seen.seconds_of_processor / len(reruns) * 1000, "ms")
    yield Measurement("processor time of the dashboard", seen.seconds_of_processor / size.seconds * 100, "%")
    yield Measurement("memory at the end", seen.memory[-1] / 2**20, "MiB")
    grown = min(60, size.seconds // 2)
    yield Measurement(f"memory, growth over the last {grown} s", seen.growth(grown), "%", 2)
    connections = ENGINES * POOL
    yield Measurement("connections to the databases, at most", max(seen.connections), "", connections)
    files = FILES_OF_TAB * size.visitors + FILES_OF_GONE * GONE + connections + OTHER_FILES
    yield Measurement("open files, at most", max(seen.files), "", files)
    yield Measurement("load of the machine, a minute's mean", os.getloadavg()[0], "")


def _times(name: str, reruns: list[Rerun]) -> Iterator[Measurement]:
    seconds = [rerun.seconds for rerun in reruns]
    yield Measurement(f"{name}, median of {len(seconds)}", median(seconds) * 1000, "ms")
    if len(seconds) >= 20:
        yield Measurement(f"{name}, 95 in a hundred within", quantiles(seconds, n=20)[-1] * 1000, "ms")


def _listening(address: str) -> psutil.Process:
    """The process of ours that listens at the address."""
    port = int(address.rsplit(":", 1)[1])
    for child in psutil.Process().children(recursive=True):
        if any(item.laddr.port == port for item in child.net_connections("tcp") if item.status == psutil.CONN_LISTEN):
            return child
    raise RuntimeError(f"Nobody listens at {address}.")
