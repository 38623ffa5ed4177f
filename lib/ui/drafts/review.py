"""A person's word about a draft: the buttons of the review, and what comes next."""

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st
from markupsafe import Markup

from lib.database import transaction
from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.handover.export import export
from lib.schema.drafts.review import decide
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.store import SchemaDraft
from lib.ui.app import auth, cached
from lib.ui.components import formatting, labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import linked
from lib.ui.drafts import data
from lib.ui.drafts.data import NAME, WholeDraft
from lib.ui.explorer.data import database_name

SAID = "draft_said"
"""In the session: what became of the last click."""


def name_box() -> None:
    """Ask for a name where nobody logs in: whoever writes and decides is named."""
    if not auth.person():
        st.text_input("Your name", key=NAME, persist_state="session")


def review(whole: WholeDraft) -> None:
    """Draw what may be decided now, or what was decided."""
    of = whole.draft
    with st.container(border=True, key="draft_review"):
        linked(_standing(whole), key="draft_standing")
        _said()
        if whole.is_stale or of.check_state != "passed":
            return
        if of.decision in (None, "refused"):
            _decide(of)
        elif of.decision in ("approved", "exported"):
            _hand_over(whole)


def _standing(whole: WholeDraft) -> Markup:
    of = whole.draft
    if whole.is_stale:
        why = "The database has changed since this check: what it says is stale."
        why = "The check could not reach the database." if of.is_of_snapshot else why
        text = f"{why} Check it again, then have it approved."
    elif of.check_state is None:
        text = "Not checked yet: a check runs the draft in a private copy of the schema and changes nothing."
    elif of.check_state == "failed":
        text = "The check failed. Mend the SQL, save it, and check again."
    elif of.decision is None:
        text = "Checked. A person has to approve it before it is handed over."
    else:
        moment = formatting.absolute(of.decided_at) if of.decided_at else ""
        reason = f" “{of.reason}”" if of.reason else ""
        text = f"{of.decision.capitalize()} by {of.decided_by}, {moment}.{reason}"
    files = of.detail.get("files", ()) if of.decision == "exported" else ()
    listed = Markup("").join(Markup("<li>{}</li>").format(file) for file in files)
    return Markup("<h3>Review</h3><p>{}</p>{}").format(
        text, Markup('<ul class="tree">{}</ul>').format(listed) if listed else ""
    )


def _decide(of: SchemaDraft) -> None:
    name_box()
    effects = grave_effects(of.report or {})
    accepted = [
        effect.kind
        for effect in effects
        if st.checkbox(
            f"I accept **{labels.spoken(effect.kind)}**: {plain(effect.reasons[0])}"
            + (f" (and {len(effect.reasons) - 1} more)" if len(effect.reasons) > 1 else ""),
            key=f"accept {of.draft} {of.check} {effect.kind}",
        )
    ]
    reason = st.text_input(
        "Reason", key=f"reason {of.draft} {of.version}", placeholder="Needed to refuse, or for a draft of your own"
    )
    left, right, _ = st.columns([1, 1, 2])
    left.button(
        "Approve", type="primary", key="draft_approve", icon=":material/check:", width="stretch",
        on_click=_run, args=(of, lambda: _approve(of, reason, accepted)),
        disabled=len(accepted) < len(effects) or not data.is_named(),
    )  # fmt: skip
    right.button(
        "Refuse", key="draft_refuse", icon=":material/close:", width="stretch",
        on_click=_run, args=(of, lambda: _refuse(of, reason)),
    )  # fmt: skip


def _approve(of: SchemaDraft, reason: str, accepted: list[str]) -> str:
    with transaction(cached.context_database()) as connection:
        decide.approve(connection, of, by=data.who(), reason=reason, accept=accepted)
    return "Approved."


def _refuse(of: SchemaDraft, reason: str) -> str:
    with transaction(cached.context_database()) as connection:
        decide.refuse(connection, of, by=data.who(), reason=reason)
    return "Refused."


def _hand_over(whole: WholeDraft) -> None:
    of = whole.draft
    needed = set(of.at_risk) - {name for backup in whole.backups for name in backup.row_counts}
    if needed:
        st.markdown(f"It drops or rewrites rows of {plain(', '.join(sorted(needed)))}. Make a backup of them first:")
        st.code(f"orb draft backup {of.draft} --to draft_{of.draft}.dump", language="bash")
        return
    folder = cached.current_settings().migrations
    if folder is None:
        st.markdown("Write the files into the site's folder (`ORB_MIGRATIONS` puts a button here):")
        st.code(f"orb draft export {of.draft} --to supabase/migrations", language="bash")
        return
    label = "Export again" if of.decision == "exported" else "Export"
    st.button(
        label, type="primary", key="draft_export", icon=":material/output:",
        on_click=_run, args=(of, lambda: _export(of)), help=f"Writes new files into {folder}; nothing is run.",
    )  # fmt: skip


def _export(of: SchemaDraft) -> str:
    folder = cached.current_settings().migrations
    assert folder is not None  # noqa: S101 - the button stands only then
    explored = cached.explored_database()
    fingerprint = cache.refresh(cached.context_database(), explored).schema.fingerprint
    with transaction(cached.context_database()) as connection:
        newest = store.draft(connection, database_name(), of.draft)
        made = export(
            connection,
            newest,
            fingerprint=fingerprint,
            folder=folder,
            by=data.who(),
            now=datetime.now(UTC),
            branch=False,
        )
    return f"{len(made.files)} files are written."


def _run(of: SchemaDraft, act: Callable[[], str]) -> None:
    """Do what a button asks for; what became of it is said when the page is drawn again."""
    try:
        st.session_state[SAID] = (of.draft, True, act())
    except OrbError as error:
        st.session_state[SAID] = (of.draft, False, str(error))


def _said() -> None:
    said = st.session_state.pop(SAID, None)
    if said:
        _, is_good, text = said
        (st.success if is_good else st.error)(plain(text))
