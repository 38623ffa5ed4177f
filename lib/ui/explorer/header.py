"""The explorer's header: as of when, whether it changed since, what of the database it is; and the refresh."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import humanize
import streamlit as st
from markupsafe import Markup

from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.cache.cache import Freshness
from lib.schema.model import Schema
from lib.ui.app import cached
from lib.ui.components.markup import link, linked
from lib.ui.explorer import address, data
from lib.ui.explorer.address import Address, opening

CHECK_SECONDS = 60
LOOK_SECONDS = 1
AT_ONCE_SECONDS = 0.05
LEFT = "schema_header_left"


def schema_header(complete: Schema, schema: Schema) -> None:
    """One line with the state of the schema on the screen, and the button that reads it anew."""
    left, right = st.columns([4.4, 2], vertical_alignment="center")
    with left:
        _state(complete, schema)
    with right.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        beside = st.empty()
        if st.button("Refresh", icon=":material/refresh:", key="refresh_schema"):
            with beside, st.spinner("Reading …", show_time=True, width="content"):  # nothing on the page moves
                data.refresh()
            _checks().clear()
            st.rerun()


@st.fragment
def _state(complete: Schema, schema: Schema) -> None:
    """The line itself; the check runs beside the page, and this looks whether it is done."""
    if st.session_state.pop(LEFT, False):
        st.rerun()
    checked = _checked(complete)
    line = header_line(complete, schema, checked=checked, here=address.read(st.query_params))
    seconds = LOOK_SECONDS if checked is None else CHECK_SECONDS
    linked(line, key="schema_state", on_open=opening(_open), again_in=seconds)


def _open(there: Address) -> None:
    st.query_params.from_dict(there.parameters)
    st.session_state[LEFT] = True


def header_line(complete: Schema, schema: Schema, *, checked: "Freshness | OrbError | None", here: Address) -> Markup:
    """Database, as of when, whether it changed since, scope and what is hidden."""
    as_of = datetime.fromisoformat(complete.as_of)
    age = datetime.now(UTC) - as_of
    ago = humanize.naturaltime(age) if age >= timedelta(seconds=1) else "just now"
    version = complete.server_version // 10000
    return Markup(
        '<div class="row one-line"><b title="{0}">{0}</b><small class="wide">Postgres {1}</small>'
        '<small title="{2}">as of {3}</small>{4}<small class="wide">{5}</small>{6}</div>'
    ).format(complete.database, version, complete.as_of, ago, _badge(checked), schema.scope, _hidden(complete, here))


def _badge(checked: "Freshness | OrbError | None") -> Markup:
    if checked is None:
        return Markup('<span class="badge">checking …</span>')
    if isinstance(checked, OrbError):
        return Markup('<span class="badge warning" title="{}">not checked</span>').format(checked)
    standby = _standby(checked)
    if checked.state == "fresh":
        return (
            Markup('<span class="badge good" title="checked in {} ms">unchanged</span>').format(
                round(checked.checked_in_ms)
            )
            + standby
        )
    return Markup('<span class="badge breaking">changed since</span>') + standby


def _standby(checked: Freshness) -> Markup:
    """A word where the server is a standby: what it shows may be a little older than what its primary has."""
    if checked.seconds_behind is None:
        return Markup("")
    title = f"This server follows another; it is {checked.seconds_behind:.1f} s behind."
    return Markup(' <span class="badge" title="{}">standby</span>').format(title)


def _hidden(complete: Schema, here: Address) -> Markup:
    if not complete.hidden:
        return Markup("")
    count = len(complete.hidden)
    label = Markup('{} {} hidden<span class="wide"> schema{}</span>').format(
        "hide" if here.hidden else "show", count, "s" * (count != 1)
    )
    return Markup("<small>{}</small>").format(
        link(here.but(hidden=not here.hidden), label, title=", ".join(complete.hidden))
    )


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="schema-check")


@st.cache_resource(show_spinner=False)
def _checks() -> dict[str, tuple[datetime, Future[Freshness]]]:
    """The latest check of each loaded schema, shared by all sessions."""
    return {}


def _checked(complete: Schema) -> Freshness | OrbError | None:
    """The latest check of this schema, None while the first one runs; a check older than a minute is made anew."""
    checks, mark, now = _checks(), data.mark_of(complete), datetime.now(UTC)
    started, future = checks.get(mark, (None, None))
    if future is None or (future.done() and started and (now - started).total_seconds() > CHECK_SECONDS):
        engines = cached.context_database(), cached.explored_database()
        future = _pool().submit(cache.check, *engines)
        checks[mark] = now, future
    try:
        return future.result(timeout=AT_ONCE_SECONDS)
    except TimeoutError:
        return None
    except OrbError as error:
        return error
