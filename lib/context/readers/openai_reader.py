"""The reader that asks a language model over the OpenAI API; any compatible server serves.

What holds for every call: a wall-clock deadline that ends it whatever the server does, at most one retry, and a ladder
of ever plainer formats for servers that cannot enforce a schema. The answer is only data; the policy judges it.
"""

import asyncio
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from openai.types.chat import ChatCompletionMessageParam

from lib.context.model import ReaderAnswer
from lib.context.readers.answer_schema import ANSWER_SCHEMA
from lib.context.readers.answer_text import document_in
from lib.context.readers.contract import ReaderFailed
from lib.context.readers.failures import failure, is_passing, rejects_format, unreachable
from lib.context.readers.prompt import PROMPT_VERSION, messages
from lib.context.readers.reply import Reply, check, reply_in
from lib.settings import Settings

OPENAI = "https://api.openai.com/v1"
RETRY_SECONDS = 0.5
CALLS = 2
"""Requests for one reading: a second try is made only where the first answer came with the first request."""
LEAST_SECONDS = 1.0
"""With less time left of the deadline no second try is begun."""
LONGEST_REPLY = 8_000_000
"""Bytes after which a reply is no answer any more."""

RUNGS: tuple[dict[str, Any], ...] = (
    {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "proposals", "strict": True, "schema": ANSWER_SCHEMA},
        }
    },
    {"response_format": {"type": "json_object"}},
    {},
)
"""How the answer's format is asked for, best first."""


@dataclass
class Ladder:
    """Which rung of the ladder one server can serve with one model."""

    rung: int = 0


@cache
def ladder(base_url: str, model: str) -> Ladder:
    """The rung remembered for this server and model as long as the process runs."""
    return Ladder()


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that vouch for servers, read once: reading them costs more than all else of a call."""
    return httpx2.create_ssl_context()


@dataclass
class Calls:
    """The requests of one reading: how many were made, and the seconds for all of them together."""

    seconds: float
    is_last: bool = False
    """Whether only one may be made."""
    made: int = 0


@dataclass(frozen=True)
class OpenAIReader:
    """Asks `model`; `prices` are dollars per million tokens read and written, by model."""

    model: str
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    deadline: float = Settings.model_deadline
    prices: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    fact_language: str = ""
    """The language that facts are asked for in, a code or a name; empty: the language of the quote."""
    name: str = "openai"

    @property
    def prompt_version(self) -> str:
        """The version of the instructions, with the language of the facts where one is set."""
        return f"{PROMPT_VERSION} {self.fact_language}".rstrip()

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """The model's proposals for `request`; raises `ReaderFailed`, with what the failed call cost."""
        return self._read(request, Calls(self.deadline))

    def read_again(self, request: dict[str, Any], first: ReaderAnswer) -> ReaderAnswer | None:
        """The answer to one more request, within the deadline that `first` began; None where it used up either."""
        left = self.deadline - first.duration_ms / 1000
        if first.calls >= CALLS or left < LEAST_SECONDS:
            return None
        return self._read(request, Calls(left, is_last=True))

    def _read(self, request: dict[str, Any], calls: "Calls") -> ReaderAnswer:
        started = time.monotonic()
        reply: Reply | None = None
        try:
            reply = reply_in(asyncio.run(self._call(request, calls)))
            document = self.document_of(reply)
        except openai.OpenAIError as error:
            failed = failure(error, self.model)
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError):
            failed = unreachable()
        except TimeoutError:
            failed = ReaderFailed(f"The model did not answer within {self.deadline:g} seconds.", status="timeout")
        except ReaderFailed as error:
            failed = error
        else:
            return self._answer(document, reply, started, calls=calls.made)
        failed.answer = self._answer({}, reply, started, calls=calls.made)
        raise failed from None  # the cause may repeat what a client wrote

    async def _call(self, request: dict[str, Any], calls: "Calls") -> bytes:
        """The body of the first reply that a rung of the ladder brings."""
        remembered = ladder(self.base_url, self.model)
        may_retry = not calls.is_last
        rung = remembered.rung
        clock = asyncio.get_running_loop().time
        deadline = clock() + calls.seconds
        async with asyncio.timeout_at(deadline), self._client() as client:
            while True:
                calls.made += 1
                try:
                    body = await self._ask(client, request, rung)
                except openai.OpenAIError as error:
                    if calls.is_last:
                        raise
                    if rung + 1 < len(RUNGS) and isinstance(error, openai.APIStatusError) and rejects_format(error):
                        rung += 1
                    elif may_retry and is_passing(error) and clock() + _pause(error) < deadline:
                        may_retry = False
                        await asyncio.sleep(_pause(error))
                    else:
                        raise
                else:
                    remembered.rung = rung
                    return body

    async def _ask(self, client: AsyncOpenAI, request: dict[str, Any], rung: int) -> bytes:
        body = bytearray()
        create = client.chat.completions.with_streaming_response.create
        async with create(model=self.model, messages=self.told(request), **self.format_of(rung)) as response:
            async for chunk in response.iter_bytes():
                body += chunk
                if len(body) > LONGEST_REPLY:
                    raise ReaderFailed("The model's server sent far more than an answer.", status="flood")
        return bytes(body)

    def told(self, request: dict[str, Any]) -> list[ChatCompletionMessageParam]:
        """The messages of one call."""
        return messages(request, fact_language=self.fact_language)

    def format_of(self, rung: int) -> dict[str, Any]:
        """How the answer's format is asked for on a rung of the ladder."""
        return RUNGS[rung]

    def document_of(self, reply: Reply) -> dict[str, Any]:
        """The answer document; where the server ignored the format, the next call asks in a plainer one."""
        try:
            check(reply)
            return document_in(reply.text)
        except ReaderFailed as error:
            remembered = ladder(self.base_url, self.model)
            if error.status in ("prose", "broken_json", "ignored_format") and remembered.rung + 1 < len(RUNGS):
                remembered.rung += 1
            raise

    def _client(self) -> AsyncOpenAI:
        return AsyncOpenAI(
            base_url=self.base_url or OPENAI,
            api_key=self.api_key or "none",  # local servers ask for no key, the SDK does
            max_retries=0,
            timeout=self.deadline,
            http_client=DefaultAsyncHttpxClient(verify=_certificates(), timeout=self.deadline),
        )

    def _answer(self, document: dict[str, Any], reply: Reply | None, started: float, *, calls: int) -> ReaderAnswer:
        reply = reply or Reply()
        return ReaderAnswer(
            document=document,
            prompt_tokens=reply.prompt_tokens,
            completion_tokens=reply.completion_tokens,
            cost=self._cost(reply),
            duration_ms=round((time.monotonic() - started) * 1000),
            model=reply.model or self.model,
            calls=calls,
        )

    def _cost(self, reply: Reply) -> Decimal | None:
        price = self.prices.get(self.model) or self.prices.get(reply.model or "")
        if price is None or reply.prompt_tokens is None or reply.completion_tokens is None:
            return None
        return (price[0] * reply.prompt_tokens + price[1] * reply.completion_tokens) / 1_000_000


def _pause(error: openai.OpenAIError) -> float:
    """Seconds to wait before the one retry, as the server asks."""
    if isinstance(error, openai.APIStatusError):
        try:
            return max(float(error.response.headers.get("retry-after", "")), 0.0)
        except ValueError:
            pass
    return RETRY_SECONDS
