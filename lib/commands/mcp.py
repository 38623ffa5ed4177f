"""`orb mcp`: the agents' server."""

import threading
from dataclasses import replace
from typing import Annotated, Literal

import typer

from lib import settings
from lib.commands.output import run, say

PORT = 8765


def mcp(
    only: Annotated[
        Literal["clients", "schema"] | None, typer.Option(help="One half of the tools: a listing half as long.")
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Also tools that propose schema changes.")] = False,
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP instead of standard input.")] = False,
    address: Annotated[str, typer.Option(help="Where --http listens; others' addresses ask for tokens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of --http.")] = PORT,
) -> None:
    """The Model Context Protocol server on standard input and output, until its client hangs up, or over HTTP.

    Over HTTP every call is recorded, and a token is asked for as soon as one was ever made (orb token new).
    """
    run(lambda: _http(only, address, port, drafts=drafts) if http else _stdio(only, drafts=drafts))


def _stdio(only: Literal["clients", "schema"] | None, *, drafts: bool) -> None:
    from lib.mcp_server.databases import Databases
    from lib.mcp_server.server import server  # the protocol's library is slow to load: only when needed

    _load_words(only)
    server(Databases(settings.load()), only=only, drafts=drafts).run("stdio")


def _http(only: Literal["clients", "schema"] | None, address: str, port: int, *, drafts: bool) -> None:
    from lib.mcp_server.http import PATH, application, serve
    from lib.serve import listen

    chosen = replace(settings.load(), address=address, port=port)
    made = application(chosen, address=address, only=only, is_local=listen.is_local(address), drafts=drafts)
    listen.check_port(chosen)
    _load_words(only)
    host = f"[{address}]" if ":" in address else address
    say(f"Serving http://{host}:{port}{PATH}. End it with Ctrl-C.")
    serve(made, address=address, port=port)


def _load_words(only: Literal["clients", "schema"] | None) -> None:
    """Load what the check of a draft looks for beside the start of a server that offers it."""
    if only == "schema":
        return
    from lib.context.reply.warm_up import load_words

    threading.Thread(target=load_words, name="load words", daemon=True).start()
