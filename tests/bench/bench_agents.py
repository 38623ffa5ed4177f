"""What agents ask: packs, searches and join paths in a schema of 1,000 tables, and the size of what they get."""

import random
import time
from collections.abc import Callable, Iterable
from statistics import median

from lib.agent_answer import MAX_TOKENS
from lib.schema import agent
from lib.schema.export.export import export
from lib.schema.export.pack import pack
from lib.schema.relations import paths
from lib.schema.search import search
from lib.tokens import tokens
from tests.bench.measurement import Measurement
from tests.support.schemas.made_schema import large

QUESTIONS = (
    *("contact", "invoice payment status", "contcat emial", "name_status", "text", "id"),
    "which table holds the invoices of a guest",
)


def measure() -> Iterable[Measurement]:
    """The speed lines of search, pack and paths; the slowest of many questions counts."""
    schema = large(1000, columns=12, relations=2500)
    started = time.perf_counter()
    search.find(schema, "contact")
    yield Measurement("search index, made once", (time.perf_counter() - started) * 1000, "ms")
    yield Measurement(
        "find in 12,000 columns, slowest", max(_times(lambda words: search.find(schema, words), QUESTIONS)), "ms", 50
    )
    names = [table.key for table in schema.tables]
    chosen = random.Random(1)
    packs = [tuple(chosen.sample(names, 3)) for _ in range(20)]
    taken = _times(lambda asked: pack(schema, asked, max_tokens=MAX_TOKENS), packs)
    yield Measurement(f"pack of {MAX_TOKENS:,} tokens, slowest", max(taken), "ms", 50)
    yield Measurement(f"pack of {MAX_TOKENS:,} tokens, median", median(taken), "ms")
    whole = _times(lambda asked: agent.packed(schema, asked, max_tokens=MAX_TOKENS), packs)
    yield Measurement("the same as a whole answer, median", median(whole), "ms")
    pairs = [tuple(chosen.sample(names, 2)) for _ in range(200)]
    paths.find(schema, *pairs[0])
    taken = _times(lambda pair: paths.find(schema, *pair), pairs)
    yield Measurement("join paths, slowest of 200 pairs", max(taken), "ms", 100)
    yield Measurement("join paths, median", median(taken), "ms")
    yield Measurement("whole schema as JSON", tokens(export(schema, "json")) / 1000, "thousand tokens")
    yield Measurement("whole schema as compact text", tokens(export(schema, "compact")) / 1000, "thousand tokens")


def _times(call: Callable[..., object], inputs: Iterable[object]) -> list[float]:
    """Milliseconds of one call for each input, the better of two."""
    taken = []
    for item in inputs:
        both = []
        for _ in range(2):
            started = time.perf_counter()
            call(item)
            both.append((time.perf_counter() - started) * 1000)
        taken.append(min(both))
    return taken
