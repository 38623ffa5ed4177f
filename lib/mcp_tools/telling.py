"""How a tool takes its limits and tells its answer or its error."""

from collections.abc import Callable
from typing import Annotated

from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import Field

from lib.answer import LEAST_TOKENS, Answer
from lib.errors import OrbError

Offset = Annotated[int, Field(ge=0, description="Skip so many: for the rest of an answer that was cut.")]
Budget = Annotated[int, Field(ge=LEAST_TOKENS, le=200_000, description="The most tokens that the answer may take.")]


def told(answer: Callable[[], Answer]) -> CallToolResult:
    """The answer as JSON, once as text and once as data; an error of ours becomes one that says what to try instead."""
    try:
        made = answer()
    except OrbError as error:
        raise ToolError(str(error)) from error
    text = TextContent(type="text", text=made.model_dump_json())
    return CallToolResult(content=[text], structured_content=made.model_dump(mode="json"))
