"""The agents' server over HTTP: hosts and origins, tokens and scopes, how often, and a row for each call."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
import httpx
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference
from sqlalchemy import Engine, text

from lib.access import tokens
from lib.context.refresh import refresh
from lib.context.store.erasure import erase
from lib.database import read_only
from lib.settings import ROOT
from tests.support import site
from tests.support.browsers import free_port
from tests.support.processes import forked
from tests.support.site import ANNA, Scripted, add, answer, day

CONTACT = str(ANNA)


@pytest.fixture
def anna(database: Engine) -> Engine:
    """A client of whom one thing is known."""
    site.install(database)
    site.write(database, "m1", "We have two cats.", thread_id="garden")
    refresh(database, ANNA, reader=Scripted(answer(add("Has two cats.", "We have two cats"))), now=day(1))
    return database


@pytest.fixture
def serve(anna: Engine, database_url: str, empty_database: str) -> Callable[..., Any]:
    """`with serve(NAME=value) as url`: the command as a process of its own."""

    @contextmanager
    def serving(*options: str, python: tuple[str, ...] = (), **environment: str) -> Iterator[str]:
        port = free_port()
        settings = {"DATABASE_URL": database_url, "SCHEMA_DATABASE_URL": empty_database, **environment}
        command = [*(python or forked.python()), "-m", "lib.cli", "mcp", "--http", "--port", str(port), *options]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE)
        try:
            yield _answering(port, process)
        finally:
            process.terminate()
            process.communicate(timeout=30)

    return serving


def _answering(port: int, process: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
            time.sleep(0.1)
        else:
            return f"http://127.0.0.1:{port}/mcp"
    raise AssertionError("The server does not answer.")


def talk(url: str, conversation: Callable[[Client], Any], token: str = "") -> Any:
    """What a conversation of the official client gives."""

    async def held() -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with anyio.fail_after(60):
            async with (
                httpx.AsyncClient(headers=headers) as http,
                Client(streamable_http_client(url, http_client=http)) as client,
            ):
                return await conversation(client)

    return anyio.run(held)


def recorded(database: Engine) -> list[tuple[Any, ...]]:
    with read_only(database) as connection:
        query = "select token_id, tool, contact_id, version, tokens > 0, failed from crm_agent_call order by call_id"
        return [tuple(row) for row in connection.execute(text(query))]


async def listed(client: Client) -> list[str]:
    return [tool.name for tool in (await client.list_tools()).tools]


async def context(client: Client) -> str:
    result = await client.call_tool("client_context", {"contact_id": CONTACT})
    return result.content[0].text  # type: ignore[union-attr]


def test_on_this_machine_it_serves_without_a_token_until_one_is_made_and_records_each_call(
    anna: Engine, serve: Callable[..., Any]
) -> None:
    with serve(python=(sys.executable,)) as url:
        assert "client_propose" in talk(url, listed)
        assert "Has two cats." in talk(url, context)
        (call,) = recorded(anna)
        assert (call[0], call[1], str(call[2]), *call[3:]) == (None, "client_context", CONTACT, 1, True, False)
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            answered = httpx.post(url, headers=headers, json={})
            assert answered.status_code in (403, 421)


def test_a_token_opens_what_its_scopes_name_and_nothing_else(anna: Engine, serve: Callable[..., Any]) -> None:
    made, secret = tokens.make(anna, "Ada", ["schema:read"], days=1, actor="Tom")
    reader, reads = tokens.make(anna, "Bob", ["clients:read", "clients:propose"], days=None, actor="Tom")
    with serve() as url:
        for shown in ("?", "orb_wrong", secret + "x"):
            assert httpx.post(url, headers={"Authorization": f"Bearer {shown}"}, json={}).status_code == 401
        assert {name.split("_")[0] for name in talk(url, listed, secret)} == {"schema"}
        assert {name.split("_")[0] for name in talk(url, listed, reads)} == {"client", "commitments"}

        async def refused(client: Client) -> list[str]:
            told = []
            for asked in (
                lambda: client.call_tool("client_context", {"contact_id": CONTACT}),
                lambda: client.read_resource(f"orb://client/{CONTACT}/context"),
                lambda: client.get_prompt("prepare_meeting", {"contact_id": CONTACT}),
            ):
                with pytest.raises(MCPError) as error:
                    await asked()
                told.append(str(error.value))
            return told

        assert all("clients:read" in told for told in talk(url, refused, secret))

        async def proposes(client: Client) -> Any:
            asked = {"contact_id": CONTACT, "interaction": "m1", "quote": "two cats", "text": "Likes cats."}
            return (await client.call_tool("client_propose", asked)).structured_content

        assert talk(url, proposes, reads)["verdict"] in ("applied", "rejected")
        assert "Has two cats." in talk(url, context, reads)
        assert [call[0] for call in recorded(anna)] == [reader.token_id] * 2
        tokens.revoke(anna, reader.token_id)
        assert httpx.post(url, headers={"Authorization": f"Bearer {reads}"}, json={}).status_code == 401
    assert made.state == "valid"


def test_calls_of_a_minute_are_limited_and_the_limit_says_what_to_do(anna: Engine, serve: Callable[..., Any]) -> None:
    _, secret = tokens.make(anna, "Ada", ["clients:read"], days=1, actor="Tom")
    with serve(ORB_CALLS_A_MINUTE="2") as url:

        async def asks(client: Client) -> str:
            for _ in range(2):
                await client.call_tool("client_find", {"words": "anna"})
            with pytest.raises(MCPError) as error:
                await client.call_tool("client_find", {"words": "anna"})
            return str(error.value)

        assert "2 calls a minute" in talk(url, asks, secret)


def test_a_scope_for_the_schema_completes_no_name_of_a_client(anna: Engine, serve: Callable[..., Any]) -> None:
    _, secret = tokens.make(anna, "Ada", ["schema:read"], days=1, actor="Tom")

    async def asks(client: Client) -> None:
        refs = ResourceTemplateReference(uri="orb://table/{table}"), PromptReference(name="write_sql")
        for ref in refs:
            for name in ("contact_id", "thread"):
                with pytest.raises(MCPError, match="clients:read"):
                    await client.complete(ref, {"name": name, "value": "a"}, {"contact_id": CONTACT})

    with serve() as url:
        talk(url, asks, secret)


def test_a_server_that_runs_when_the_first_token_is_made_tells_nobody_anything_more(
    anna: Engine, serve: Callable[..., Any]
) -> None:
    with serve() as url:
        assert talk(url, listed)
        tokens.make(anna, "Ada", ["schema:read"], days=1, actor="Tom")

        async def refused(client: Client) -> list[str]:
            with pytest.raises(MCPError):
                await context(client)
            return await listed(client)

        assert talk(url, refused) == []


def test_other_addresses_are_refused_until_a_token_guards_them(
    anna: Engine, database_url: str, empty_database: str
) -> None:
    settings = {"DATABASE_URL": database_url, "SCHEMA_DATABASE_URL": empty_database}
    command = [sys.executable, "-m", "lib.cli", "mcp", "--http", "--address", "0.0.0.0"]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, timeout=60
    )
    assert done.returncode == 1
    assert b"orb token new" in done.stderr
    assert b"Traceback" not in done.stderr


def test_what_agents_asked_about_a_person_goes_with_them(anna: Engine, serve: Callable[..., Any]) -> None:
    with serve() as url:
        talk(url, context)
    assert len(recorded(anna)) == 1
    erased = erase(anna, ANNA, actor="Tom", reason="Asked for it.", now=day(3))
    assert erased.counts["calls"] == 1
    assert recorded(anna) == []


def test_a_call_is_recorded_by_a_name_of_ours_and_with_the_contact_wherever_it_is_named(
    anna: Engine, serve: Callable[..., Any]
) -> None:
    async def asks(client: Client) -> None:
        with suppress(MCPError):
            await client.call_tool("Anna Berg, anna@example.com", {})
        await client.complete(
            PromptReference(name="reply_to_client"), {"name": "thread", "value": ""}, {"contact_id": CONTACT}
        )

    with serve() as url:
        talk(url, asks)
    assert [(call[1], call[2]) for call in recorded(anna)] == [("unknown", None), ("completion", ANNA)]


def test_no_stream_is_held_open_that_nothing_comes_through(anna: Engine, serve: Callable[..., Any]) -> None:
    with serve() as url:
        answered = httpx.get(url, headers={"Accept": "text/event-stream"}, timeout=5)
        assert (answered.status_code, answered.headers["allow"]) == (405, "POST")
        assert "Has two cats." in talk(url, context)


def test_what_is_no_request_is_refused_and_nothing_falls(anna: Engine, serve: Callable[..., Any]) -> None:
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    wrong: list[tuple[str, object]] = [
        ("tools/call", {"name": 5, "arguments": [1]}),
        ("tools/call", {"name": "client_find", "arguments": "x"}),
        ("tools/call", {"name": "client_context", "arguments": {"contact_id": {"a": "\x00"}}}),
        ("tools/call", None),
        ("resources/read", {"uri": ["orb://client/x/context"]}),
        ("resources/read", {"uri": "orb://client/../../etc/passwd"}),
        ("resources/read", {"uri": "orb://table/%00"}),
        ("prompts/get", {"name": None}),
        ("completion/complete", {"ref": "x", "argument": 7}),
    ]
    with serve() as url:
        for method, params in wrong:
            asked = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
            answered = httpx.post(url, headers=headers, json=asked, timeout=30)
            assert answered.status_code < 500, (method, params, answered.text)
            assert "Traceback" not in answered.text
            told = answered.json()
            assert "error" in told or told["result"]["isError"], (method, params, told)
        assert httpx.post(url, headers=headers, content=b"{" * 5_000_000, timeout=30).status_code in (400, 413)
        assert "Has two cats." in talk(url, context)
