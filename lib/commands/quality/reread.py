"""`orb context reread`: whether another reader finds the same in the same interactions."""

import signal
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from lib import settings
from lib.commands.arguments import AsJson
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, print_text, progress_bar, run, say
from lib.commands.signals import interrupt, on_signal
from lib.context.alignment.agreement import Reread, Taken, totals
from lib.context.alignment.figures import ReaderVersion
from lib.database import database_clock, transaction

if TYPE_CHECKING:
    from lib.context.alignment.reread import RereadAll

SINCE = timedelta(days=90)
SiteReader = Literal["local", "model"]


def reread(
    sample: Annotated[int, typer.Option(min=1, help="Contacts whose newest reading is read again.")] = 30,
    reader: Annotated[SiteReader | None, typer.Option(help="Else the one that the settings name.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read again what was read before, as it stood then, and compare; nothing is saved.

    Two readings agree on a proposal where both were taken on, are of one kind and quote overlapping words.
    """
    now, rereading = run(lambda: _reread(sample, reader))
    if as_json:
        print_json(_document(now, rereading))
        return
    print_text(f"Read again by: {now}. Agreement is what both found, of all that either found.\n")
    lines = totals(rereading.rereads)
    columns = ("read before by", "readings", "failed", "both", "only before", "only now", "agreement")
    print_rows(columns, ((t.version, t.readings, t.failed, t.both, t.earlier, t.now, t.share) for t in lines))
    differing = [
        item for item in rereading.rereads if item.agreement and (item.agreement.earlier or item.agreement.now)
    ]
    if differing:
        print_text("")
        print_rows(("contact", "run", "both", "only before", "only now"), map(_line, differing))
    if rereading.changed:
        say(f"{rereading.changed} readings are left out: their texts have changed since.")


def _reread(sample: int, name: SiteReader | None) -> tuple[ReaderVersion, "RereadAll"]:
    from lib.context.alignment.reread import reread as read_again  # the readers are slow to load
    from lib.context.evaluate.evaluation import NoModel
    from lib.context.readers import LocalRules, reader_for

    chosen = settings.load()
    if name == "model" and not chosen.has_model:
        raise NoModel
    reader = LocalRules() if name == "local" else reader_for(chosen)
    with context_database() as database, on_signal(signal.SIGTERM, act=interrupt), progress_bar() as bar:
        with transaction(database) as connection:
            since = database_clock(connection) - SINCE
        task = bar.add_task("Reading again", total=sample)
        rereading = read_again(
            database, reader, sample=sample, since=since, progress=lambda done: bar.update(task, completed=done)
        )
    model = getattr(reader, "model", "")
    return ReaderVersion(reader.name, model, reader.prompt_version), rereading


def _line(item: Reread) -> tuple[object, ...]:
    if item.agreement is None:
        return (item.contact_id, item.run_id, "", "", "")
    counts = (item.agreement.both, len(item.agreement.earlier), len(item.agreement.now))
    return (item.contact_id, item.run_id, *counts)


def _document(now: ReaderVersion, rereading: "RereadAll") -> dict[str, Any]:
    """The document of `--json`; "agreement" is null of a reading that failed."""
    return {
        "reader": asdict(now),
        "totals": [
            {
                **asdict(line),
                "agreement": line.share.value,
                "interval": line.share.interval,
            }
            for line in totals(rereading.rereads)
        ],
        "readings": [
            {
                "contact_id": item.contact_id,
                "run_id": item.run_id,
                "reader": asdict(item.version),
                "agreement": None
                if item.agreement is None
                else {
                    "both": item.agreement.both,
                    "earlier": [_taken(taken) for taken in item.agreement.earlier],
                    "now": [_taken(taken) for taken in item.agreement.now],
                },
            }
            for item in rereading.rereads
        ],
        "changed": rereading.changed,
        "tokens": rereading.tokens,
        "cost": rereading.cost,
    }


def _taken(taken: Taken) -> dict[str, Any]:
    return {
        "kind": taken.kind,
        "text": taken.text,
        "interactions": list(dict.fromkeys(place.interaction_id for place in taken.places)),
    }
