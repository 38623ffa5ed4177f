"""The server over streamable HTTP: on this machine alone unless tokens guard it; hosts and origins are checked."""

from functools import partial

import anyio
import uvicorn
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.transport_security import TransportSecuritySettings
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.access import tokens
from lib.access.tokens import SCOPES
from lib.errors import AddressRefused
from lib.mcp_server.databases import Databases
from lib.mcp_server.offers import Asker, Half
from lib.mcp_server.server import server
from lib.settings import Settings

PATH = "/mcp"
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class PostAlone:
    """Refuses to open a stream of events by GET: nothing would ever come through it, and it would be held for ever."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        is_stream = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == PATH
        refused = PlainTextResponse("Ask by POST.", status_code=405, headers={"Allow": "POST"})
        await (refused if is_stream else self._app)(scope, receive, send)


class Verifier:
    """Looks up the token that a request shows."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    async def verify_token(self, token: str) -> AccessToken | None:
        """The token with its scopes, or None where it opens nothing."""
        agent_token = await anyio.to_thread.run_sync(partial(tokens.valid_token, self._database, token))
        if agent_token is None:
            return None
        known = {"name": agent_token.name, "token_id": agent_token.token_id}
        return AccessToken(token="", client_id=str(agent_token.token_id), scopes=list(agent_token.scopes), claims=known)


def application(
    settings: Settings, *, address: str, only: Half | None, is_local: bool, drafts: bool = False
) -> Starlette:
    """The web application; raises `AddressRefused` where others could reach it and no token was ever made."""
    databases = Databases(settings)
    database, _ = databases.engines()
    is_guarded = tokens.is_needed(database)
    if not is_guarded and not is_local:
        raise AddressRefused(
            "Others could reach this address, and no token guards it.",
            next_step="Make one first: orb token new NAME --scope clients:read.",
        )
    made = server(
        databases,
        only=only,
        asker=_asker if is_guarded else partial(_anybody, database),
        verifier=Verifier(database) if is_guarded else None,
        most_calls=settings.calls_a_minute,
        drafts=drafts,
    )
    names = (*LOCAL, address, *settings.hosts)
    hosts = [host for name in names for host in (name, f"{name}:*")]
    security = TransportSecuritySettings(
        allowed_hosts=hosts, allowed_origins=[f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    )
    app = made.streamable_http_app(
        streamable_http_path=PATH, json_response=True, stateless_http=True, host=address, transport_security=security
    )
    app.add_middleware(PostAlone)
    return app


def serve(application: Starlette, *, address: str, port: int) -> None:
    """Answer requests until the process is told to end; addresses and headers are not logged."""
    uvicorn.run(application, host=address, port=port, log_level="warning", access_log=False)


def _anybody(database: Engine) -> Asker:
    """Who asks from this machine without a token: everybody, until a token is made, then nobody."""
    return Asker(frozenset() if tokens.is_needed(database) else frozenset(SCOPES))


def _asker() -> Asker:
    """Who shows the token of the present request; nobody's scopes where it shows none."""
    token = get_access_token()
    if token is None:
        return Asker(frozenset())
    claims = token.claims or {}
    return Asker(frozenset(token.scopes), f"agent {claims['name']}", token_id=claims["token_id"])
