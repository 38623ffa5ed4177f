"""What the server offers: each tool, resource and prompt with its title and the scope that it asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from typing import Literal

from mcp.server import MCPServer
from mcp_types import CallToolResult, ToolAnnotations

from lib.access.tokens import AgentScope
from lib.mcp_server.client_tools import client_tools
from lib.mcp_server.databases import Databases
from lib.mcp_server.schema_tools import schema_tools
from lib.mcp_server.work_tools import propose_tool, work_tools

Half = Literal["clients", "schema"]
TITLES = {
    "client_brief": "What a reply needs",
    "client_changes": "What changed about a client",
    "client_check_draft": "Check a reply",
    "client_context": "A client's context",
    "client_due": "Who waits for us",
    "client_facts": "A client's facts with quotes",
    "client_find": "Find a client",
    "client_propose": "Propose a fact",
    "client_thread": "Read a thread",
    "commitments": "What was promised",
    "draft_check": "Try a schema draft",
    "draft_propose": "Propose a schema draft",
    "draft_show": "Show a schema draft",
    "schema_changes": "What changed in the schema",
    "schema_concerns": "Subjects of the database",
    "schema_find": "Find tables and columns",
    "schema_neighbourhood": "Related tables",
    "schema_pack": "Describe tables for SQL",
    "schema_path": "How tables join",
    "schema_table": "One table, complete",
}
WRITES: dict[str, AgentScope] = {
    "client_propose": "clients:propose",
    "draft_check": "drafts:propose",
    "draft_propose": "drafts:propose",
}
"""The tools that leave something behind, with the scope that each asks for; none sends, approves or erases."""
PROMPTS: dict[str, AgentScope] = {
    "reply_to_client": "clients:read",
    "prepare_meeting": "clients:read",
    "what_changed": "clients:read",
    "write_sql": "schema:read",
}


@dataclass(frozen=True)
class Asker:
    """Who asks: the scopes that they have, and their name for what they leave behind."""

    scopes: frozenset[str]
    name: str = "an agent"
    token_id: int | None = None


def scope_of_tool(name: str) -> AgentScope:
    """The scope that a tool asks for."""
    if name.startswith("draft_"):
        return "drafts:propose"
    return WRITES.get(name) or ("schema:read" if name.startswith("schema_") else "clients:read")


def scope_of_uri(uri: str) -> AgentScope:
    """The scope that a resource, or a template of one, asks for."""
    return "clients:read" if uri.startswith("orb://client/") else "schema:read"


def half_of(scope: str) -> Half:
    """The half of the server that a scope opens."""
    return "clients" if scope.startswith("clients:") else "schema"


def add_tools(
    made: MCPServer, databases: Databases, *, only: Half | None, asker: Callable[[], Asker], drafts: bool
) -> None:
    """Add the tools in the order of their names, the same in every answer; with `drafts` those about drafts."""
    read = (*schema_tools(databases), *client_tools(databases), *work_tools(databases))
    tools: tuple[Callable[..., CallToolResult], ...] = (*read, propose_tool(databases, lambda: asker().name))
    if drafts:
        from lib.mcp_server.draft_tools import draft_tools  # the shadow's modules are loaded where they are asked for

        tools += draft_tools(databases, lambda: asker().name)
    for tool in sorted(tools, key=lambda tool: tool.__name__):
        name = tool.__name__
        if only is not None and half_of(scope_of_tool(name)) != only:
            continue
        destroys = False if name in WRITES else None  # what only reads need not say so
        hints = ToolAnnotations(read_only_hint=name not in WRITES, destructive_hint=destroys, open_world_hint=False)
        made.add_tool(tool, title=TITLES[name], description=getdoc(tool), annotations=hints)
