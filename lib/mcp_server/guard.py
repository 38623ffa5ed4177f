"""What stands before every request: what an asker's scopes show and open, how often it asks, a row for each call."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import anyio.to_thread
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS

from lib.access import calls
from lib.errors import OrbError
from lib.mcp_server.databases import Databases
from lib.mcp_server.listing import lean
from lib.mcp_server.offers import PROMPTS, TITLES, Asker, Half, scope_of_tool, scope_of_uri
from lib.mcp_server.prompts import check_arguments
from lib.tokens import tokens

LOG = logging.getLogger(__name__)
FOREVER_MS = 365 * 24 * 3600 * 1000
"""How long an old version of a client's object may be kept: it never changes."""
_LISTED: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "tools/list": ("tools", lambda item: scope_of_tool(item["name"])),
    "prompts/list": ("prompts", lambda item: PROMPTS[item["name"]]),
    "resources/templates/list": ("resourceTemplates", lambda item: scope_of_uri(item["uriTemplate"])),
}
"""What each listing lists, and the scope that an item of it asks for."""
RECORDED = frozenset((*TITLES, *PROMPTS, "resources/read", "completion"))
"""What a call's row may name: a name that an asker made up may hold a client's words, which no erasure would find."""
Next = Callable[[Any], Awaitable[Any]]


@dataclass(frozen=True)
class Guard:
    """The middleware of a server; with `most_calls` every call over the network is counted and recorded."""

    databases: Databases
    asker: Callable[[], Asker]
    most_calls: int | None = None
    only: Half | None = None

    async def __call__(self, ctx: Any, call_next: Next) -> Any:
        """Answer a request, or refuse it."""
        method, given = ctx.method, ctx.params or {}
        asker = await anyio.to_thread.run_sync(self.asker)
        if method in _LISTED:
            return _listed(method, await call_next(ctx), asker.scopes)
        asked = _asked(method, given)
        if asked is None:
            return await call_next(ctx)
        name, scope = asked
        if scope not in asker.scopes:
            raise MCPError(INVALID_PARAMS, f"{name} asks for the scope {scope}, which this token does not have.")
        answer = partial(self._answered, ctx, call_next)
        if self.most_calls is None:
            return _aged(method, given, await answer())
        return _aged(method, given, await self._recorded(name, given, answer, token_id=asker.token_id))

    async def _answered(self, ctx: Any, call_next: Next) -> Any:
        """The answer to a call; a prompt or an argument of one that there is not is refused with what there is."""
        given = ctx.params or {}
        if ctx.method == "prompts/get":
            check_arguments(str(given.get("name")), _mapping(given.get("arguments")), only=self.only)
        return await call_next(ctx)

    async def _recorded(
        self, name: str, given: Mapping[str, Any], answer: Callable[[], Awaitable[Any]], *, token_id: int | None
    ) -> Any:
        """The answer to a call, with a row that says who asked what of whom, and how much was told."""
        database, _ = await anyio.to_thread.run_sync(self.databases.engines)
        begin = partial(
            calls.begin,
            database,
            token_id=token_id,
            tool=name if name in RECORDED else "unknown",
            contact_id=_contact(given),
            most=self.most_calls or 0,
        )
        try:
            call_id = await anyio.to_thread.run_sync(begin)
        except OrbError as error:
            raise MCPError(INVALID_PARAMS, error.for_agent) from error
        told: Any = None
        try:
            told = await answer()
        finally:
            end = partial(calls.end, database, call_id, **_told(told))
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(end)
        return told


def _listed(method: str, result: Any, scopes: frozenset[str]) -> Any:
    """A listing with what the scopes open, told in few letters."""
    key, scope_of = _LISTED[method]
    opened = [item for item in result[key] if scope_of(item) in scopes]
    return {**result, key: [lean(item) for item in opened] if key == "tools" else opened}


def _asked(method: str, given: Mapping[str, Any]) -> tuple[str, str] | None:
    """What a request asks for and the scope it needs; None where it asks for nothing of ours."""
    if method == "tools/call":
        name = str(given.get("name"))
        return name, scope_of_tool(name)
    if method == "resources/read":
        uri = str(given.get("uri"))
        return "resources/read", scope_of_uri(uri)
    if method == "prompts/get":
        name = str(given.get("name"))
        return name, PROMPTS.get(name, "schema:read")
    if method == "completion/complete":
        is_table = _mapping(given.get("argument")).get("name") == "table"
        return "completion", "schema:read" if is_table else "clients:read"  # what is looked up, whatever asks
    return None


def _contact(given: Mapping[str, Any]) -> UUID | None:
    """The contact that a call names, by an argument or in the address of a resource."""
    arguments = given.get("arguments") or _mapping(given.get("context")).get("arguments")
    named = _mapping(arguments).get("contact_id")
    uri = str(given.get("uri") or "")
    text = str(named) if named else uri.removeprefix("orb://client/").split("/")[0] if "client/" in uri else ""
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _mapping(given: object) -> Mapping[str, Any]:
    """What a request gives as an object; one that gives anything else is refused later, with the reason."""
    return given if isinstance(given, Mapping) else {}


def _told(result: Any) -> dict[str, Any]:
    """What a call's row says of its answer."""
    if not isinstance(result, dict):
        return {"version": None, "tokens": 0, "failed": True}
    data = result.get("structuredContent")
    version = data.get("version") if isinstance(data, dict) else None
    size = tokens(json.dumps(result, ensure_ascii=False))
    return {
        "version": version if isinstance(version, int) else None,
        "tokens": size,
        "failed": bool(result.get("isError")),
    }


def _aged(method: str, given: Mapping[str, Any], result: Any) -> Any:
    """The answer, which says of an old version that it never changes."""
    if method == "resources/read" and "/version/" in str(given.get("uri")) and isinstance(result, dict):
        return {**result, "ttlMs": FOREVER_MS, "cacheScope": "private"}
    return result
