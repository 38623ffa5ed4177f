"""A reader that has no answer for somebody's messages, as a worker meets it once it reads them one at a time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.model import Outcome, ReaderAnswer
from lib.context.queue.poison_message import Watched, one_at_a_time
from lib.context.readers import LocalRules, ReaderFailed
from lib.context.refresh import refresh


class Refusing(LocalRules):
    """The local rules, which answer others, without an answer."""

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """No answer: raises `ReaderFailed`."""
        raise ReaderFailed("The reader gave no answer.", status="wrong_format")


def refuse(database: Engine, contact_id: UUID, *, now: datetime) -> Outcome:
    """Read a contact's messages one at a time and fail; who fails a second time has a message set aside."""
    watched = Watched(Refusing())

    def attempt(budget: int) -> Outcome:
        return refresh(database, contact_id, reader=watched, now=now, budget=budget)

    return one_at_a_time(database, contact_id, attempt=attempt, watched=watched)
