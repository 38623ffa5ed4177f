"""What every answer to an agent has: a stamp, what was left out, how to ask for the rest; and how it is made to fit."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from lib.tokens import tokens

MAX_TOKENS = 8000
"""What an answer takes at most unless more is asked for."""
LEAST_TOKENS = 600
"""Less than this holds no useful answer."""


class Shape(BaseModel):
    """The base of what stands in answers; its validator is built at the first use, since a command uses few shapes."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class AgentAnswer(Shape):
    """The base of all answers; `left_out` and `more` are empty where the answer is whole."""

    left_out: str = Field("", description="What is not in this answer; empty when it is whole.")
    more: str = Field("", description="How to ask for what was left out.")


Whole = TypeVar("Whole", bound=AgentAnswer)
Item = TypeVar("Item")


def size(answer: AgentAnswer) -> int:
    """The tokens of an answer as JSON."""
    return tokens(answer.model_dump_json())


def fitted(
    items: Sequence[Item], make: Callable[[Sequence[Item], str, str], Whole], *, offset: int, max_tokens: int | None
) -> Whole:
    """The answer with as many of `items` from `offset` on as fit; `make` gets them and what to say of the rest."""
    asked = items[offset:]
    count = len(asked)
    while True:
        answer = make(asked[:count], *_rest(len(asked), count, offset))
        taken = 0 if max_tokens is None else size(answer)
        if max_tokens is None or taken <= max_tokens or count == 0:
            return answer
        count = min(count - 1, count * max_tokens // taken)


def _rest(asked: int, count: int, offset: int) -> tuple[str, str]:
    left = asked - count
    before = f"{offset} skipped before" if offset else ""
    after = f"{left} of {asked + offset} left out after" if left else ""
    more = f"Ask again with offset={offset + count}, or with a larger max_tokens." if left else ""
    return "; ".join(filter(None, (before, after))), more
