"""How a tool takes its limits and tells its answer or its error."""

from collections.abc import Callable
from typing import Annotated

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import Field

from lib.agent_answer import LEAST_TOKENS, AgentAnswer
from lib.errors import OrbError

COPIES = 2
"""A client that knows no structured content reads the text."""

Offset = Annotated[int, Field(ge=0, description="Skip so many: for the rest of a cut answer.")]
Budget = Annotated[
    int,
    Field(
        ge=COPIES * LEAST_TOKENS,
        le=200_000,
        description="Tokens of the whole answer.",
    ),
]


def tool_result(answer: Callable[[int], AgentAnswer], max_tokens: int) -> CallToolResult:
    """The answer as JSON, once as text and once as data; an error of ours becomes one that says what to try instead.

    `answer` gets half of `max_tokens`: which copy reaches the model is the client's choice, and some show it both.
    """
    try:
        made = answer(max_tokens // COPIES)
    except OrbError as error:
        raise ToolError(error.for_agent) from error
    text = TextContent(type="text", text=made.model_dump_json())
    return CallToolResult(content=[text], structured_content=made.model_dump(mode="json"))
