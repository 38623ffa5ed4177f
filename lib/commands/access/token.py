"""`orb token new`, `list`, `revoke`."""

import getpass
from dataclasses import asdict
from typing import Annotated, Any

import typer

from lib.access import tokens
from lib.access.tokens import SCOPES, AgentToken
from lib.commands.arguments import AsJson
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, print_text, run, say
from lib.database import read_only

MOST_DAYS = 3650


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will use it: the agent, the machine.")],
    scopes: Annotated[list[str], typer.Option("--scope", help=f"One of {', '.join(SCOPES)}; may be repeated.")],
    days: Annotated[int | None, typer.Option(min=1, max=MOST_DAYS, help="Days until it expires.")] = None,
    as_json: AsJson = False,
) -> None:
    """A token for `orb mcp --http`, shown this once; only its hash is kept."""

    def make() -> tuple[AgentToken, str]:
        with context_database() as database:
            return tokens.make(database, name, scopes, days=days, actor=getpass.getuser())

    made, secret = run(make)
    if as_json:
        print_json({**_document(made), "token": secret})
        return
    print_text(secret)
    until = f"until {made.expires_at:%Y-%m-%d}" if made.expires_at else "until it is revoked"
    say(f"Token {made.token_id} opens {', '.join(made.scopes)} {until}. It is not shown again.")


def list_tokens(as_json: AsJson = False) -> None:
    """Every token ever made, with its scopes, how it stands and how often it was used; no secret is kept."""

    def read() -> tuple[AgentToken, ...]:
        with context_database() as database, read_only(database) as connection:
            return tokens.all_tokens(connection)

    all_tokens = run(read)
    if as_json:
        print_json([_document(item) for item in all_tokens])
        return
    columns = ("token", "name", "scopes", "state", "made", "expires", "calls", "last call")
    print_rows(
        columns,
        (
            (t.token_id, t.name, " ".join(t.scopes), t.state, t.made_at, t.expires_at, t.calls, t.last_call_at)
            for t in all_tokens
        ),
    )


def revoke(
    token: Annotated[int, typer.Argument(metavar="TOKEN", help="Its number, from orb token list.")],
    as_json: AsJson = False,
) -> None:
    """End a token now; what it was used for stays recorded."""

    def end() -> AgentToken:
        with context_database() as database:
            return tokens.revoke(database, token)

    ended = run(end)
    if as_json:
        print_json(_document(ended))
    else:
        say(f"Token {ended.token_id} ({ended.name}) opens nothing any more.")


def _document(token: AgentToken) -> dict[str, Any]:
    return {**asdict(token), "scopes": list(token.scopes), "state": token.state}
