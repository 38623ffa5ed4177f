"""What can go wrong between us and a model's server, each with its own sentence.

The server's own words are never repeated: they may quote what a client wrote.
"""

import openai

from lib.context.readers.contract import ReaderFailed

TOO_LONG = ("context_length", "context length", "maximum context", "context size", "too many tokens", "too long")
FORMAT = ("response_format", "json_schema", "json_object", "schema", "grammar", "structured output")


def failure(error: openai.OpenAIError, model: str) -> ReaderFailed:
    """The failure that a person is shown for an error of the SDK."""
    if isinstance(error, openai.APITimeoutError):
        return ReaderFailed("The model's server did not answer in time.", status="timeout")
    if isinstance(error, openai.APIStatusError):
        return _status_failure(error, model)
    if isinstance(error, openai.APIConnectionError):
        return unreachable()
    return ReaderFailed("The model's server could not be asked.", status="failed")


def unreachable() -> ReaderFailed:
    """The failure of a server that cannot be reached, or that breaks off in the middle."""
    return ReaderFailed(
        "The model's server cannot be reached.",
        status="unreachable",
        remedy="check OPENAI_BASE_URL, OPENAI_API_KEY and that the server runs.",
    )


def rejects_format(error: openai.APIStatusError) -> bool:
    """Whether asking again in a plainer format may help: servers say "unsupported" in many ways."""
    if is_too_long(error):
        return False
    return error.status_code in (400, 422) or any(word in str(error).lower() for word in FORMAT)


def is_too_long(error: openai.APIStatusError) -> bool:
    """Whether the server says that the request does not fit the model."""
    return error.status_code == 413 or (
        error.status_code in (400, 422) and any(word in str(error).lower() for word in TOO_LONG)
    )


def is_passing(error: openai.OpenAIError) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code in (408, 409, 429) or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError)


def _status_failure(error: openai.APIStatusError, model: str) -> ReaderFailed:
    code = error.status_code
    if is_too_long(error):
        return ReaderFailed(
            "What was to be read is too long for the model.",
            status="too_long",
            remedy="choose a model with a longer context in ORB_MODEL.",
        )
    if code in (401, 403):
        return ReaderFailed(
            "The model's server refused the key.",
            status="unauthorized",
            remedy="correct OPENAI_API_KEY.",
        )
    if code == 404:
        return ReaderFailed(
            f"The server does not know the model “{model}”, or the address is wrong.",
            status="not_found",
            remedy="correct ORB_MODEL or OPENAI_BASE_URL.",
        )
    if code == 429:
        return ReaderFailed(
            "The model's server is busy, or the account's limit is reached.",
            status="rate_limited",
            remedy="wait a little, or raise the limit at the provider.",
        )
    if code >= 500:
        return ReaderFailed(f"The model's server failed (HTTP {code}).", status="server_error")
    return ReaderFailed(
        f"The model's server rejected the request (HTTP {code}).",
        status="rejected_request",
        remedy="check that ORB_MODEL serves chat completions.",
    )
