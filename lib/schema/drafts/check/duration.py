"""How long a statement may hold what it locks: a range from the bytes it moves and the speed of the disk."""

from dataclasses import dataclass

REWRITE = 2
"""A rewrite reads every byte and writes it again."""
LIMIT_SECONDS = 120
"""After which hosted Postgres ends a statement: https://supabase.com/docs/guides/database/postgres/timeouts."""


@dataclass(frozen=True)
class DiskSpeed:
    """The slowest and the fastest speed that is likely, in megabytes a second."""

    slow: float = 11.0
    fast: float = 261.0
    """Both of Supabase's smallest paid size: https://supabase.com/docs/guides/platform/compute-and-disk."""


def seconds(scanned: int, rewritten: int, disk: DiskSpeed) -> tuple[float, float]:
    """The least and the most seconds for so many bytes that are read, and rewritten."""
    megabytes = (scanned + REWRITE * rewritten) / 1_000_000
    return round(megabytes / disk.fast, 1), round(megabytes / disk.slow, 1)


def in_words(least: float, most: float) -> str:
    """A range of seconds as people say it."""
    if most < 1:
        return "less than a second"
    return f"{_spoken(least)} to {_spoken(most)}"


def _spoken(value: float) -> str:
    if value < 120:
        return f"{value:.0f} s"
    return f"{value / 60:.0f} min" if value < 7200 else f"{value / 3600:.0f} h"
