"""The refresh button and what becomes of it: steps while it runs, then verdicts, a preview to accept, or a failure."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from lib.context.accept_preview import accept_preview
from lib.context.compare.diff import compare
from lib.context.model import Outcome, Verdict
from lib.context.readers import reader_for
from lib.context.store.client_view import ClientView
from lib.ui.app import auth
from lib.ui.app.cached import context_database, current_settings
from lib.ui.clients import decisions, diff, navigation
from lib.ui.clients.address import Address
from lib.ui.clients.jobs import STEPS, Job, jobs, start
from lib.ui.components import labels
from lib.ui.components.escape import plain
from lib.ui.components.markup import show

EVERY_SECONDS = 0.7
OPENS = "refresh_opens"
"""In the session: the contact whose refresh is to open what it changed."""
VERDICTS = {
    "applied": "Applied",
    "reinforced": "Said again",
    "disputed": "Disputed",
    "rejected": "Set aside",
    "unchanged": "No news",
}


def is_running(contact_id: UUID) -> bool:
    """Whether a refresh of the contact is under way; to be asked before the contact is read, so that none is missed."""
    job = jobs().of(contact_id)
    return job is not None and job.is_running


def buttons(seen: ClientView, *, waiting: bool) -> None:
    """Draw the buttons that start a refresh or a preview; while one runs they wait."""
    st.button(
        "Preview",
        key="preview",
        icon=":material/visibility:",
        on_click=_start,
        args=(seen, True),
        disabled=waiting,
        help="Ask for proposals and see what would change. Nothing is saved until you accept it.",
    )
    st.button(
        "Refresh",
        key="refresh",
        type="primary",
        icon=":material/refresh:",
        on_click=_start,
        args=(seen, False),
        disabled=waiting,
        help="Read what is new about this client and save what follows from it.",
    )


def progress(seen: ClientView, *, waiting: bool, now: datetime) -> None:
    """Draw the refresh that runs, or ran when `seen` was read; else the result of the last one until it is closed."""
    job = jobs().of(seen.contact.contact_id)
    if job is None:
        return
    if waiting or job.is_running:
        _running(seen)
        return
    _open_news(job)
    with st.container(border=True, key="refresh_result"):
        if job.error is not None:
            _failed(seen, job, str(job.error.title), job.error.next_step)
        elif (outcome := job.outcome) is not None:
            _result(seen, job, outcome, now=now)


def _start(seen: ClientView, dry_run: bool) -> None:
    settings = current_settings()
    st.session_state[OPENS] = seen.contact.contact_id
    start(
        context_database(),
        seen.contact.contact_id,
        reader=lambda: reader_for(settings),
        base_version=seen.snapshot.version if seen.snapshot else 0,
        actor=auth.actor(),
        seconds=settings.model_deadline,
        dry_run=dry_run,
    )


@st.fragment(run_every=EVERY_SECONDS)
def _running(seen: ClientView) -> None:
    """The steps of the refresh that runs; when it is done the whole page is drawn anew."""
    job = jobs().of(seen.contact.contact_id)
    if job is None or not job.is_running:
        st.session_state[OPENS] = seen.contact.contact_id
        st.rerun()
        return
    last = job.steps[-1] if job.steps else "collecting"
    names = list(STEPS)
    marks = Markup("").join(
        Markup('<li class="orb-step{}">{}</li>').format(
            " orb-done" if number < names.index(last) else " orb-now" if name == last else "", STEPS[name]
        )
        for number, name in enumerate(names)
    )
    took = (datetime.now(UTC) - job.started_at).total_seconds()
    title = "Preview" if job.kind == "preview" else "Refresh"
    show(
        Markup(
            '<div class="orb orb-card orb-progress" role="status" aria-live="polite"><header><h4>{}</h4>'
            "<span>{:.0f} s</span></header><ol>{}</ol></div>"
        ).format(title, took, marks)
    )


def _open_news(job: Job) -> None:
    """Open what the refresh changed, once, where it was started or watched; it may be over before it is first seen."""
    if st.session_state.get(OPENS) != job.contact_id:
        return
    del st.session_state[OPENS]
    outcome = job.outcome
    if outcome is not None and outcome.status == "saved" and outcome.version and job.base_version:
        navigation.go(Address(job.contact_id).changes(job.base_version, outcome.version))
        st.rerun()


def _result(seen: ClientView, job: Job, outcome: Outcome, *, now: datetime) -> None:
    if outcome.status in ("failed", "busy"):
        _failed(seen, job, outcome.error or "The refresh failed.", "")
        return
    title = {
        "saved": f"Version {outcome.version} is saved.",
        "unchanged": "There was nothing new; no version was made.",
        "preview": "This is what a refresh would do. Nothing is saved yet.",
    }[outcome.status]
    cost = f" It took {outcome.duration_ms / 1000:.1f} s" + (
        f" and {outcome.tokens:,} tokens." if outcome.tokens else "."
    )
    waits = _waits(outcome.verdicts)
    show(Markup('<div class="orb"><p><strong>{}</strong><small>{}{}</small></p></div>').format(title, cost, waits))
    with st.container(key="refresh_details"):
        show(verdicts(outcome.verdicts))
        if outcome.status == "preview":
            _would_change(seen, outcome, now=now)
    with st.container(horizontal=True):
        if outcome.status == "preview":
            st.button("Accept", key="preview_accept", type="primary", on_click=_accept, args=(seen, outcome))
            _close(seen, "Discard")
            return
        if outcome.status == "saved" and job.base_version and outcome.version:
            st.button(
                "Show what changed",
                key="refresh_show",
                on_click=navigation.go,
                args=(Address(job.contact_id).changes(job.base_version, outcome.version),),
            )
        _close(seen)


def _waits(made: Sequence[Verdict]) -> str:
    """How many proposals a person may still accept."""
    count = sum(item.verdict == "rejected" for item in made)
    if not count:
        return ""
    return (
        f" {count} proposals were set aside and wait for a person."
        if count > 1
        else (" 1 proposal was set aside and waits for a person.")
    )


def _would_change(seen: ClientView, outcome: Outcome, *, now: datetime) -> None:
    """What would change if the preview were accepted."""
    old: dict[str, Any] = seen.snapshot.document if seen.snapshot else {}
    if outcome.context is not None and (made := compare(old, outcome.context)).changes:
        counts = diff.counted(made.counts)
        show(Markup('<div class="orb"><small>What would change: {}</small></div>').format(counts))
        show(diff.cards(made, old, outcome.context, now=now))


def _accept(seen: ClientView, outcome: Outcome) -> None:
    contact_id = seen.contact.contact_id
    if outcome.run_id is None:
        return
    accept = partial(accept_preview, context_database(), contact_id, outcome.run_id, actor=auth.actor())
    done = decisions.decide_by_button(contact_id, accept)
    if done is None:
        return
    jobs().forget(contact_id)
    if done.status == "saved" and done.version and seen.snapshot:
        navigation.go(Address(contact_id).changes(seen.snapshot.version, done.version))


def _failed(seen: ClientView, job: Job, title: str, next_step: str) -> None:
    """What happened, what was kept, what to do."""
    kept = (
        f"Version {seen.snapshot.version} stands as it was"
        if seen.snapshot
        else "Nothing is known about the client yet"
    )
    st.error(
        f"**{plain(title)}**  \n{kept}; what was not read stays unread. {plain(next_step)}", icon=":material/error:"
    )
    with st.container(horizontal=True):
        st.button("Try again", key="refresh_again", type="primary", on_click=_start, args=(seen, job.kind == "preview"))
        _close(seen)


def _close(seen: ClientView, label: str = "Close") -> None:
    st.button(label, key="refresh_close", on_click=jobs().forget, args=(seen.contact.contact_id,))


def verdicts(made: Sequence[Verdict]) -> Markup:
    """What the policy said to each proposal."""
    if not made:
        return Markup('<p class="orb-none">The reader proposed nothing.</p>')
    line = Markup('<li><span class="orb-kind">{}</span><div>{}<br><small>{}</small></div></li>')
    lines = Markup("").join(
        line.format(
            VERDICTS.get(item.verdict, item.verdict),
            item.operation.text or labels.spoken(item.operation.op),
            item.reason,
        )
        for item in made
    )
    return Markup('<div class="orb orb-card orb-verdicts"><ul>{}</ul></div>').format(lines)
