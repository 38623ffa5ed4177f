"""Bodies that no person writes: each is read within bounds, said in the run, and costs the mails beside it nothing."""

import tracemalloc
from time import process_time

import pytest
from sqlalchemy import Engine

from lib.context.readers.local_sentences import sentences
from lib.context.refresh import refresh
from lib.context.text.mail.quoted_printable import decoded
from lib.context.text.mail.segments import segments
from lib.context.text.normalize import fold
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day
from tests.support.stored_runs import stored_runs

BODIES = {
    "five megabytes of words": "Hello there. " * 400_000,
    "a line of a megabyte": "word," * 200_000,
    "nothing but marks": ">" * 5_000_000,
    "marked lines": ">\n" * 1_000_000,
    "right to left": "\u202eשלום לכולם \u202c" * 50_000,
    "replaced signs": "\ufffd" * 500_000,
    "HTML that never closes": "<div><p>" * 200_000 + "x",
    "an attribute that never ends": "<a href='" * 200_000,
    "quotes in quotes": "> " * 10_000 + "x\n",
    "ever deeper quotes": "\n".join(">" * depth + " x" for depth in range(1, 1_500)),
    "escapes": "=20=\n" * 300_000,
    "accents over one letter": "e" + "\u0301" * 1_000_000,
    "headers": "From: a\nTo: b\n" * 200_000,
    "blanks": " " * 2_000_000,
    "signs without width": "\u200b" * 1_000_000,
    "a quoted line broken by separators of lines": "> x" + "\u2028x" * 10_000,
}
OWN_TEXT = ("five megabytes of words", "a line of a megabyte", "right to left", "replaced signs")
"""Those whose author wrote more than a reader is shown."""


@pytest.mark.parametrize("name", BODIES)
def test_a_huge_body_is_read_within_bounds_and_nothing_beside_it_is_lost(
    database: Engine, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.install(database)
    site.write(database, "m1", "Our budget is 500k for the flat.")
    site.write(database, "m2", BODIES[name], at=day(0.5))
    site.write(database, "m3", "I am vegetarian, as you know.", at=day(0.6))
    reader = Scripted(
        lambda asked: answer(
            add("Budget is 500k.", "Our budget is 500k"),
            add("Is vegetarian.", "I am vegetarian", source=asked["sources"][-1]["id"]),
        )
    )
    outcome = refresh(database, ANNA, reader=reader, now=day(1), budget=10**7)
    assert (outcome.status, [verdict.verdict for verdict in outcome.verdicts]) == ("saved", ["applied"] * 2)
    assert site.count(database, "crm_context_seen") == 3
    assert all(len(source["text"]) < 13_000 for source in reader.requests[0]["sources"])
    with read_only(database) as connection:
        (run,) = stored_runs(connection, ANNA)
    cut = [item["interaction_id"] for item in run.proposals.get("cut", [])]
    assert cut == ["m2"] if name in OWN_TEXT else "m1" not in cut
    told = [record.getMessage().partition(" the reader is shown ")[0] for record in caplog.records]
    assert told == [f"Contact {ANNA}:" for _ in cut if BODIES[name].strip()]
    assert not any(BODIES[name][:20] in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    "name", ["nothing but marks", "a line of a megabyte", "quotes in quotes", "accents over one letter", "blanks"]
)
def test_a_huge_body_takes_memory_in_proportion_to_its_length(name: str) -> None:
    body = BODIES[name]
    tracemalloc.start()
    try:
        segments(decoded(body))
        fold(body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60 * len(body) + 20_000_000


@pytest.mark.parametrize("name", BODIES)
def test_a_huge_body_is_divided_within_seconds(name: str) -> None:
    began = process_time()
    found = segments(decoded(BODIES[name]))
    assert process_time() - began < 3
    assert (found[0].start, found[-1].end) == (0, len(decoded(BODIES[name])))


@pytest.mark.parametrize("sign", ["?", "?!", "….", '!"'])
def test_a_long_run_of_marks_is_divided_into_sentences_in_linear_time(sign: str) -> None:
    text = sign * 6_000
    began = process_time()
    assert sentences(f"We own a boat. Well{text}x") == ("We own a boat.",)
    assert process_time() - began < 1
