"""What an agent asks for wrongly by an address, a prompt or a completion: told what there is, and no fall is logged."""

import logging
from typing import Any

import pytest
from mcp.client import Client
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference

from lib.context.store.erasure import erase
from lib.database import engine
from lib.errors import MissingSources, OrbError
from tests.agents.agent_site import talk_here
from tests.support.site import ANNA, day

CONTACT = str(ANNA)
NO_PROMPT = "There is no prompt '{}'. There are {}."


def refused(settings: dict[str, str], asked: Any, only: Any = None) -> str:
    async def asks(client: Client) -> str:
        with pytest.raises(MCPError) as error:
            await asked(client)
        return str(error.value)

    return str(talk_here(settings, asks, only))


@pytest.mark.parametrize("number", ["x", "-1", "²", "9" * 5000])
def test_what_is_no_version_is_said_in_an_address_and_in_a_prompt(
    business: dict[str, str], number: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = f"{number[:80]!r} is not the number of a version. Give a whole number, as in 12."
    with caplog.at_level(logging.WARNING):
        assert (
            refused(business, lambda client: client.read_resource(f"orb://client/{CONTACT}/version/{number}")) == told
        )
        asked = {"contact_id": CONTACT, "since": number}
        assert refused(business, lambda client: client.get_prompt("what_changed", asked)) == told
    assert caplog.records == []


@pytest.mark.parametrize("given", [{}, {"thread": "x"}, {"contact_id": CONTACT, "word": "x"}])
def test_a_prompt_says_which_arguments_it_takes(
    business: dict[str, str], given: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    told = refused(business, lambda client: client.get_prompt("reply_to_client", given))
    assert told == "reply_to_client takes contact_id, thread; contact_id must be given."
    assert [record for record in caplog.records if record.exc_info] == []


def test_a_half_of_the_server_knows_nothing_of_the_other(business: dict[str, str]) -> None:
    async def completes(client: Client) -> list[str]:
        ref = PromptReference(name="write_sql")
        return (await client.complete(ref, {"name": "contact_id", "value": "anna"})).completion.values

    assert talk_here(business, completes) == [CONTACT]
    assert talk_here(business, completes, "schema") == []
    everything = "reply_to_client, prepare_meeting, what_changed, write_sql"
    for only, known in ((None, everything), ("schema", "write_sql")):
        told = refused(business, lambda client: client.get_prompt("send_it"), only)
        assert told == NO_PROMPT.format("send_it", known)


TOOLS: dict[str, dict[str, Any]] = {
    "client_context": {},
    "client_facts": {},
    "client_changes": {"since": 1},
    "client_brief": {},
    "client_check_draft": {"text": "Dear Anna"},
    "client_thread": {"thread_id": "t"},
    "client_propose": {"interaction": "m1", "quote": "I am vegetarian", "text": "Is vegetarian."},
    "commitments": {},
}
"""Every tool that takes a client, with what else it needs."""
ERASED = (
    "Nothing is known about this client yet. The person was erased on {}. What the site's own tables hold is not told"
    " until a person refreshes the client: write and propose nothing."
)


def told(settings: dict[str, str], contact_id: str) -> dict[str, str]:
    """What each tool, resource and prompt answers for a client that it refuses."""

    async def asks(client: Client) -> dict[str, str]:
        answers = {}
        for name, rest in TOOLS.items():
            result = await client.call_tool(name, {"contact_id": contact_id, **rest})
            assert result.is_error, name
            answers[name] = result.content[0].text.removeprefix(f"Error executing tool {name}: ")  # type: ignore[union-attr]
        with pytest.raises(MCPError) as error:
            await client.read_resource(f"orb://client/{contact_id}/context")
        answers["resource"] = str(error.value)
        with pytest.raises(MCPError) as error:
            await client.get_prompt("reply_to_client", {"contact_id": contact_id})
        return {**answers, "prompt": str(error.value)}

    answers: dict[str, str] = talk_here(settings, asks)
    return answers


def test_who_asks_for_an_unknown_client_is_told_the_tool_that_finds_one(business: dict[str, str]) -> None:
    nobody = CONTACT[:-1] + "9"
    sentence = f"There is no contact {nobody}. Look it up with client_find."
    assert told(business, nobody) == dict.fromkeys((*TOOLS, "resource", "prompt"), sentence)


def test_a_client_who_was_erased_is_answered_from_nothing(business: dict[str, str]) -> None:
    database = engine(business["DATABASE_URL"])
    erase(database, ANNA, actor="Tom", reason="She asked for it.", now=day(4))
    database.dispose()
    sentence = ERASED.format(f"{day(4):%-d %b %Y}")
    assert told(business, CONTACT) == dict.fromkeys((*TOOLS, "resource", "prompt"), sentence)

    async def completes(client: Client) -> list[str]:
        ref = PromptReference(name="reply_to_client")
        asked = {"name": "thread", "value": ""}
        return (await client.complete(ref, asked, {"contact_id": CONTACT})).completion.values

    assert talk_here(business, completes) == []


def test_a_next_step_names_the_tool_where_there_is_one_and_a_person_where_there_is_none(
    business: dict[str, str],
) -> None:
    async def asks(client: Client) -> list[str]:
        calls: tuple[tuple[str, dict[str, Any]], ...] = (
            ("client_context", {"contact_id": CONTACT, "version": 99}),
            ("client_context", {"contact_id": "nobody of that name"}),
        )
        results = [await client.call_tool(name, given) for name, given in calls]
        return [result.content[0].text.partition("client_context: ")[2] for result in results]  # type: ignore[union-attr]

    assert talk_here(business, asks) == [
        "There is no version 99 of this contact. client_context gives the newest version and its number.",
        "'nobody of that name' is not the id of a contact. Look the id up with client_find first.",
    ]
    assert MissingSources().for_agent == (
        "The views over the site's own tables are not installed. This is for a person to do: Edit sql/sources.sql so"
        " that it reads your tables, then run `orb migrate`."
    )
    assert OrbError("It broke.", next_step="Wait.").for_agent == "It broke. Wait."
