"""`orb schema find`: where words occur in the cached schema, with as little as can be imported for it."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from lib import settings
from lib.commands.arguments import AsJson, Hidden
from lib.commands.output import print_json, print_rows, run, say
from lib.driver import connected, place_of
from lib.errors import MissingTables
from lib.schema.cache import image
from lib.schema.concerns.visible import asked_of
from lib.schema.model import Schema
from lib.schema.names import written
from lib.schema.search import search


def find(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words, also misspelt.")],
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    hidden: Hidden = False,
    as_json: AsJson = False,
) -> None:
    """Tables, columns, types, labels, constraints, indexes and comments, best first."""
    if as_json:
        from lib.schema import agent

        print_json(run(lambda: agent.find(_schema(hidden), " ".join(words), limit=limit)).model_dump(mode="json"))
        return
    hits = run(lambda: search.find(_schema(hidden), " ".join(words), limit=limit))
    rows = (
        (hit.kind, hit.table and written(hit.table), hit.column, hit.name_with_partitions, hit.score) for hit in hits
    )
    print_rows(("kind", "table", "column", "found", "score"), rows)
    if not hits:
        say("Nothing found: try fewer or other words.")


def _schema(hidden: bool) -> Schema:
    """The schema as last read, by the driver alone; where no image of it is kept, as every other command opens it."""
    chosen = settings.load()
    context = chosen.database_url or _embedded(chosen.home)
    explored = chosen.schema_database_url or context
    with suppress(MissingTables), connected(context) as connection:
        kept = image.newest(connection, image.name_of(place_of(explored), place_of(context)))
        if kept is not None:
            return asked_of(kept, hidden=hidden)
    from lib.commands.schema import cached

    return asked_of(cached(), hidden=hidden)


def _embedded(home: Path) -> str:
    from lib.embedded.sharing import share

    return share(home).url
