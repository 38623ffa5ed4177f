"""`orb demo`: the demo business in the database."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from lib import installation, settings
from lib.commands.output import progress_bar, run, say
from lib.database import engine
from lib.demo import loading
from lib.demo.plan import FORTY


def load(
    contacts: Annotated[
        int, typer.Option(min=FORTY, max=100_000, help="How many contacts; forty are written by hand.")
    ] = FORTY,
    seed: Annotated[int, typer.Option(help="Another seed gives other generated data.")] = 1,
) -> None:
    """Load the demo business; more than forty contacts adds generated ones with letters, deals and bills."""
    run(lambda: _load(contacts, seed))


def _load(contacts: int, seed: int) -> None:
    chosen = settings.load()
    database = engine(installation.database_url(chosen))
    try:
        if not chosen.is_embedded:
            loading.check_empty(database)
        with progress_bar() as bar:
            task = bar.add_task("Loading the demo business", total=1)
            loading.load(
                database,
                contacts=contacts,
                seed=seed,
                now=datetime.now(UTC),
                beside=chosen.is_embedded,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        say("The demo business is loaded.")
    finally:
        database.dispose()
