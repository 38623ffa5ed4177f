"""Agents propose drafts over the protocol: they are told what to mend, and can neither approve nor hand over."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from mcp.client import Client

from lib.database import engine, transaction
from lib.schema.drafts import store
from lib.schema.drafts.review import decide
from lib.schema.drafts.store import DecisionRefused
from tests.agents.agent_site import ask, talk

SITE = "create table crm_contact (id int primary key, phone text); create view v as select phone from crm_contact"


@pytest.fixture
def site_settings(database_url: str, create_database: Callable[[], str]) -> dict[str, str]:
    """The settings of a small site."""
    explored = create_database()
    with psycopg.connect(explored, autocommit=True) as connection:
        connection.execute(SITE)
    return {"DATABASE_URL": database_url, "SCHEMA_DATABASE_URL": explored}


def test_an_agent_proposes_mends_and_waits_for_a_person(site_settings: dict[str, str]) -> None:
    async def conversation(client: Client) -> list[Any]:
        listed = sorted(tool.name for tool in (await client.list_tools()).tools if tool.name.startswith("draft_"))
        unreadable = await client.call_tool("draft_propose", {"title": "x", "sql": "select 'a"})
        first = await ask(client, "draft_propose", title="Customers", sql="create table customers (id int)", why="w")
        wrong = await ask(client, "draft_propose", title="x", draft=1, sql="alter table crm_contact drop column phon")
        failed = await ask(client, "draft_check", draft=1)
        await ask(client, "draft_propose", title="x", draft=1, sql="alter table crm_contact drop column phone cascade")
        passed = await ask(client, "draft_check", draft=1, max_tokens=1500)
        shown = await ask(client, "draft_show", draft=1)
        return [listed, unreadable, first, wrong, failed, passed, shown]

    listed, unreadable, first, wrong, failed, passed, shown = talk(site_settings, conversation, "--drafts")
    assert listed == ["draft_check", "draft_propose", "draft_show"]
    assert unreadable.is_error
    assert "Line 1, column 8: The string that begins here has no end." in unreadable.content[0].text
    assert (first["draft"], first["version"], first["state"], first["next_step"]) == (1, 1, "new", "draft_check(1)")
    assert first["points"] == [{"kind": "exists", "text": "public.customers may be there already: public.crm_contact."}]
    assert wrong["version"] == 2
    assert failed["points"][0] == {
        "kind": "error",
        "text": 'Statement 1: Line 1, column 1: column "phon" of relation "crm_contact" does not exist. '
        "Nearest: phone, id.",
    }
    assert passed["state"] == "passed"
    kinds = [point["kind"] for point in passed["points"]]
    assert kinds[0] == "grave"
    assert {"kind": "depends", "text": "view public.v"} in shown["points"]
    assert shown["sql"] == "alter table crm_contact drop column phone cascade"
    database = engine(site_settings["DATABASE_URL"])
    with transaction(database) as connection:
        ((place,),) = connection.exec_driver_sql("select database_name from system_schema_draft").all()
        of = store.draft(connection, place, 1)
        assert (of.author, of.is_by_agent) == ("an agent", True)
    with transaction(database) as connection, pytest.raises(DecisionRefused, match="approved by another"):
        decide.approve(connection, of, by="An Agent", reason="I am right", accept=of.grave)
    database.dispose()


def test_without_the_option_no_draft_can_be_proposed_and_a_persons_is_a_persons(site_settings: dict[str, str]) -> None:
    async def conversation(client: Client) -> Any:
        listed = [tool.name for tool in (await client.list_tools()).tools]
        return listed, await client.call_tool("draft_show", {"draft": 1})

    listed, told = talk(site_settings, conversation)
    assert not [name for name in listed if name.startswith("draft_")]
    assert told.is_error
