"""What a process holds while it is watched: memory, open files, connections to its databases."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import fmean

import psutil
import psycopg

EVERY_SECONDS = 1.0
EDGE = 10
"""Looks at either end of a while over which its growth is the difference of their means."""
CONNECTIONS = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"


@dataclass
class Watched:
    """Looks a second apart: bytes of memory, open files, connections."""

    memory: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    connections: list[int] = field(default_factory=list)
    seconds_of_processor: float = 0.0

    def growth(self, seconds: int) -> float:
        """How many per cent the memory grew over the last `seconds`."""
        last = self.memory[-seconds:]
        edge = max(1, min(EDGE, len(last) // 3))
        before, after = fmean(last[:edge]), fmean(last[-edge:])
        return (after / before - 1) * 100


@contextmanager
def watched(process: psutil.Process, url: str) -> Iterator[Watched]:
    """Look at a process, and at the connections to the server at `url`, every second until the block ends."""
    seen, is_over = Watched(), threading.Event()
    before = sum(process.cpu_times()[:2])

    def look() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not is_over.wait(EVERY_SECONDS):
                seen.memory.append(process.memory_info().rss)
                seen.files.append(process.num_fds())
                count = connection.execute(CONNECTIONS).fetchone()
                seen.connections.append(count[0] if count else 0)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        is_over.set()
        looking.join()
        seen.seconds_of_processor = sum(process.cpu_times()[:2]) - before
