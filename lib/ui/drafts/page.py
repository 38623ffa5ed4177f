"""The page of drafts: the list, or one draft with its SQL, what its check found, its map, and the review."""

from urllib.parse import parse_qsl

import streamlit as st
from markupsafe import Markup

from lib.errors import OrbError
from lib.schema.drafts.proposed import twins
from lib.schema.drafts.safer import safer_version
from lib.schema.drafts.store import SchemaDraft
from lib.schema.model import Schema
from lib.schema.names import written
from lib.ui.components import formatting
from lib.ui.components.escape import plain
from lib.ui.components.markup import choice, link, linked
from lib.ui.components.pick_list import Chip, Row, rows
from lib.ui.drafts import address, data
from lib.ui.drafts.address import Address, DraftView
from lib.ui.drafts.data import WholeDraft
from lib.ui.drafts.draft_map import draft_map
from lib.ui.drafts.forms import forms
from lib.ui.drafts.progress import is_running, progress, start_check
from lib.ui.drafts.report import TONES, report_view, state_badge
from lib.ui.drafts.review import SAID, name_box, review
from lib.ui.drafts.versions import versions_view
from lib.ui.explorer.data import load_schema

VIEWS: dict[DraftView, str] = {"report": "Report", "map": "Map", "versions": "Versions"}
NEW_BOX = "draft_new_sql"
LOWEST, HIGHEST = 200, 420


def page() -> None:
    """The whole page."""
    here = address.read(st.query_params)
    schema = load_schema().schema
    if here.draft is None:
        _list(schema, here)
    else:
        _draft(here.draft, schema, here)


def go(there: Address) -> None:
    """Make `there` the page's address."""
    st.query_params.from_dict(there.parameters)


def _follow(query: str) -> None:
    go(address.read(dict(parse_qsl(query.removeprefix("?")))))


def _list(schema: Schema, here: Address) -> None:
    st.title("Schema drafts")
    linked(
        Markup("<p class=quiet>A draft is SQL that is tried in a private copy of the schema, reviewed, and handed over"
               " as files. Nothing here changes the database.</p>"),
        key="drafts_about",
    )  # fmt: skip
    drafts = data.drafts()
    with st.expander("New draft", icon=":material/add:", expanded=bool(here.table) or not drafts):
        _new(schema, here)
    fingerprint, now = data.current_fingerprint(), formatting.now()
    lines = [
        Row(
            id=str(item.draft),
            title=f"{item.draft}. {item.title}",
            note=item.why,
            meta=f"{item.author}, {formatting.ago(item.edited_at, now)}",
            chips=_chips(item, is_stale=data.is_stale(item, fingerprint)),
            href=Address(item.draft).query,
        )
        for item in drafts
    ]
    rows(
        lines,
        key="draft_list",
        label="Drafts",
        on_pick=lambda picked: go(Address(int(picked))),
        empty="There is no draft yet.",
    )


def _chips(of: SchemaDraft, *, is_stale: bool) -> tuple[Chip, ...]:
    state = "stale" if is_stale else of.state
    chips = [Chip(state, TONES.get(state, "calm"))]
    chips += [Chip("by an agent", "link")] if of.is_by_agent else []
    chips += [Chip("grave", "bad")] if of.grave and not of.has_left else []
    return tuple(chips)


def _new(schema: Schema, here: Address) -> None:
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        title = st.text_input("What changes", key="draft_new_title", placeholder="Orders remember their currency")
        why = st.text_input("Why it is wanted", key="draft_new_why")
        sql = st.text_area("SQL", key=NEW_BOX, height=LOWEST, placeholder="alter table …")
        _twins(sql, schema)
        name_box()
        st.button(
            "Keep the draft", type="primary", key="draft_keep", on_click=_keep, args=(title, sql, why),
            disabled=not (title.strip() and sql.strip()),
        )  # fmt: skip
        _said(None)
    with right:
        forms(schema, box=NEW_BOX, chosen=written((here.schema, here.table)) if here.table else "")


def _twins(sql: str, schema: Schema) -> None:
    """What may exist already of what the SQL makes."""
    likely = twins(sql, schema)
    if not likely:
        return
    lines = Markup("").join(
        Markup("<li><b>{}</b> may be there already: {}</li>").format(
            twin.name,
            Markup(", ").join(
                Markup('<a href="schema_explorer?schema={0}&table={1}" target="_blank">{2}</a>').format(
                    *hit.table, written(hit.table) + (f".{hit.column}" if hit.column else "")
                )
                if hit.table
                else Markup("{}").format(hit.name)
                for hit in twin.hits
            ),
        )
        for twin in likely
    )
    linked(Markup('<div class="card"><ul class="tree">{}</ul></div>').format(lines), key="draft_twins")


def _keep(title: str, sql: str, why: str) -> None:
    try:
        number = data.new_draft(title, sql, why=why)
    except OrbError as error:
        st.session_state[SAID] = (None, False, str(error))
        return
    for key in ("draft_new_title", "draft_new_why", NEW_BOX):
        st.session_state.pop(key, None)
    go(Address(number))


def _said(draft: int | None) -> None:
    said = st.session_state.get(SAID)
    if said and said[0] == draft:
        del st.session_state[SAID]
        st.error(plain(said[2]))


def _draft(number: int, schema: Schema, here: Address) -> None:
    waiting = is_running(number)
    whole = data.whole(number)
    of = whole.draft
    linked(_head(whole, waiting=waiting), key="draft_head", on_open=_follow)
    left, right = st.columns([1, 1.35], gap="medium")
    with left:
        _editor(whole, schema, waiting=waiting)
        if not waiting:
            review(whole)
    with right:
        if waiting or not of.report:
            progress(of, waiting=waiting)
            if not waiting:
                linked(
                    Markup("<p class=quiet>A check says here what the draft locks, rewrites, changes and breaks.</p>"),
                    key="draft_unchecked",
                )
        tabs = [(label, here.but(view=name), here.view == name) for name, label in VIEWS.items()]
        linked(Markup('<div class="tabs">{}</div>').format(choice(tabs)), key="draft_views", on_open=_follow)
        if here.view == "versions":
            linked(versions_view(whole.versions, here), key="draft_versions", on_open=_follow)
        elif here.view == "map" and of.report:
            draft_map(whole, schema)
        elif of.report:
            linked(report_view(of.report), key="draft_report")


def _head(whole: WholeDraft, *, waiting: bool) -> Markup:
    of, now = whole.draft, formatting.now()
    state = "checking" if waiting else "stale" if whole.is_stale else of.state
    agent = Markup(' <span class="badge">an agent</span>') if of.is_by_agent else ""
    return Markup(
        '<p><small>{}</small></p><div class="title"><span>{}. {}</span>{}</div>'
        "<p><small>version {} by {}{} · {} · {}</small></p>{}"
    ).format(
        link(Address(), "← All drafts"),
        *(of.draft, of.title, state_badge(state)),
        *(of.version, of.author, agent, formatting.short(of.edited_at, now)),
        f"checked {formatting.ago(of.checked_at, now)}" if of.checked_at else "never checked",
        Markup("<p>{}</p>").format(of.why) if of.why else "",
    )


def _editor(whole: WholeDraft, schema: Schema, *, waiting: bool) -> None:
    of = whole.draft
    box = f"draft_sql {of.draft} {of.version}"
    if box not in st.session_state:
        st.session_state[box] = of.sql
    height = min(HIGHEST, max(LOWEST, 26 * (of.sql.count("\n") + 3)))
    sql = st.text_area("SQL", key=box, height=height)
    with st.container(horizontal=True):
        is_new = sql.strip() != of.sql.strip()
        label = "Save and check" if is_new else "Check again" if of.check_state else "Check"
        st.button(
            label, type="primary", key="draft_check", icon=":material/science:", disabled=waiting or not sql.strip(),
            on_click=_check, args=(of, sql if is_new else ""),
        )  # fmt: skip
        safer = "" if is_new else safer_version(of.sql, of.report or {})
        if safer and not of.has_left:
            st.button(
                "Take the safer steps", key="draft_safer", icon=":material/health_and_safety:", disabled=waiting,
                on_click=_check, args=(of, safer),
                help="A new version in steps that hold others up less; checked anew.",
            )  # fmt: skip
    _twins(sql if is_new or not of.report else "", schema)
    with st.expander("Add a step by form", icon=":material/edit_note:"):
        forms(schema, box=box)


def _check(of: SchemaDraft, sql: str) -> None:
    """Save the text as a new version where there is one, then check the newest."""
    try:
        if sql:
            data.new_version(of.draft, sql)
        start_check(data.whole(of.draft).draft)
    except OrbError as error:
        st.session_state[SAID] = (of.draft, False, str(error))
