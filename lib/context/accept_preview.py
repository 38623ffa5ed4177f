"""Accepting a preview: the answer that was kept is judged on what stands now, and saved; no reader is asked again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from lib.context import run_document
from lib.context.model import Outcome
from lib.context.records import RunRecord
from lib.context.refresh import judge_and_save
from lib.context.store import reads
from lib.context.store.collect import collect
from lib.context.store.sources import reading
from lib.errors import OrbError


class PreviewOutdated(OrbError):
    title = "What the preview had read was read by another run meanwhile, or has changed."
    next_step = "Refresh the contact."


def accept_preview(database: Engine, contact_id: UUID, run_id: int, *, actor: str, now: datetime) -> Outcome:
    """Save what a preview proposed, judged anew; raises `NoRun` and `PreviewOutdated`."""
    state = collect(database, contact_id, now=now)  # first: who is erased after it is not saved again
    with reading(database) as connection:
        run = reads.run(connection, contact_id, run_id)
    if run.status != "preview":
        raise reads.NoRun("This run is no preview.")
    preview = run.proposals["preview"]
    read = run_document.preview_sources(preview, state.unread)
    if read is None:
        raise PreviewOutdated
    record = RunRecord(
        contact_id, "preview", actor, now, reader=run.reader, model=run.model, prompt_version=run.prompt_version
    )
    return judge_and_save(
        database,
        record,
        state=state,
        answer=run_document.preview_answer(preview),
        aliases=run_document.preview_aliases(preview, state.unread),
        read=read,
        now=now,
        proposals={"accepts": run_id},
    )
