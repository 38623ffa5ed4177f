"""`orb context drift`: what moves over all clients, with the reason of each line."""

from dataclasses import asdict

from lib.commands.arguments import AsJson
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, run
from lib.context.alignment.client_drift import ClientDrift
from lib.context.model import KINDS
from lib.context.store.sources import reading
from lib.database import database_clock


def drift(as_json: AsJson = False) -> None:
    """Whose relationship turns, what is old, disputed or contradicted, and which promises are overdue."""

    def read() -> ClientDrift:
        from lib.context.alignment.stored_drift import client_drift  # loads the readers, which takes time

        with context_database() as database, reading(database) as connection:
            return client_drift(connection, now=database_clock(connection))

    moving = run(read)
    if as_json:
        document = asdict(moving)
        document["names"] = {str(contact): name for contact, name in moving.names.items()}
        print_json(document)
        return
    print_rows(("what", "who", "why"), _lines(moving))


def _lines(moving: ClientDrift) -> list[tuple[str, str, str]]:
    lines = []
    for turn in moving.turning:
        lines.append(("turns", turn.name, f"{turn.valence_before:+.1f} to {turn.valence:+.1f}: {turn.quote}"))
    for promise in moving.overdue:
        lines.append(("overdue", promise.name, f"{promise.due:%Y-%m-%d}, by {promise.by}: {promise.quote}"))
    for dispute in moving.disputes:
        lines.append(("disputed", dispute.name, f"since {dispute.since:%Y-%m-%d}: {dispute.text}"))
    for fact in moving.old:
        lines.append(("old", fact.name, f"{KINDS[fact.kind].heading}, {_since(fact.confirmed_at)}: {fact.text}"))
    for month in moving.contradictions:
        who = ", ".join(moving.names.get(contact, "") for contact in month.contacts)
        lines.append(("contradicted", who, f"{month.month:%Y-%m}: {month.contradicted}, beside {month.added} new"))
    return lines


def _since(moment: object) -> str:
    return f"last said {moment:%Y-%m-%d}" if moment else "nobody is known to have said it"
