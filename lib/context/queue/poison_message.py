"""Finds the message that makes every answer fail: the batch is read one message at a time, and that one set aside."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.model import Outcome, ReaderAnswer
from lib.context.readers import Reader, ReaderFailed
from lib.context.readers.contract import ReadsAgain
from lib.context.store.writes import lock
from lib.database import statement, transaction

ALONE_AFTER = 2
"""After so many failures of the whole batch its messages are read one at a time."""
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
        self.answers: list[ReaderAnswer] = []

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
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

    def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
        """The answer to a second try, None where the reader has none; its failure is none of the message's."""
        if not isinstance(self._reader, ReadsAgain):
            return None
        try:
            answer = self._reader.read_again(request, first)
        except ReaderFailed as error:
            self.answers += [error.answer] if error.answer else []
            raise
        self.answers += [answer] if answer else []
        return answer


def one_at_a_time(database: Engine, contact_id: UUID, *, attempt: Attempt, watched: Watched) -> Outcome:
    """The outcome of reading one message after the other; what fails alone is set aside with its reason.

    A set-aside text counts as read by the failed run whose error says why; an edited text is read again. Where the
    reader has answered nothing since the contact's last failure, this one is the reader's: nothing is set aside.
    """
    while True:
        outcome = attempt(ONE)
        if (
            outcome.status != "failed"
            or outcome.run_id is None
            or not _is_to_blame(database, contact_id, run_id=outcome.run_id, watched=watched)
        ):
            return outcome
        with transaction(database) as connection:
            lock(connection, contact_id)
            connection.execute(statement("context/queue/set_aside"), {"run_id": outcome.run_id})


def _is_to_blame(database: Engine, contact_id: UUID, *, run_id: int, watched: Watched) -> bool:
    """Whether the message is at fault: between this failure and the one before, the reader has answered something."""
    if watched.failure is None or watched.failure.status in NOT_THE_MESSAGE:
        return False
    values = {"contact_id": contact_id, "run_id": run_id, "reader": watched.name}
    with transaction(database) as connection:
        return bool(connection.execute(statement("context/queue/reader_answered"), values).scalar_one())
