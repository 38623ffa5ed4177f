"""`orb evaluate`: how well a reader reads."""

import json
import signal
from pathlib import Path
from typing import Annotated, Any

import typer

from lib import settings
from lib.commands.arguments import AsJson
from lib.commands.output import print_json, print_rows, print_text, progress_bar, run, say
from lib.commands.signals import interrupt, on_signal
from lib.context.evaluate import compare, corpus, result
from lib.context.evaluate.evaluation import ReaderName, readers
from lib.context.evaluate.evaluation import evaluate as evaluate_reader
from lib.context.evaluate.result import Evaluation
from lib.database import engine
from lib.embedded.throw_away import throw_away_database

GROUP = ("cases", *result.MEASURES)


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Option("--corpus", metavar="DIR", help="A folder of cases, one JSON file each; else the shipped ones."),
    ] = None,
    reader: Annotated[
        ReaderName,
        typer.Option(help="The local rules, the policy's ceiling (a script that knows the truth), or the set model."),
    ] = "local",
    results: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--compare", metavar="A.json B.json", help="Evaluate nothing: compare two earlier results."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How well a reader reads: cases are replayed in a database of their own, and scored by code.

    What the site has on file is neither read nor touched. Ctrl-C ends it; the database is dropped then, too.
    """
    if results is not None:
        compared = run(lambda: compare.compare(_written(results[0]), _written(results[1])))
        if as_json:
            print_json(compare.document(compared))
        else:
            print_rows(("measure", "before", "after", "points", "change"), compare.rows(compared))
        return
    evaluation = run(lambda: _evaluate(folder or corpus.SHIPPED, reader))
    if as_json:
        print_json(result.document(evaluation))
    else:
        _print(evaluation)


def _evaluate(folder: Path, reader: ReaderName) -> Evaluation:
    chosen = settings.load()
    cases = corpus.load(folder)
    reader_of = readers(reader, chosen)
    with on_signal(signal.SIGTERM, act=interrupt), throw_away_database(chosen.home) as url:
        database = engine(url)
        try:
            with progress_bar() as bar:
                task = bar.add_task("Replaying the cases", total=len(cases))
                evaluation = evaluate_reader(
                    database, cases, reader_of, progress=lambda done: bar.update(task, completed=done)
                )
        finally:
            database.dispose()
    if evaluation.failed:
        say(
            f"{evaluation.failed} of {evaluation.runs} refreshes had no answer; "
            "what no later one read counts as not found. Run it again for a figure without gaps."
        )
    return evaluation


def _written(path: Path) -> dict[str, Any]:
    """The document in a file; raises `NoResult`."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise compare.NoResult(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise compare.NoResult(f"{path} is no JSON document.") from error
    if not isinstance(document, dict):
        raise compare.NoResult(f"{path} is no result of an evaluation.")
    return document


def _print(evaluation: Evaluation) -> None:
    """The tables: the measures, by language and topic, the attacks, and what was set aside."""
    reader = " ".join(filter(None, (evaluation.reader, evaluation.model, f"prompt {evaluation.prompt_version}")))
    spent = "no model was asked"
    if evaluation.model:
        cost = "cost unknown" if evaluation.cost is None else f"{evaluation.cost:.2f} dollars"
        spent = f"{evaluation.tokens:,} tokens, {cost}, {evaluation.seconds:,.0f} seconds"
    print_text(f"Reader: {reader}; {spent}. Intervals hold the true share 95 times in a hundred.\n")
    print_rows(*result.overview(evaluation))
    for name, named in (("language", lambda case: case.language), ("topic", lambda case: case.topic)):
        rows = result.groups(evaluation, named)
        if rows:
            print_text("")
            print_rows((name, *GROUP), rows)
    print_text("")
    print_rows(("attack", "what it tries", "refused"), result.attack_rows(evaluation))
    if evaluation.refused:
        print_text("")
        print_rows(("rule", "proposals it set aside"), evaluation.refused.items())
