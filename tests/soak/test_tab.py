"""The tab without a browser sees what a browser's tab would."""

import asyncio
from collections.abc import Callable

from sqlalchemy import Engine

from tests.soak.load.tab import Tab, open_tab
from tests.support.queue_site import Site, build


def test_a_tab_searches_picks_and_is_told_of_an_error(
    dashboard: Callable[..., str], database: Engine, database_url: str
) -> None:
    build(database)
    contact = Site(database).contact("Ann Lee")

    async def visit(tab: Tab) -> list[str]:
        await tab.open("client_context", name="lists")
        await tab.type("client_search", "ann lee", name="search")
        await tab.pick("clients_lists", "picked", tab.lines["clients_lists"][0], name="pick")
        found = tab.query
        wrong = await tab.open("client_context", "contact=nobody", name="wrong")
        return [found, *wrong.errors]

    async def tab_and_visit() -> list[str]:
        tab = await open_tab(dashboard(database_url))
        seen = await visit(tab)
        await tab.connection.close()
        return seen

    assert asyncio.run(tab_and_visit()) == [
        f"contact={contact}",
        "**This address does not name a contact\\.**  \nLook the client up by name in the search box\\.",
    ]
