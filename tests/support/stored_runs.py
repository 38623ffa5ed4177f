"""The runs that are kept of one contact, as tests look at them."""

from uuid import UUID

from sqlalchemy import Connection, text

from lib.context.records import Run
from lib.context.store import reads

NEWEST_FIRST = "select run_id from crm_context_run where contact_id = :contact_id order by run_id desc"


def stored_runs(connection: Connection, contact_id: UUID) -> tuple[Run, ...]:
    """Every run of the contact, newest first; pins, previews, failures and "nothing new" among them."""
    ids = connection.execute(text(NEWEST_FIRST), {"contact_id": contact_id}).scalars().all()
    return tuple(reads.run(connection, contact_id, run_id) for run_id in ids)
