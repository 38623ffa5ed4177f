"""The tokens that agents show over the network: made once, shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Connection, Engine, Row

from lib.context.text.normalize import one_line
from lib.database import read_only, statement, transaction
from lib.errors import OrbError

AgentScope = Literal["schema:read", "clients:read", "clients:propose", "drafts:propose"]
SCOPES: tuple[AgentScope, ...] = get_args(AgentScope)
PREFIX = "orb_"
"""What every token begins with, so that a leaked one is found by those who look for secrets."""
RANDOM_BYTES = 32
NAME_LENGTH = 100


class InvalidToken(OrbError):
    title = "The token cannot be made."


class NoToken(OrbError):
    title = "There is no such token, or it was revoked before."
    next_step = "List them: orb token list."


@dataclass(frozen=True)
class AgentToken:
    """One token as it stands; the secret itself is kept nowhere."""

    token_id: int
    name: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    as_of: datetime
    """The database's clock when this was read."""
    calls: int | None = None
    """How often it was used; None where nobody counted."""
    last_call_at: datetime | None = None

    @property
    def state(self) -> Literal["valid", "expired", "revoked"]:
        """Whether it opens anything."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= self.as_of else "valid"


def make(database: Engine, name: str, scopes: Sequence[str], *, days: int | None, actor: str) -> tuple[AgentToken, str]:
    """A new token and its secret, which can never be read again; `days` None: it does not expire."""
    wanted = tuple(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in SCOPES]
    if unknown or not wanted:
        raise InvalidToken(f"Scopes are {', '.join(SCOPES)}.", next_step="Name one or more of them.")
    name = one_line(name)
    if not name or len(name) > NAME_LENGTH:
        raise InvalidToken(f"A token has a name of 1 to {NAME_LENGTH} characters.", next_step="Name who will use it.")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    given = {"name": name, "scopes": list(wanted), "days": days, "made_by": actor}
    with transaction(database) as connection:
        row = connection.execute(statement("access/token_insert"), {**given, "secret_hash": _hash(secret)}).one()
    return _token(row), secret


def all_tokens(connection: Connection) -> tuple[AgentToken, ...]:
    """Every token ever made, the newest first, with how often it was used."""
    return tuple(_token(row) for row in connection.execute(statement("access/tokens")))


def revoke(database: Engine, token_id: int) -> AgentToken:
    """End a token now; raises `NoToken` where there is none to end."""
    with transaction(database) as connection:
        row = connection.execute(statement("access/token_revoke"), {"token_id": token_id}).one_or_none()
    if row is None:
        raise NoToken
    return _token(row)


def valid_token(database: Engine, secret: str) -> AgentToken | None:
    """The token that an agent shows, if it opens anything."""
    with read_only(database) as connection:
        row = connection.execute(statement("access/token_of"), {"secret_hash": _hash(secret)}).one_or_none()
    token = None if row is None else _token(row)
    return token if token is not None and token.state == "valid" else None


def is_needed(database: Engine) -> bool:
    """Whether an agent on this machine must show a token: as soon as one was ever made."""
    with read_only(database) as connection:
        return bool(connection.execute(statement("access/is_any_token")).scalar_one())


def _hash(secret: str) -> bytes:
    """A plain hash is enough: the secret is random, so that nobody can try all of them."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _token(row: Row[tuple[object, ...]]) -> AgentToken:
    values = dict(row._mapping)
    return AgentToken(**{**values, "scopes": tuple(values["scopes"])})
