"""The tools to answer a client with: who waits, what was said, and proposing what it tells about them."""

from collections.abc import Callable
from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field
from sqlalchemy import Connection

from lib.agent_answer import MAX_TOKENS
from lib.context import agent, agent_work
from lib.context.agent_shapes import ProposedFact, ThreadAnswer, WaitingClients
from lib.context.propose import Op, Proposal
from lib.mcp_server.client_tools import ContactText
from lib.mcp_server.databases import Databases
from lib.mcp_server.result import Budget, Offset, tool_result


def work_tools(databases: Databases) -> tuple[Callable[..., CallToolResult], ...]:
    """The tools that read what waits and what was said."""

    def client_due(offset: Offset = 0, max_tokens: Budget = MAX_TOKENS) -> Annotated[CallToolResult, WaitingClients]:
        """Which clients wait for a reply, about what and since when, and who is at risk. Ask this when you start work
        and nobody has named a client.
        """

        def answer(connection: Connection, room: int) -> WaitingClients:
            return agent_work.waiting(connection, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    def client_thread(
        contact_id: ContactText,
        thread_id: Annotated[str, Field(description="The thread, from client_due or client_context.")],
        before: Annotated[str, Field(description="Start at this interaction: for the older rest.")] = "",
        offset: Offset = 0,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, ThreadAnswer]:
        """What was said in a thread, newest first, each message with its author and divided into own, quoted and
        forwarded words. Ask this when a brief or a fact is not enough.
        """

        def answer(connection: Connection, room: int) -> ThreadAnswer:
            known = agent.identified(connection, contact_id)
            return agent_work.thread(connection, known, thread_id, before=before, offset=offset, max_tokens=room)

        return tool_result(databases.contexts(answer), max_tokens)

    return client_due, client_thread


def propose_tool(databases: Databases, actor: Callable[[], str]) -> Callable[..., CallToolResult]:
    """The tool that proposes a fact; `actor` gives who asks."""

    def client_propose(
        contact_id: ContactText,
        interaction: Annotated[str, Field(description="The message: `interaction` of client_thread.")],
        quote: Annotated[str, Field(description="Its words, letter for letter.", max_length=2000)],
        text: Annotated[str, Field(description="The fact in one sentence; empty to end one.", max_length=500)] = "",
        op: Annotated[Op, Field(description="contradict and end need fact_id.")] = "add",
        kind: Annotated[str, Field(description="key_fact, role, opportunity, risk or commitment.")] = "key_fact",
        type: Annotated[str, Field(description="A slug for opportunity and risk.")] = "",
        fact_id: Annotated[int | None, Field(description="The fact that ends, from client_facts.")] = None,
        reason: Annotated[str, Field(max_length=300)] = "",
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, ProposedFact]:
        """Propose what a client's message tells about them. It is judged at once; nothing is saved before a person
        accepts it on the client's page. Ask this for something lasting that client_facts lacks.
        """

        def answer(_room: int) -> ProposedFact:
            with_contact, _ = databases.engines()
            known = databases.contexts(lambda connection, _: agent.identified(connection, contact_id))(0)
            proposal = Proposal(
                op, kind, text, quote=quote, interaction_id=interaction, type=type, fact_id=fact_id, reason=reason
            )
            return agent_work.propose(with_contact, known, proposal, actor=actor())

        return tool_result(answer, max_tokens)

    return client_propose
