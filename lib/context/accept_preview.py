"""Accepting a preview: the answer that was kept is judged on what stands now, and saved; no reader is asked again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.engine.quotes import Source
from lib.context.engine.request import Aliases
from lib.context.engine.state import State, collected
from lib.context.model import Outcome, ReaderAnswer
from lib.context.refresh import judge_and_save
from lib.context.store import reads
from lib.context.store.sources import reading
from lib.context.store.writes import RunRecord
from lib.errors import OrbError


class PreviewOutdated(OrbError):
    title = "What the preview had read was read by another run meanwhile, or has changed."
    next_step = "Refresh the contact."


def accept_preview(database: Engine, contact_id: UUID, run_id: int, *, actor: str, now: datetime) -> Outcome:
    """Save what a preview proposed, judged anew; raises `NoRun` and `PreviewOutdated`."""
    state = collected(database, contact_id, now=now)  # first: who is erased after it is not saved again
    with reading(database) as connection:
        run = reads.run(connection, contact_id, run_id)
    if run.status != "preview":
        raise reads.NoRun("This run is no preview.")
    kept = run.proposals["preview"]
    names = Aliases(
        _sources(state, kept["sources"]),
        kept["facts"],
        kept["threads"],
        kept["opportunities"],
        kept["opportunity_keys"],
    )
    read = tuple(_sources(state, dict(enumerate(kept["read"]))).values())
    if len(read) < len(kept["read"]):
        raise PreviewOutdated
    record = RunRecord(
        contact_id, "preview", actor, now, reader=run.reader, model=run.model, prompt_version=run.prompt_version
    )
    answer = None if kept["answer"] is None else ReaderAnswer(kept["answer"])
    extra = {"accepts": run_id}
    return judge_and_save(database, record, state, answer, names, read, now=now, proposals=extra)


def _sources(state: State, texts: Mapping[Any, Mapping[str, str]]) -> dict[Any, Source]:
    """The unread sources whose very texts were kept, under the names that they were kept."""
    unread = {(source.interaction.id, source.interaction.digest): source for source in state.unread}
    keys = {name: (text["interaction_id"], text["digest"]) for name, text in texts.items()}
    return {name: unread[key] for name, key in keys.items() if key in unread}
