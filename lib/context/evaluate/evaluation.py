"""One evaluation from beginning to end: a corpus, a reader, a database that is thrown away."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

from sqlalchemy import Engine

from lib.context.evaluate.attacks import attempts, count
from lib.context.evaluate.case import Case
from lib.context.evaluate.oracle import Oracle
from lib.context.evaluate.replay import ReaderOf, Replayed, install, refused, replay_all
from lib.context.evaluate.result import Evaluation
from lib.context.evaluate.score import score
from lib.context.readers import LocalRules, reader_for
from lib.errors import OrbError
from lib.settings import Settings

ReaderName = Literal["local", "oracle", "model"]


class NoModel(OrbError):
    title = "No language model is configured."
    next_step = "Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own; or evaluate with --reader local."


def readers(name: ReaderName, settings: Settings) -> ReaderOf:
    """The reader of each case; raises `NoModel` where the settings name none."""
    if name == "oracle":
        return Oracle
    if name == "model" and not settings.has_model:
        raise NoModel
    reader = reader_for(settings) if name == "model" else LocalRules()
    return lambda _case: reader


def evaluate(
    database: Engine,
    cases: Sequence[Case],
    reader_of: ReaderOf,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """What the reader makes of the cases, replayed in the empty `database`."""
    install(database, cases)
    replayed = replay_all(database, cases, reader_of, progress=progress)
    reader = reader_of(cases[0])
    model = next((item.model for item in replayed if item.model), None)
    costs = [item.cost for item in replayed if item.cost is not None]
    return Evaluation(
        reader.name,
        model=model,
        prompt_version=reader.prompt_version,
        tallies=tuple((item.case, score(item.case, item.facts, item.waiting)) for item in replayed),
        attacks=count(attempt for case in cases for attempt in attempts(case)),
        refused=refused(replayed),
        runs=sum(item.runs for item in replayed),
        failed=sum(item.failed for item in replayed),
        tokens=sum(item.tokens for item in replayed),
        cost=sum(costs, Decimal()) if len(costs) == len(replayed) else None,
        seconds=_seconds(replayed) if model else 0,
    )


def _seconds(replayed: Sequence[Replayed]) -> float:
    return round(sum(item.seconds for item in replayed), 1)
