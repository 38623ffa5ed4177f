"""The part `faults`: two hundred of them by a seed, and after each the look back at what must hold."""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from statistics import median

from tests.bench.measurement import Measurement
from tests.soak.faults.catalogue import LONG, QUICK, Fault
from tests.soak.faults.older_code import older_code
from tests.soak.faults.victim import WRITES
from tests.soak.faults.world import world

COUNTS = {"full": (200, 4, 2), "small": (len(QUICK) * 2, 1, 1)}
"""How many quick faults, how often each of the long ones, and how often older code."""
SHOWN = 10


def deck(seed: int, size: str) -> list[Fault]:
    """The faults of a run in the order that the seed says: each as often as the others."""
    quick, often, seldom = COUNTS[size]
    choice, faults = random.Random(seed), list[Fault]()
    while len(faults) < quick:
        faults += choice.sample(QUICK, len(QUICK))
    faults = faults[:quick]
    for fault in LONG * often + (older_code,) * seldom:
        faults.insert(choice.randrange(len(faults)), fault)
    return faults


def measure(*, seed: int, size: str) -> Iterable[Measurement]:
    """How many faults, what each took, and what was found wrong after them."""
    taken: dict[str, list[float]] = defaultdict(list)
    recovered: list[float] = []
    wrong: Counter[str] = Counter()
    begun = time.perf_counter()
    with world(seed) as here:
        here.write(8)
        here.work()
        here.recovered()
        if before := here.violations():
            print("before any fault:", *before, sep="\n  ")
        for number, fault in enumerate(faults := deck(seed, size), 1):
            start = time.perf_counter()
            print(f"{number} {fault.__name__}", end=" ", file=sys.stderr, flush=True)
            here.write()
            fault(here)
            recovered.append(here.recovered())
            taken[fault.__name__].append(time.perf_counter() - start)
            print(f"{taken[fault.__name__][-1]:.1f} s", file=sys.stderr)
            for found in here.violations():
                wrong[fault.__name__] += 1
                if sum(wrong.values()) <= SHOWN:
                    print(f"fault {number}, {fault.__name__}: {found}")
        yield Measurement("faults", len(faults), "", COUNTS[size][0], at_least=True)
        for who, writes in WRITES.items():
            killed = sum(of == who for of, _ in here.killed_at)
            bound = writes if size == "full" else None
            yield Measurement(f"writes at which a {who} was killed", killed, "", bound, at_least=True)
        yield Measurement("older versions whose code was run", len(here.older_versions), "")
        yield Measurement("letters written", here.letters, "")
        yield Measurement("sentences that people and the log were shown", len(here.said), "")
        yield Measurement("different ones of them", len(set(here.said)), "")
        for sentence, often in Counter(here.said).most_common():
            print(f"said {often} times: {sentence[:150]}")
        yield Measurement("on a small disk of its own", here.has_small_disk, "")
    for name in sorted(taken):
        yield Measurement(f"{name}, wrong after {len(taken[name])}", wrong[name], "", 0)
        yield Measurement(f"{name}, the longest, with its recovery", max(taken[name]), "s")
    yield Measurement("recovery, median", median(recovered), "s")
    yield Measurement("recovery, the longest", max(recovered), "s")
    yield Measurement("all of it", time.perf_counter() - begun, "s")
