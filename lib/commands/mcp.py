"""`orb mcp`: the agents' server on standard input and output."""

from importlib import import_module

from lib import settings
from lib.commands.output import run


def mcp() -> None:
    """The read-only Model Context Protocol server on standard input and output, until its client hangs up."""
    module = import_module("lib.mcp_server.server")  # the protocol's library is slow to load: only when needed
    run(lambda: module.server(settings.load()).run("stdio"))
