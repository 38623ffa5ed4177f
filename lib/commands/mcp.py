"""`orb mcp`: the agents' server on standard input and output."""

from lib import settings
from lib.commands.output import run
from lib.mcp_server import server


def mcp() -> None:
    """The read-only Model Context Protocol server on standard input and output, until its client hangs up."""
    run(lambda: server(settings.load()).run("stdio"))
