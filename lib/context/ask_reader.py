"""One reading: the reader is asked, and once more about what was refused for its form or for want of support."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from lib.context.engine import second_try
from lib.context.engine.draft import judged
from lib.context.engine.policy import Judgement
from lib.context.engine.request import Aliases
from lib.context.engine.state import State
from lib.context.model import ReaderAnswer
from lib.context.readers.contract import Reader, ReaderFailed, ReadsAgain

Amount = TypeVar("Amount", int, Decimal)


def ask(
    reader: Reader, request: dict[str, Any], *, state: State, aliases: Aliases
) -> tuple[ReaderAnswer, Judgement | None]:
    """The reader's answer to `request`, mended by a second try where the reader has one; tokens and cost are of both.

    With it comes the judgement on this very answer where it was judged to see whether a second try is needed.

    Raises `ReaderFailed` when the first answer is no document of the agreed format; a second try that fails leaves the
    first answer as it is.
    """
    answer = _checked(reader.read(request))
    answer = replace(answer, document=second_try.without_word_of_ours(answer.document))
    if not isinstance(reader, ReadsAgain):
        return answer, None
    judgement = judged(state, answer.document, aliases)
    verdicts = judgement.verdicts
    places = second_try.refused(verdicts)
    if not places:
        return answer, judgement
    try:
        again = reader.read_again(second_try.question(request, verdicts, places), answer)
        if again is None:
            return replace(answer, document=second_try.skipped(answer.document)), judgement
        document = second_try.mended(
            answer.document, _checked(again).document["operations"], verdicts=verdicts, places=places
        )
    except ReaderFailed as error:
        again = error.answer
        document = second_try.failed(answer.document, verdicts, places, error=error.title)
    return _joined(answer, again, document), None


def _checked(answer: ReaderAnswer) -> ReaderAnswer:
    document: Any = answer.document
    if not isinstance(document, dict) or not isinstance(document.get("operations"), list):
        raise ReaderFailed("The reader's answer does not have the agreed format.", status="wrong_format", answer=answer)
    return answer


def _joined(first: ReaderAnswer, second: ReaderAnswer | None, document: Mapping[str, Any]) -> ReaderAnswer:
    """Both calls as one answer; what one of them did not say of its use counts as nothing."""
    if second is None:
        return replace(first, document=dict(document))
    return replace(
        first,
        document=dict(document),
        prompt_tokens=_sum(first.prompt_tokens, second.prompt_tokens),
        completion_tokens=_sum(first.completion_tokens, second.completion_tokens),
        cost=_sum(first.cost, second.cost),
        duration_ms=first.duration_ms + second.duration_ms,
        calls=first.calls + second.calls,
    )


def _sum(one: Amount | None, other: Amount | None) -> Amount | None:
    return other if one is None else one if other is None else one + other
