"""What the workers may use in one day, and what was used; a day begins at midnight UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection

from lib.database import statement
from lib.errors import OrbError
from lib.settings import Settings


class LimitReached(OrbError):
    title = "The limit of this day is used up."
    next_step = "Readers are asked again after midnight UTC, or raise ORB_DAILY_RUNS, ORB_DAILY_TOKENS, ORB_DAILY_COST."


@dataclass(frozen=True)
class Usage:
    """Runs that asked a reader, their tokens, and their cost in dollars where it is known."""

    runs: int
    tokens: int
    cost: Decimal


@dataclass(frozen=True)
class Limits:
    """The most that one day may use; None is no limit. Each worker may pass it by the runs that it is in."""

    runs: int | None = None
    tokens: int | None = None
    cost: Decimal | None = None

    def reached(self, usage: Usage) -> tuple[str, ...]:
        """Which of "runs", "tokens" and "cost" are used up."""
        pairs: dict[str, tuple[Decimal | int, Decimal | int | None]] = {
            "runs": (usage.runs, self.runs),
            "tokens": (usage.tokens, self.tokens),
            "cost": (usage.cost, self.cost),
        }
        return tuple(name for name, (used, most) in pairs.items() if most is not None and used >= most)

    @property
    def exist(self) -> bool:
        """Whether anything is limited."""
        return (self.runs, self.tokens, self.cost) != (None, None, None)


def limits_of(settings: Settings) -> Limits:
    """The limits that the settings give."""
    return Limits(settings.daily_runs, settings.daily_tokens, settings.daily_cost)


def used_today(connection: Connection, now: datetime) -> Usage:
    """What was used since midnight, by workers and people together."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return Usage(**connection.execute(statement("context/queue/usage"), {"since": midnight}).mappings().one())
