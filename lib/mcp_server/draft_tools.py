"""The tools by which an agent proposes changes of the schema; none of them applies, approves or hands over anything."""

from collections.abc import Callable
from threading import Lock
from typing import Annotated

from mcp_types import CallToolResult
from pydantic import Field

from lib.agent_answer import MAX_TOKENS
from lib.database import read_only, transaction
from lib.mcp_server.databases import Databases
from lib.mcp_server.result import Budget, Offset, tool_result
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.duration import DiskSpeed
from lib.schema.drafts.proposal_answer import DraftAnswer, draft_answer
from lib.schema.drafts.proposed import twins
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.schema.drafts.statements import statements
from lib.schema.drafts.store import InvalidDraft, SchemaDraft

DraftText = Annotated[int, Field(ge=1, description="Its number, from draft_propose.")]


def draft_tools(databases: Databases, name: Callable[[], str]) -> tuple[Callable[..., CallToolResult], ...]:
    """The tools about drafts; `name` says who asks, as whom drafts are kept."""
    keeper, one_at_a_time = ShadowKeeper(databases.settings.shadow_url), Lock()

    def database() -> str:
        context, explored = databases.engines()
        return cache.name_of(explored, context)

    def newest(number: int) -> SchemaDraft:
        with read_only(databases.engines()[0]) as connection:
            return store.draft(connection, database(), number)

    def draft_propose(
        title: Annotated[str, Field(description="In a few words.")],
        sql: Annotated[str, Field(description="The statements in order; no psql commands, no COPY of data.")],
        why: str = "",
        draft: Annotated[
            int | None, Field(ge=1, description="An agent's draft of which this is a new version.")
        ] = None,
        max_tokens: Budget = MAX_TOKENS,
    ) -> Annotated[CallToolResult, DraftAnswer]:
        """Propose a change of the schema as SQL. Nothing is run; a person reviews it. Says what may exist already. Then
        ask draft_check.
        """

        def answer(room: int) -> DraftAnswer:
            statements(sql)  # what cannot be read is refused with its place
            with transaction(databases.engines()[0]) as connection:
                number = draft
                if number is None:
                    number, _ = store.new_draft(
                        connection, database(), title=title, sql=sql, why=why, author=name(), is_by_agent=True
                    )
                else:
                    _check_own(store.draft(connection, database(), number))
                    store.new_version(connection, number, sql=sql, author=name(), is_by_agent=True)
            return draft_answer(newest(number), twins(sql, databases.schema()), max_tokens=room)

        return tool_result(answer, max_tokens)

    def draft_check(
        draft: DraftText, offset: Offset = 0, max_tokens: Budget = MAX_TOKENS
    ) -> Annotated[CallToolResult, DraftAnswer]:
        """Try a draft in a private copy of the schema: errors with place and nearest names, locks, rewrites, what
        breaks and what depends on it, whether today's rows allow it, a safer way. Takes seconds.
        """

        def answer(room: int) -> DraftAnswer:
            context, explored = databases.engines()
            of = newest(draft)
            with one_at_a_time:
                report = check(keeper, explored, of.sql, last=lambda: cache.load(context, explored))
            with transaction(context) as connection:
                store.save_check(connection, of, report, disk=DiskSpeed(*databases.settings.disk_mbps))
            return draft_answer(newest(draft), (), offset=offset, max_tokens=room)

        return tool_result(answer, max_tokens)

    def draft_show(
        draft: DraftText, offset: Offset = 0, max_tokens: Budget = MAX_TOKENS
    ) -> Annotated[CallToolResult, DraftAnswer]:
        """A draft as it stands: its SQL, its last check, what a person decided and why."""

        def answer(room: int) -> DraftAnswer:
            return draft_answer(newest(draft), (), offset=offset, max_tokens=room, with_sql=True)

        return tool_result(answer, max_tokens)

    return draft_propose, draft_check, draft_show


def _check_own(of: SchemaDraft) -> None:
    if not of.is_by_agent:
        raise InvalidDraft(f"Draft {of.draft} is a person's.", next_step="Propose a draft of your own instead.")
