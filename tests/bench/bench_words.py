"""What may not happen with words: counts over made statements, quotes, layouts and proposals; the time to divide."""

from collections.abc import Iterable
from time import perf_counter

from lib.context.evidence.relatedness import says
from lib.context.text.languages import languages
from lib.context.text.mail.segments import own_text, segments
from tests.bench.bench_grounding import is_held, share
from tests.bench.measurement import Measurement
from tests.support.texts.exotic_quotes import wrong_slices
from tests.support.texts.made_claims import claims, denials, unrelated, wrong_values
from tests.support.texts.mail_layouts import LAYOUTS, marked_lines
from tests.support.texts.mixed_evidence import violations

QUOTES, PROPOSALS, LETTERS = 20_000, 5_000, 100_000


def measure() -> Iterable[Measurement]:
    """The figures; every corpus is made here."""
    yield share("made: true claims kept", [is_held(claim.text, claim.said) for claim in claims()], 94)
    yield share("made: wrong value refused", [not is_held(*pair) for pair in wrong_values()], 97)
    pairs = [pair for pair in unrelated() if set(languages(pair[0])) & set(languages(pair[1]))]
    yield share("made: unrelated quote refused, of one language", [not is_held(*pair) for pair in pairs], 95)
    turned = list(denials())
    again = sum(says(text, [quote]) != "no" for text, quote in turned)
    yield Measurement(f"restatements across polarity (of {len(turned)})", again, "", 0)
    wrong, found = wrong_slices(QUOTES, seed=1)
    yield Measurement(f"exotic quotes: wrong slices ({found:,} of {QUOTES:,} found)", len(wrong), "", 0)
    broken, taken = violations(PROPOSALS, seed=1)
    yield Measurement(f"mixed evidence: violations ({taken} of {PROPOSALS:,} taken)", len(broken), "", 0)
    yield from _layouts()
    yield _division()


def _layouts() -> Iterable[Measurement]:
    changed = quoted = 0
    for layout in LAYOUTS.values():
        text, own = marked_lines(layout)
        kept = [line.strip() for line in own_text(text).splitlines() if line.strip()]
        changed += any(line not in kept for line in own)
        quoted += any(line not in own for line in kept)
    yield Measurement(f"layouts that lose an own line (of {len(LAYOUTS)})", changed, "", 0)
    yield Measurement(f"layouts with a quoted line as own (of {len(LAYOUTS)})", quoted, "", 0)


def _division() -> Measurement:
    text = "\n\n".join(marked_lines(layout)[0] for layout in LAYOUTS.values())
    text = (text * (LETTERS // len(text) + 1))[:LETTERS]
    times = []
    for _ in range(7):
        started = perf_counter()
        segments(text)
        times.append((perf_counter() - started) * 1000)
    return Measurement(f"division of {LETTERS:,} characters (best of 7)", min(times), "ms", 20)
