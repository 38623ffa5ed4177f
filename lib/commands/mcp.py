"""`orb mcp`: the agents' server on standard input and output."""

from lib import settings
from lib.commands.output import run


def mcp() -> None:
    """The read-only Model Context Protocol server on standard input and output, until its client hangs up."""
    from lib.mcp_server.server import server  # the protocol's library is slow to load: only when needed

    run(lambda: server(settings.load()).run("stdio"))
