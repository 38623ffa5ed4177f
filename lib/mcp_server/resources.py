"""What can be read by its address: a client's object, an old version of it, a table; and names completed to ids."""

from collections.abc import Callable, Sequence

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError
from mcp_types import Completion
from sqlalchemy import Connection

from lib.agent_answer import AgentAnswer
from lib.context import agent
from lib.context.store import contact_search, conversation, reads
from lib.database import database_clock
from lib.errors import OrbError
from lib.mcp_server.databases import Databases
from lib.mcp_server.offers import Half
from lib.schema import agent as schema_agent
from lib.schema import names
from lib.schema.search import search

MOST_COMPLETIONS = 20
JSON = "application/json"


def add_resources(made: MCPServer, databases: Databases, *, only: Half | None) -> None:
    """Add the templates and what completes their arguments and those of the prompts."""
    if only != "schema":
        _add_clients(made, databases)
    if only != "clients":

        @made.resource("orb://table/{table}", title="A table, complete", mime_type=JSON)
        def table(table: str) -> str:
            """One table as schema.table: columns, keys, relations, indexes, triggers, policies."""

            def answer() -> AgentAnswer:
                schema = databases.schema()
                return schema_agent.table(schema, names.parse(table, schema))

            return _written(answer)

    @made.completion()  # type: ignore[no-untyped-call, untyped-decorator]
    async def complete(_ref: object, argument: object, context: object) -> Completion | None:
        known = getattr(context, "arguments", None) or {}
        name, typed = argument.name, argument.value  # type: ignore[attr-defined]
        values = await anyio.to_thread.run_sync(
            lambda: _completed(databases, name, typed, known.get("contact_id", ""), only=only)
        )
        return Completion(values=list(values), total=len(values), has_more=False)


def _add_clients(made: MCPServer, databases: Databases) -> None:
    @made.resource("orb://client/{contact_id}/context", title="A client's context", mime_type=JSON)
    def context(contact_id: str) -> str:
        """The structured context object of one client, as it is now."""
        return _written(
            lambda: databases.contexts(
                lambda connection, _: agent.client(connection, agent.identified(connection, contact_id))
            )(0)
        )

    @made.resource("orb://client/{contact_id}/version/{version}", title="An older version", mime_type=JSON)
    def version(contact_id: str, version: str) -> str:
        """The context object as it was in one version; it never changes."""
        return _written(
            lambda: databases.contexts(
                lambda connection, _: agent.client(
                    connection, agent.identified(connection, contact_id), version=agent.numbered(version)
                )
            )(0)
        )


def _written(answer: Callable[[], AgentAnswer]) -> str:
    try:
        return answer().model_dump_json()
    except OrbError as error:
        raise ResourceError(error.for_agent) from error


def _completed(databases: Databases, name: str, typed: str, contact_id: str, *, only: Half | None) -> Sequence[str]:
    """What an argument may be, by what was typed of it: the ids of contacts of that name, tables, threads."""
    if only == ("clients" if name == "table" else "schema"):
        return []
    try:
        if name == "contact_id":
            return databases.contexts(
                lambda connection, _: [
                    str(item.contact_id) for item in contact_search.search(connection, typed, limit=MOST_COMPLETIONS)
                ]
            )(0)
        if name in ("thread", "thread_id") and contact_id:
            return databases.contexts(lambda connection, _: _threads(connection, contact_id, typed))(0)
        if name == "table":
            hits = search.find(databases.schema(), typed, limit=MOST_COMPLETIONS * 2)
            tables = dict.fromkeys(hit.table for hit in hits if hit.table is not None)
            return [names.written(table) for table in tables][:MOST_COMPLETIONS]
    except OrbError:
        return []
    return []


def _threads(connection: Connection, contact_id: str, typed: str) -> list[str]:
    """The client's threads whose id or topic holds what was typed."""
    known = agent.identified(connection, contact_id)
    reads.check_not_erased(connection, known)
    return [
        item.id
        for item in conversation.threads(connection, known, now=database_clock(connection))
        if typed.casefold() in item.id.casefold() or typed.casefold() in item.topic.casefold()
    ][:MOST_COMPLETIONS]
