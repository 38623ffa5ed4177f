"""`orb context diff`: what changed about a client between two versions."""

import json
from typing import Annotated, Any

import typer

from lib.commands.arguments import AsJson, ContactId
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, run
from lib.context import agent
from lib.context.agent_shapes import ClientChanges
from lib.context.store import sources


def diff(
    contact: ContactId,
    since: Annotated[int, typer.Option("--from", min=1, help="The earlier version.")],
    until: Annotated[int | None, typer.Option("--to", min=1, help="The later version; the newest by default.")] = None,
    as_json: AsJson = False,
) -> None:
    """Changes from one version to another, with the evidence of each."""

    def changes() -> ClientChanges:
        with context_database() as database, sources.reading(database) as connection:
            return agent.changes(connection, contact, since=since, until=until)

    answer = run(changes)
    if as_json:
        print_json(answer.model_dump(mode="json"))
        return
    rows = (
        (
            item.section,
            item.kind,
            _text(item.before),
            _text(item.after),
            "; ".join(q.quoted_text for q in item.evidence),
        )
        for item in answer.changes
    )
    print_rows(("section", "change", "before", "after", "evidence"), rows)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
