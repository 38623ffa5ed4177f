"""What every reader promises: one request document in, proposals out, and one sentence when it could not."""

from typing import Any, Protocol, runtime_checkable

from lib.context.model import ReaderAnswer
from lib.errors import OrbError


class ReaderFailed(OrbError):
    """The reader gave nothing usable; the context is untouched and the sources count as unread."""

    title = "The reader did not answer."
    outcome = "The interactions stay unread"
    """What is so after it."""

    def __init__(
        self, title: str = "", *, remedy: str = "try again.", status: str = "failed", answer: ReaderAnswer | None = None
    ) -> None:
        super().__init__(title, next_step=f"{self.outcome}; {remedy}")
        self.remedy = remedy
        """What may help."""
        self.status = status
        """A slug that says what happened: refused, truncated, timeout, …"""
        self.answer = answer
        """What the failed call cost, where the server said so."""


class Reader(Protocol):
    """Reads the sources of one contact and proposes."""

    @property
    def name(self) -> str:
        """The slug that each run records."""

    @property
    def prompt_version(self) -> str:
        """The version of the instructions that each run records."""

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """The answer document for `request`; raises `ReaderFailed`."""


@runtime_checkable
class ReadsAgain(Protocol):
    """A reader that may be asked once more, about what was refused of its first answer."""

    def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
        """The answer to `request`, which says what was refused of `first`; None where no call or time is left for it.

        Raises `ReaderFailed`, with what the failed call cost.
        """
