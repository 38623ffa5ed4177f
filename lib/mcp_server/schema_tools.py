"""The tools that describe the database."""

from collections.abc import Callable
from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field

from lib.agent_answer import MAX_TOKENS
from lib.mcp_server.databases import Databases
from lib.mcp_server.result import Budget, Offset, tool_result
from lib.schema import agent, names
from lib.schema.agent_shapes import Changes, Concerns, Neighbours, PackAnswer, Paths, SearchAnswer, TableAnswer
from lib.schema.changes.compare import compare
from lib.schema.concerns.visible import asked_of, compared
from lib.schema.model import Schema
from lib.schema.search import search

Hidden = Annotated[bool, Field(description="Hidden schemas, too.")]
TableText = Annotated[str, Field(description='A table as SQL writes it: crm.contact, or crm."odd.name" where needed.')]


def schema_tools(databases: Databases) -> tuple[Callable[..., CallToolResult], ...]:
    """The tools that describe the database; each one's docstring is what the agent chooses by."""

    def schema_concerns(
        hidden: Hidden = False, offset: Offset = 0, max_tokens: Budget = MAX_TOKENS
    ) -> Annotated[CallToolResult, Concerns]:
        """The subjects that the database is about (CRM, finance, …), how many tables each has, which refer to which.
        Ask this first when you know nothing about the database.
        """

        def answer(room: int) -> Concerns:
            return agent.concerns(asked_of(databases.schema(), hidden=hidden), offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_find(
        words: Annotated[str, Field(description="Words of a table, column, type, label or comment; may be misspelt.")],
        hidden: Hidden = False,
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, SearchAnswer]:
        """Where something is kept: searches tables, columns, types, enum labels, constraints, indexes and comments,
        best match first. Ask this to find tables for a question before you describe or join them.
        """

        def answer(room: int) -> SearchAnswer:
            return agent.find(asked_of(databases.schema(), hidden=hidden), words, offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_table(
        table: TableText, offset: Offset = 0, max_tokens: Budget = MAX_TOKENS
    ) -> Annotated[CallToolResult, TableAnswer]:
        """One table complete: columns with types and defaults, keys, relations out and in, indexes, triggers,
        policies. Ask this before you write rows to it or need its rules; for several tables to read from,
        schema_pack is shorter.
        """

        def answer(room: int) -> TableAnswer:
            schema = databases.schema()
            return agent.table(schema, names.parse(table, schema), offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_neighbourhood(
        tables: Annotated[list[TableText], Field(min_length=1)],
        hops: Annotated[int, Field(ge=1, le=4, description="How many relations away.")] = 1,
        hidden: Hidden = False,
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Neighbours]:
        """Which tables are related to some, nearest first, with the foreign keys among them. Ask this to see what
        belongs together; tables that join almost everything are named as hubs and not gone on from.
        """

        def answer(room: int) -> Neighbours:
            schema = databases.schema()
            asked = [names.parse(item, schema) for item in tables]
            visible = asked_of(schema, hidden=hidden, names=asked)
            return agent.neighbours(visible, asked, hops=hops, offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_path(
        start: TableText, end: TableText, max_tokens: Budget = MAX_TOKENS
    ) -> Annotated[CallToolResult, Paths]:
        """How to join two tables: the best paths with SQL, where rows multiply, where a partner may be missing, which
        index is missing. Ask this before you write a join; an empty list means that no foreign keys connect the
        two.
        """

        def answer(room: int) -> Paths:
            schema = databases.schema()
            ends = names.parse(start, schema), names.parse(end, schema)
            return agent.join_paths(schema, *ends, max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_pack(
        tables: Annotated[
            list[TableText], Field(description="The tables that you need; may be empty with a question.")
        ] = [],  # noqa: B006
        question: Annotated[str, Field(description="Instead of tables: words to look for.")] = "",
        hidden: Hidden = False,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, PackAnswer]:
        """The most useful description of some tables that fits a budget, to write SQL from: their columns, their
        neighbours' keys, the names of the rest. Columns that join are never left out of a described table.
        """

        def answer(room: int) -> PackAnswer:
            schema = databases.schema()
            named = tuple(names.parse(item, schema) for item in tables)
            visible = asked_of(schema, hidden=hidden, names=named)
            return agent.packed(visible, named or likely(visible, question), max_tokens=room)

        return tool_result(answer, max_tokens)

    def schema_changes(
        since: Annotated[
            str, Field(description="The fingerprint that you know, or its beginning; empty: the last change.")
        ] = "",
        hidden: Hidden = False,
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Changes]:
        """What changed in the database's structure since a fingerprint: breaking, risky or harmless, with the reason.
        Ask this when you hold an older description.
        """

        def answer(room: int) -> Changes:
            schema, earlier = databases.schema(), databases.earlier(since)
            before, after = compared((earlier, schema), hidden=() if hidden else schema.hidden)
            return agent.changes(schema, earlier, compare(before, after), offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    return (
        *(schema_concerns, schema_find, schema_table, schema_neighbourhood, schema_path, schema_pack),
        schema_changes,
    )


def likely(schema: Schema, question: str) -> tuple[tuple[str, str], ...]:
    """The tables of the best hits for a question."""
    hits = search.find(schema, question, limit=12)
    likeliest = tuple(dict.fromkeys(hit.table for hit in hits if hit.table is not None))[:5]
    if not likeliest:
        raise names.InvalidName(
            "No table is named, and nothing fits the question.", next_step="Try schema_find with other words."
        )
    return likeliest
