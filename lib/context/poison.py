"""Finds the message that makes every answer fail: the batch is read one message at a time, and that one set aside."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.model import Answer, Outcome
from lib.context.readers import Reader, ReaderFailed
from lib.context.state import collected
from lib.database import statement, transaction

ALONE_AFTER = 2
"""After so many failures of the whole batch its messages are read one at a time."""
EVIDENCE = timedelta(days=1)
"""A message is blamed only where the reader has answered something else in the last day."""
NOT_THE_MESSAGE = ("unreachable", "unauthorized", "not_found", "rate_limited", "server_error", "not_a_completion")
"""Failures that no message can be blamed for."""
ONE = 1
"""A budget of tokens into which exactly one message goes."""
Attempt = Callable[[int], Outcome]
"""One refresh within a budget of tokens."""


class Watched:
    """A reader that remembers how its last call failed, and what all calls cost."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name, self.prompt_version = reader.name, reader.prompt_version
        self.failure: ReaderFailed | None = None
        self.answers: list[Answer] = []

    def read(self, request: dict[str, Any]) -> Answer:
        """The reader's answer."""
        self.failure = None
        try:
            answer = self._reader.read(request)
        except ReaderFailed as error:
            self.failure = error
            if error.answer:
                self.answers.append(error.answer)
            raise
        self.answers.append(answer)
        return answer


def one_at_a_time(database: Engine, contact_id: UUID, attempt: Attempt, watched: Watched, *, now: datetime) -> Outcome:
    """The outcome of reading one message after the other; what fails alone is set aside with its reason.

    A set-aside text counts as read by the failed run whose error says why; an edited text is read again. Where the
    reader answers nobody else either, the failure is the reader's: nothing is set aside.
    """
    while True:
        outcome = attempt(ONE)
        if outcome.status != "failed" or outcome.run_id is None or not _is_to_blame(database, watched, now):
            return outcome
        first = collected(database, contact_id, now=now).unread[0]
        item = {"interaction_id": first.interaction.id, "digest": first.interaction.digest}
        values = {"contact_id": contact_id, "run_id": outcome.run_id, "items": json.dumps([item])}
        with transaction(database) as connection:
            connection.execute(statement("context/seen_insert"), values)


def _is_to_blame(database: Engine, watched: Watched, now: datetime) -> bool:
    """Whether the message is at fault: the reader answers others."""
    if watched.failure is None or watched.failure.status in NOT_THE_MESSAGE:
        return False
    if any(answer.document for answer in watched.answers):
        return True
    with transaction(database) as connection:
        values = {"since": now - EVIDENCE, "reader": watched.name}
        return bool(connection.execute(statement("context/reader_answered"), values).scalar_one())
