"""`orb context brief`: what somebody needs to know before they answer a client."""

from typing import Annotated

import typer

from lib.agent_answer import LEAST_TOKENS
from lib.commands.arguments import AsJson, ContactId
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_text, run
from lib.context import agent
from lib.context.agent_shapes import ClientBrief
from lib.context.store.sources import reading


def brief(
    contact: ContactId,
    thread: Annotated[str, typer.Option(help="The thread to answer in; the one that waits longest unless given.")] = "",
    max_tokens: Annotated[int | None, typer.Option(min=LEAST_TOKENS, help="The most tokens that it may take.")] = None,
    as_json: AsJson = False,
) -> None:
    """What an answer to a client needs, from what is on file alone."""

    def read() -> ClientBrief:
        with context_database() as database, reading(database) as connection:
            return agent.brief(connection, contact, thread=thread, max_tokens=max_tokens)

    answer = run(read)
    if as_json:
        print_json(answer.model_dump(mode="json"))
    else:
        print_text(answer.brief)
