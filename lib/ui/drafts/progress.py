"""The check that runs: its steps, and what becomes of the page when it is done."""

from datetime import UTC, datetime

import streamlit as st
from markupsafe import Markup

from lib.schema.drafts.check.duration import DiskSpeed
from lib.schema.drafts.store import SchemaDraft
from lib.ui.app import cached
from lib.ui.components.escape import plain
from lib.ui.components.markup import show
from lib.ui.drafts.jobs import check_jobs

EVERY_SECONDS = 0.7


def is_running(draft: int) -> bool:
    """Whether a check of the draft is under way; to be asked before the draft is read, so that none is missed."""
    job = check_jobs().of(draft)
    return job is not None and job.is_running


def start_check(of: SchemaDraft) -> None:
    """Start a check of the newest version."""
    speed = DiskSpeed(*cached.current_settings().disk_mbps)
    check_jobs().start(cached.context_database(), cached.explored_database(), of, disk=speed)


def progress(of: SchemaDraft, *, waiting: bool) -> None:
    """Draw the check that runs, or ran when the draft was read; or why the last one broke off."""
    job = check_jobs().of(of.draft)
    if job is None:
        return
    if waiting or job.is_running:
        _running(of.draft)
    elif job.error is not None and job.version == of.version:
        st.error(f"**{plain(job.error.title)}**  \n{plain(job.error.next_step)}", icon=":material/error:")


@st.fragment(run_every=EVERY_SECONDS)
def _running(draft: int) -> None:
    """The steps of the check that runs; when it is done the whole page is drawn anew."""
    job = check_jobs().of(draft)
    if job is None or not job.is_running:
        st.rerun()
        return
    steps = list(job.steps)
    took = (datetime.now(UTC) - job.started_at).total_seconds()
    marks = Markup("").join(
        Markup('<li class="orb-step {}">{}</li>').format("orb-now" if step == steps[-1] else "orb-done", step)
        for step in steps
    )
    show(
        Markup(
            '<div class="orb orb-card orb-progress" role="status" aria-live="polite"><header><h4>Check</h4>'
            "<span>{:.0f} s</span></header><ol>{}</ol></div>"
        ).format(took, marks or Markup('<li class="orb-step orb-now">Waiting for its turn</li>'))
    )
