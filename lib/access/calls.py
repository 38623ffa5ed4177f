"""A row for each call of an agent over the network, and how many a token may make in a minute."""

from uuid import UUID

from sqlalchemy import Engine

from lib.database import statement, transaction
from lib.errors import OrbError


class TooManyCalls(OrbError):
    title = "Too many calls in one minute."
    next_step = "Wait a minute, then ask for more at once: a larger max_tokens, or several tables in one call."


def begin(database: Engine, *, token_id: int | None, tool: str, contact_id: UUID | None, most: int) -> int:
    """Record that a call begins; its id. Raises `TooManyCalls` where the token has made `most` within a minute."""
    given = {"token_id": token_id, "tool": tool, "contact_id": contact_id, "most": most}
    with transaction(database) as connection:
        connection.execute(
            statement("access/call_lock"), {"token_id": token_id}
        )  # calls at once would not see each other
        call_id = connection.execute(statement("access/call_begin"), given).scalar_one_or_none()
    if call_id is None:
        raise TooManyCalls(f"This token may make {most} calls a minute.")
    return int(call_id)


def end(database: Engine, call_id: int, *, version: int | None, tokens: int, failed: bool) -> None:
    """Record what a call told: the version of the client's object, and the size of the answer in tokens."""
    given = {"call_id": call_id, "version": version, "tokens": tokens, "failed": failed}
    with transaction(database) as connection:
        connection.execute(statement("access/call_end"), given)
