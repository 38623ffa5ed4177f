"""`orb schema …`: the explored database by machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine

from lib import installation, settings
from lib.commands.arguments import AsJson
from lib.commands.output import print_json, print_rows, run
from lib.schema.cache import cache
from lib.schema.export.document import UnknownDocument
from lib.schema.model import Schema
from lib.schema.names import written


@contextmanager
def engines() -> Iterator[tuple[Engine, Engine]]:
    """Engines on the database with the cache and on the explored one, closed afterwards."""
    chosen = settings.load()
    context, explored = installation.context_database(chosen), installation.explored_database(chosen)
    try:
        yield context, explored
    finally:
        context.dispose()
        explored.dispose()


def cached() -> Schema:
    """The cached schema; it is read first where there is none that this version understands."""
    with engines() as (context, explored):
        try:
            kept = cache.load(context, explored)
        except UnknownDocument:
            kept = None
        return kept or cache.refresh(context, explored).schema


def refresh(as_json: AsJson = False) -> None:
    """Read the schema of the explored database, write cache and snapshot."""
    done = run(_refresh)
    schema = done.schema
    if as_json:
        print_json(
            {
                "counts": counts(schema),
                "fingerprint": schema.fingerprint,
                "changed": done.changed,
                "timings": {
                    "introspect_ms": done.introspect_ms,
                    "cache_ms": done.cache_ms,
                    "snapshot_ms": done.snapshot_ms,
                },
                "kept_texts": [written(name) for name in schema.kept_texts],
            }
        )
        return
    print_rows(("counted", "number"), counts(schema).items())
    print_rows(("", ""), _summary(done).items())


def check(as_json: AsJson = False) -> None:
    """Whether the schema has changed since it was cached: fresh, changed or never."""
    state = asdict(run(_check))
    if state["seconds_behind"] is None:  # said of a standby alone
        del state["seconds_behind"]
    if as_json:
        print_json(state)
        return
    print_rows(
        ("", ""),
        (("standby, seconds behind" if key == "seconds_behind" else key, value) for key, value in state.items()),
    )


def counts(schema: Schema) -> dict[str, int]:
    """What was seen, shown, folded and hidden, and how many of each kind there are in the whole database."""
    stored_counts = schema.counts
    kinds = [table.kind for table in schema.tables]
    return {
        **(asdict(stored_counts) if stored_counts else {}),
        "tables": kinds.count("table") + kinds.count("partitioned table"),
        "views": kinds.count("view") + kinds.count("materialized view"),
        "foreign_tables": kinds.count("foreign table"),
        "columns": sum(len(table.columns) for table in schema.tables),
        "foreign_keys": sum(len(table.foreign_keys) for table in schema.tables),
        "indexes": sum(len(table.indexes) for table in schema.tables),
        "schemas": len(schema.namespaces),
        "enums": len(schema.enums),
        "domains": len(schema.domains),
        "sequences": len(schema.sequences),
    }


def _refresh() -> cache.Refresh:
    with engines() as (context, explored):
        return cache.refresh(context, explored)


def _check() -> cache.Freshness:
    with engines() as (context, explored):
        return cache.check(context, explored)


def _summary(done: cache.Refresh) -> dict[str, Any]:
    return {
        "fingerprint": done.schema.fingerprint,
        "changed": "yes" if done.changed else "no",
        "read in": f"{done.introspect_ms:.0f} ms",
        "cached in": f"{done.cache_ms + done.snapshot_ms:.0f} ms",
        "kept texts": ", ".join(written(name) for name in done.schema.kept_texts),
    }
