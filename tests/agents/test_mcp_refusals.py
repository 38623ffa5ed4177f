"""What an agent asks for wrongly by an address, a prompt or a completion: told what there is, and no fall is logged."""

import logging
from typing import Any

import pytest
from mcp.client import Client
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference

from tests.agents.agent_site import talk_here
from tests.support.site import ANNA

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
