"""The tools that tell what is known about clients."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field
from sqlalchemy import Connection

from lib.agent_answer import MAX_TOKENS
from lib.context import agent, agent_replies
from lib.context.agent_shapes import Client, ClientBrief, ClientChanges, Commitments, Contacts, DraftCheck, Facts
from lib.mcp_server.databases import Databases
from lib.mcp_server.result import Budget, Offset, tool_result

ContactText = Annotated[str, Field(description="The contact's id, from client_find.")]


def client_tools(databases: Databases) -> tuple[Callable[..., CallToolResult], ...]:
    """The tools that tell what is known about clients."""

    def client_find(
        words: Annotated[str, Field(description="A name, mail address, telephone or company; may be misspelt.")],
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Contacts]:
        """Which clients somebody may mean, with their contact_id. Ask this first: the others need the id."""

        def answer(connection: Connection, room: int) -> Contacts:
            return agent.find(connection, words, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_context(
        contact_id: ContactText,
        version: Annotated[int | None, Field(ge=1, description="An older version; the newest unless given.")] = None,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Client]:
        """Who a client is and where things stand: summary, tone, roles, facts, open threads, opportunities, risks.
        Ask this before you reply to a client or propose a next step.
        """

        def answer(connection: Connection, room: int) -> Client:
            known = agent.identified(connection, contact_id)
            return agent.client(connection, known, version=version, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_facts(
        contact_id: ContactText,
        which: Annotated[
            agent.Which, Field(description="The facts that stand, or all that were ever stated.")
        ] = "current",
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Facts]:
        """What a client's facts rest on: each with the exact words, who wrote them and when, and whether it still
        stands. Ask this when you must be sure, or want to quote.
        """

        def answer(connection: Connection, room: int) -> Facts:
            known = agent.identified(connection, contact_id)
            return agent.facts(connection, known, which=which, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_changes(
        contact_id: ContactText,
        since: Annotated[int, Field(ge=1, description="The version that you know.")],
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, ClientChanges]:
        """What changed about a client since a version, with the words that caused it. Ask this when you come back to
        a client whose context you have read before.
        """

        def answer(connection: Connection, room: int) -> ClientChanges:
            known = agent.identified(connection, contact_id)
            return agent.changes(connection, known, since=since, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_brief(
        contact_id: ContactText,
        thread: Annotated[
            str, Field(description="The thread to answer in; the one that waits longest unless given.")
        ] = "",
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, ClientBrief]:
        """All that an answer to a client needs: the message, its questions and what answers them, facts, what must not
        be said, tone, language and form of address. Ask this before you write to a client.
        """

        def answer(connection: Connection, room: int) -> ClientBrief:
            known = agent.identified(connection, contact_id)
            return agent.brief(connection, known, thread=thread, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_check_draft(
        contact_id: ContactText,
        text: Annotated[str, Field(description="Its first 20,000 characters are checked.")],
        thread: Annotated[
            str, Field(description="The thread that it answers in; the one that waits longest unless given.")
        ] = "",
        brief_as_of: Annotated[
            datetime | None, Field(description="The as_of of its brief: tells newer messages.")
        ] = None,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, DraftCheck]:
        """What of a draft is not on file, true no longer, disputed, a new promise or a claimed act, and which questions
        it leaves open. Ask this before a draft of yours or of anybody's goes out; it sends nothing.
        """

        def answer(connection: Connection, room: int) -> DraftCheck:
            known = agent.identified(connection, contact_id)
            made = agent_replies.checked(connection, known, text, thread=thread, written_at=brief_as_of)
            return agent_replies.draft_check(made, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def commitments(
        contact_id: Annotated[str, Field(description="The contact's id; all clients unless given.")] = "",
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, Commitments]:
        """What we promised and what clients promised us, in their words, with the day it is due and whether it is
        overdue. Ask this for what we owe, today or to one client.
        """

        def answer(connection: Connection, room: int) -> Commitments:
            known = agent.identified(connection, contact_id) if contact_id else None
            return agent_replies.commitments(connection, known, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    return client_find, client_context, client_facts, client_changes, client_brief, client_check_draft, commitments
