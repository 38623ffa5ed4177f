"""`orb worker`: refreshes the contacts that are due, for as long as it runs or once."""

import signal
from dataclasses import replace
from typing import Annotated

import typer

from lib import settings
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, run, say
from lib.commands.signals import beside_on_signal
from lib.context.queue.due import pace_of
from lib.context.queue.health import Health, health, health_document
from lib.context.queue.limits import limits_of
from lib.context.queue.worker import Done, parallel_of, to_standard_error, worker_of
from lib.database import database_clock, transaction


def worker(
    once: Annotated[bool, typer.Option("--once", help="Refresh what is due now, then end.")] = False,
    show_health: Annotated[bool, typer.Option("--health", help="Only look; exit 1 where due contacts wait.")] = False,
    parallel: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Clients refreshed at once; by itself 8 with a language model, 1 without.", metavar="N"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document at the end.")] = False,
) -> None:
    """Refresh the contacts that are due; one line of JSON a run goes to standard error.

    Any number of workers may run. SIGTERM and Ctrl-C end it after what is under way.
    """
    if show_health:
        _show(run(_health), as_json=as_json)
        return
    done = run(lambda: _work(once=once, parallel=parallel))
    if as_json:
        print_json({"runs": [vars(item) for item in done]})
    else:
        failed = sum(item.status == "failed" for item in done)
        say(f"{len(done)} contacts refreshed, {failed} of them failed.")


def _work(*, once: bool, parallel: int | None) -> list[Done]:
    """What was done; a worker that runs on reports by its log alone."""
    chosen = settings.load()
    chosen = replace(chosen, parallel=parallel or chosen.parallel)
    with context_database(connections=parallel_of(chosen)) as database:
        working = worker_of(chosen, database, log=to_standard_error)
        with beside_on_signal(signal.SIGTERM, signal.SIGINT, act=working.stop):
            if not once:
                say("Working; Ctrl-C ends after what is under way.")
                working.run()
                return []
            done: list[Done] = []
            while refreshed := working.once():
                done += refreshed
            return done


def _health() -> Health:
    chosen = settings.load()
    with context_database() as database, transaction(database) as connection:
        now = database_clock(connection)
        return health(connection, now=now, pace=pace_of(chosen), limits=limits_of(chosen))


def _show(queue_health: Health, *, as_json: bool) -> None:
    document = health_document(queue_health)
    if as_json:
        print_json(document)
    else:
        print_rows(("what", "now"), ((key.replace("_", " "), _words(value)) for key, value in document.items()))
    if queue_health.state == "behind":
        say("Due contacts wait and nobody takes them. Start `orb worker`, or one more of them.")
        raise typer.Exit(1)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {'-' if part is None else part}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value)
