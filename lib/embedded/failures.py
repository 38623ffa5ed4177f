"""Why an embedded Postgres did not come up, as a person is told it."""

from pathlib import Path

import psutil

from lib.errors import NoSpace, OrbError

NEEDED = 64 << 20
"""The bytes that a new data folder takes, and of which a server that runs needs a quarter for its next log file."""


class ServerFailed(OrbError):
    title = "The embedded Postgres did not start."
    next_step = "Its log is server.log in the data folder; or set DATABASE_URL to a Postgres of your own."


def failure(folder: Path, what: str, log: str) -> OrbError:
    """The error that Postgres' own last complaint tells of, or a full disk, on which it cannot even complain."""
    if "No space left on device" in log or "Disk quota exceeded" in log or is_full(folder, NEEDED):
        return NoSpace("There is no disk space for the embedded Postgres.")
    complaints = [line for line in log.splitlines() if "FATAL:" in line or "PANIC:" in line or "error:" in line]
    reason = complaints[-1].split(":  ")[-1].strip(" .") if complaints else "it gave no reason"
    return ServerFailed(f"The embedded Postgres {what}: {reason}.")


def is_full(folder: Path, needed: int = NEEDED // 4) -> bool:
    """Whether the disk that holds `folder` has no room for so many bytes, by default for what Postgres writes next."""
    return psutil.disk_usage(str(folder)).free < needed
