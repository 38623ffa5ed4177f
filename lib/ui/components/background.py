"""Work that runs outside the page's script: clicks, other pages and a closed tab do not stop it."""

import logging
from collections.abc import Callable, MutableMapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from traceback import format_tb
from typing import Any, Generic, TypeVar

from lib.errors import OrbError

LOG = logging.getLogger(__name__)
Result = TypeVar("Result")
Key = TypeVar("Key")
AnyJob = TypeVar("AnyJob", bound="BackgroundJob[Any]")


@dataclass(kw_only=True)
class BackgroundJob(Generic[Result]):
    """One piece of work under way or done; `steps` are those that it reached, the last one it is at."""

    broken: type[OrbError]
    """What is told where it breaks off unforeseen."""
    started_at: datetime
    steps: list[str] = field(default_factory=list)
    future: "Future[Result] | None" = None

    @property
    def is_running(self) -> bool:
        """Whether it is still under way."""
        return self.future is None or not self.future.done()

    @property
    def error(self) -> OrbError | None:
        """Why it broke off; None where it did not."""
        if self.future is None or not self.future.done():
            return None
        error = self.future.exception()
        return error if error is None or isinstance(error, OrbError) else self.broken()

    @property
    def result(self) -> Result | None:
        """What it gave; None while it runs and where it broke off."""
        return None if self.future is None or self.error or not self.future.done() else self.future.result()


def run_logged(what: str, work: Callable[[], Result]) -> Result:
    """What `work` gives; where it breaks off unforeseen, the log says where, without words that may be a client's."""
    try:
        return work()
    except Exception as error:
        if not isinstance(error, OrbError):
            LOG.error("%s broke off: %s\n%s", what, type(error).__name__, "".join(format_tb(error.__traceback__)))
        raise


def drop_old(jobs: MutableMapping[Key, AnyJob], most: int) -> None:
    """Drop the results of the oldest finished jobs; `most` are kept for whoever comes back to look."""
    for old in [key for key, item in jobs.items() if not item.is_running][: -most or None]:
        del jobs[old]
