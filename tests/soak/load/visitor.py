"""What a person does at the dashboard, one thing after another with a while between: chosen by a seed."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from tests.bench.schemas.made_database import SCHEMAS
from tests.soak.load.site import Business, Size
from tests.soak.load.tab import Tab, open_tab

NAMES = (
    "papadopoulos",
    "georgiou",
    "smith",
    "jonh smith",
    "weber",
    "chen",
    "aegean",
    "olive stone",
    "+30 693",
    "xyzzy",
)
WORDS = ("name", "table_0001", "owner", "kind", "created", "numeric")
THINKS = (4.0, 12.0)
"""Seconds that a person looks at a page before the next step: between so many and so many."""
VISITS = {"reads": 5, "compares": 3, "searches": 4, "refreshes": 2, "explores": 4, "looks_at_maps": 4}


@dataclass
class Visitor:
    """One person; a visit ends with its tab closed, the next one opens another."""

    address: str
    site: Business
    size: Size
    choice: random.Random
    number: int
    haste: float = 1.0
    """How many times as fast as usual they look."""
    tab: Tab | None = None
    refreshed: int = 0

    async def stay(self, until: float) -> list[Tab]:
        """Visit again and again until the loop's clock shows `until`; the tabs, with what they waited for."""
        loop, tabs = asyncio.get_running_loop(), []
        await asyncio.sleep(self.choice.uniform(0, THINKS[1]) / self.haste)  # nobody comes on the same second
        while loop.time() < until:
            self.tab = await open_tab(self.address)
            tabs.append(self.tab)
            for _ in range(3):
                name = self.choice.choices(list(VISITS), list(VISITS.values()))[0]
                async for _step in getattr(self, f"_{name}")(self.tab):
                    if loop.time() >= until:
                        break
                    await asyncio.sleep(self.choice.uniform(*THINKS) / self.haste)
            await self.tab.connection.close()
        return tabs

    async def _reads(self, tab: Tab) -> AsyncIterator[None]:
        """A client's parts, one after another."""
        contact = self._contact()
        yield await self._client(tab, f"contact={contact}", "a client")
        yield await self._client(tab, f"contact={contact}&view=conversation", "a conversation")
        yield await self._client(tab, f"contact={contact}&view=history", "a history")

    async def _compares(self, tab: Tab) -> AsyncIterator[None]:
        """Pairs of versions of the client who has the most."""
        for _ in range(2):
            old, new = sorted(self.choice.sample(range(1, self.size.versions + 1), 2))
            yield await self._client(tab, f"contact={self.site.busiest}&from={old}&to={new}", "a pair of versions")
        yield await self._client(tab, f"contact={self.site.busiest}", "the busiest client")

    async def _searches(self, tab: Tab) -> AsyncIterator[None]:
        """A name as it is typed, then one of those found."""
        await tab.open("client_context", name="the lists")
        typed = self.choice.choice(NAMES)
        for end in (3, len(typed)):
            await tab.type("client_search", typed[:end], name="a search")
        yield None
        if lines := tab.lines.get("clients_lists"):
            await tab.pick("clients_lists", "picked", self.choice.choice(lines), name="a client found")
            yield None

    async def _refreshes(self, tab: Tab) -> AsyncIterator[None]:
        """A client who has written, read by the local rules."""
        mine = [item for place, item in enumerate(self.site.unread) if place % self.size.visitors == self.number]
        contact = mine[self.refreshed % len(mine)]
        self.refreshed += 1
        yield await self._client(tab, f"contact={contact}", "a client")
        await tab.press("refresh", name="a refresh begun")
        while await tab.look_again(name="a refresh watched"):
            pass
        yield None

    async def _explores(self, tab: Tab) -> AsyncIterator[None]:
        """Tables found by a word, the list, and how two of them join."""
        await tab.open("schema_explorer", "view=list", name="the list of tables")
        yield None
        await tab.pick("sidebar", "typed", self.choice.choice(WORDS), name="a search for tables")
        yield None
        if lines := tab.lines.get("sidebar"):
            await tab.pick("sidebar", "picked", self.choice.choice(lines), name="a table found")
            yield None
        start, end = self._table(), self._table(is_end=True)
        await tab.open("schema_explorer", f"view=path&{start}&{end}", name="a path of joins")
        yield None

    async def _looks_at_maps(self, tab: Tab) -> AsyncIterator[None]:
        """The map of the concerns, then around two tables."""
        await tab.open("schema_explorer", name="the map of concerns")
        yield None
        for hops in (1, 2):
            await tab.open("schema_explorer", f"{self._table()}&hops={hops}", name="the map around a table")
            yield None

    async def _client(self, tab: Tab, query: str, name: str) -> None:
        await tab.open("client_context", query, name=name)

    def _contact(self) -> UUID:
        number = self.choice.randrange(2, self.size.people + 1)
        return UUID(int=self.site.busiest.int - 1 + int(str(number), 16))

    def _table(self, *, is_end: bool = False) -> str:
        number = self.choice.randrange(self.size.tables)
        return f"{is_end * 'end_'}schema=part_{number % SCHEMAS}&{'end' if is_end else 'table'}=table_{number:05}"
