"""A person's word about a draft: approved, or refused with a reason. The tables' guards hold each rule once more."""

from collections.abc import Iterable

from sqlalchemy import Connection

from lib.schema.drafts import store
from lib.schema.drafts.review.grave import KINDS
from lib.schema.drafts.store import DecisionRefused, SchemaDraft


def approve(
    connection: Connection, of: SchemaDraft, *, by: str, reason: str = "", accept: Iterable[str] = ()
) -> tuple[str, ...]:
    """Approve the newest version as it was checked; the grave effects accepted. Raises `DecisionRefused`."""
    accepted = tuple(dict.fromkeys(accept))
    check_name(by)
    if of.check_state != "passed":
        why = "its check failed" if of.check_state else "it was never checked"
        raise DecisionRefused(
            f"Draft {of.draft} cannot be approved: {why}.", next_step=f"Run `orb draft check {of.draft}`."
        )
    unknown = [kind for kind in accepted if kind not in KINDS]
    if unknown:
        raise DecisionRefused(f"There is no effect {unknown[0]}.", next_step=f"The names are: {', '.join(KINDS)}.")
    missing = [kind for kind in of.grave if kind not in accepted]
    if missing:
        raise DecisionRefused(
            f"These effects are grave and not accepted: {', '.join(missing)}.",
            next_step=f"Read what they are, then accept each by its name: --accept {' --accept '.join(missing)}.",
        )
    if _same(by, of.author) and not of.is_by_agent and not reason.strip():
        raise DecisionRefused(
            "You wrote this draft yourself.", next_step="Say with a reason why nobody else reviews it."
        )
    store.decide(connection, of, "approved", by=by, reason=reason, accepted=accepted)
    return tuple(kind for kind in accepted if kind in of.grave)


def refuse(connection: Connection, of: SchemaDraft, *, by: str, reason: str) -> None:
    """Refuse the newest version; raises `DecisionRefused`."""
    check_name(by)
    if not reason.strip():
        raise DecisionRefused("A refusal has a reason.", next_step="Say what has to be otherwise.")
    store.decide(connection, of, "refused", by=by, reason=reason)


def check_name(by: str) -> None:
    """Raise `DecisionRefused` where nobody is named."""
    if not by.strip() or len(by) > store.LONGEST_TITLE:
        raise DecisionRefused("A decision has the name of a person.", next_step="Say who decides.")


def _same(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()
