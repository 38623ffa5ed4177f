"""What a server's refusal says to whoever wrote the statement: why, and where in the script."""

import psycopg

from lib.schema.drafts.measure.effect import StatementError
from lib.schema.drafts.statements import DraftStatement, place_at

TELLING_VALUES = ("22", "23")
"""Classes of errors whose detail may tell what stands in a row; that of the others names what stands in the way."""


def error_of(error: psycopg.Error, statement: DraftStatement, script: str) -> StatementError:
    """The error with its place in the script; without a position it is where the statement begins."""
    said = error.diag
    position = int(said.statement_position) - 1 if said.statement_position else 0
    hint = said.message_hint or ""
    if said.message_detail and not (error.sqlstate or "").startswith(TELLING_VALUES):
        hint = f"{' '.join(said.message_detail.splitlines())} {hint}".strip()
    return StatementError(
        said.message_primary or str(error).strip() or "The server gave no reason.",
        error.sqlstate or "",
        place_at(script, statement.start + position),
        hint,
    )
