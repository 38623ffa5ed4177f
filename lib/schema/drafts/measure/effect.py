"""What one statement did, as values; a relation is known by its name before the statement."""

from dataclasses import dataclass, field
from typing import Literal

from lib.schema.drafts.statements import DraftStatement, ScriptPlace
from lib.schema.model import TableName

Blocks = Literal["nothing", "writes", "reads and writes"]
MODES = (
    *("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock"),
    *("ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"),
)
"""The modes of a relation's lock from the weakest to the strongest, as `pg_locks` writes them."""


@dataclass(frozen=True)
class RelationLock:
    """A relation that existed before, and the strongest mode in which the statement held it."""

    relation: TableName
    mode: str
    is_index: bool = False

    @property
    def blocks(self) -> Blocks:
        """Whom the lock makes wait, by the table of conflicts in Postgres' chapter on explicit locking."""
        rank = MODES.index(self.mode)
        if rank < MODES.index("ShareLock"):
            return "nothing"
        return "reads and writes" if self.mode == "AccessExclusiveLock" else "writes"


@dataclass(frozen=True)
class Scan:
    """A table that was read from end to end, and the rows of the shadow that were read, once for each reading."""

    relation: TableName
    rows: int


@dataclass(frozen=True)
class StatementEffect:
    """What a statement did; `outside` says that it cannot run in a transaction."""

    locks: tuple[RelationLock, ...] = ()
    rewritten: tuple[TableName, ...] = ()
    """Tables, materialized views and indexes that were written anew."""
    scanned: tuple[Scan, ...] = ()
    outside: bool = False


@dataclass(frozen=True)
class StatementError:
    """Why a statement failed: the server's message, its code, and where in the script, if the server says."""

    message: str
    sqlstate: str = ""
    place: ScriptPlace | None = None
    hint: str = ""

    def __str__(self) -> str:
        where = f"Line {self.place.line}, column {self.place.column}: " if self.place else ""
        end = "" if self.message.endswith((".", "!", "?")) else "."
        return f"{where}{self.message}{end}" + (f" {self.hint}" if self.hint else "")


@dataclass(frozen=True)
class Measured:
    """A statement with what it did, or with its error; neither for one that was not reached."""

    statement: DraftStatement
    effect: StatementEffect | None = None
    error: StatementError | None = None
    notes: tuple[str, ...] = field(default=())


def strongest(modes: set[str]) -> str:
    """The strongest of some modes."""
    return max(modes, key=MODES.index)
