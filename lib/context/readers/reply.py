"""One reply of a chat completions server: its words, what it cost, and the sentence when there are no words."""

import json
from dataclasses import dataclass
from typing import Any

from lib.context.readers.contract import ReaderFailed
from lib.context.text.normalize import storable


@dataclass(frozen=True)
class Reply:
    """The words of the first choice, and the usage as far as the server said."""

    text: str = ""
    finish_reason: str = ""
    refusal: str = ""
    model: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    error: bool = False
    """Whether the body reports an error although the status was 200."""
    has_choice: bool = False


def reply_in(body: bytes) -> Reply:
    """What a server said with status 200; nothing is taken for granted, compatible servers send all sorts of things."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Reply()
    document = _object(value)
    choices = document.get("choices")
    choice = _object(choices[0]) if isinstance(choices, list) and choices else {}
    message, usage = _object(choice.get("message")), _object(document.get("usage"))
    return Reply(
        text=_text(message.get("content")),
        finish_reason=_text(choice.get("finish_reason")),
        refusal=_text(message.get("refusal")),
        model=storable(_text(document.get("model"))) or None,
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
        error=bool(document.get("error")),
        has_choice=bool(choice),
    )


def check(reply: Reply) -> None:
    """Raise `ReaderFailed` where the reply is no complete answer."""
    if reply.error and not reply.has_choice:
        raise ReaderFailed("The model's server reported an error in place of an answer.", status="error_body")
    if not reply.has_choice:
        raise ReaderFailed(
            "What the model's server sent is not a chat completion.",
            status="not_a_completion",
            remedy="check OPENAI_BASE_URL: it usually ends in /v1.",
        )
    if reply.refusal:
        raise ReaderFailed(
            "The model declined to answer.",
            status="refused",
            remedy="look at what it was given, or choose another model.",
        )
    if reply.finish_reason == "content_filter":
        raise ReaderFailed(
            "The server's content filter withheld the answer.",
            status="filtered",
            remedy="look at what it was given, or choose another model.",
        )
    if reply.finish_reason == "length":
        raise ReaderFailed(
            "The model's answer was cut off at its length limit.",
            status="truncated",
            remedy="allow the model a longer answer or choose another.",
        )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
    return value if is_count else None
