"""What a check found, to be read: the verdict, then what has weight, then the rest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from lib.directions import directions_shown
from lib.schema.drafts.check.duration import in_words
from lib.schema.drafts.check.report import verdict_of
from lib.schema.drafts.review.grave import KINDS, grave_effects
from lib.ui.components import labels

MOST_ROWS = 200
TONES = {
    **{"passed": "good", "approved": "good", "exported": "good", "landed": "good"},
    **{"failed": "bad", "refused": "bad", "stale": "warn"},
}
"""The tone of each state of a draft; a state without one is calm."""
BADGES = {"good": "good", "bad": "error", "warn": "warning"}
"""The class of a badge for each tone."""
WAITS = {"reads and writes": "error", "writes": "warning", "nothing": ""}


def state_badge(state: str) -> Markup:
    """The state of a draft as a badge."""
    return Markup('<span class="badge {}">{}</span>').format(BADGES.get(TONES.get(state, ""), ""), state)


def report_view(document: Mapping[str, Any]) -> Markup:
    """The whole report."""
    parts = [
        Markup("<p>{} <b>{}</b></p>").format(state_badge(document["state"]), verdict_of(document).partition(": ")[2]),
        _grave(document),
        _statements(document),
        _changes(document),
        _list("Depends on it", ((item["kind"], item["name"]) for item in document["dependents"])),
        _access(document),
        _findings(document),
        _rows(document),
        _way_back(document),
        _shadow(document),
    ]
    return directions_shown(Markup("").join(parts))


def _grave(document: Mapping[str, Any]) -> Markup:
    lines = [
        Markup(
            '<tr><td class="mark"><span class="badge error">{}</span></td><td>{}<br><small>{}</small></td></tr>'
        ).format(labels.spoken(effect.kind), Markup("<br>").join(effect.reasons[:12]), KINDS[effect.kind])
        for effect in grave_effects(document)
    ]
    return _table("Grave effects", lines)


def _statements(document: Mapping[str, Any]) -> Markup:
    failed = [item["number"] for item in document["statements"] if item["error"] and item["number"]]
    last = failed[0] if failed else len(document["statements"])
    cards = Markup("").join(_statement(item, is_reached=item["number"] <= last) for item in document["statements"])
    return Markup("<h3>Statements <small>{}</small></h3>{}").format(len(document["statements"]), cards)


def _statement(item: Mapping[str, Any], *, is_reached: bool) -> Markup:
    badges = list(_waits(item))
    if item["outside_transaction"]:
        badges.append(Markup('<span class="badge">in a file of its own</span>'))
    if not is_reached:
        badges = [Markup('<span class="badge">not reached</span>')]
    if not badges and not item["error"]:
        badges.append(Markup('<span class="badge good">nobody waits</span>'))
    return Markup('<div class="card"><pre>{}</pre>{}<p class="row">{}</p>{}{}</div>').format(
        item["sql"] or "The whole draft",
        Markup('<p><span class="badge error">error</span> {}</p>').format(item["error"]) if item["error"] else "",
        Markup("").join(badges),
        _moves(item),
        _safer(item),
    )


def _waits(item: Mapping[str, Any]) -> Iterator[Markup]:
    """Whom the locks of a statement hold up: a badge for each kind of wait, with all that is locked in its title."""
    for blocked, tone in WAITS.items():
        locks = [lock for lock in item["locks"] if lock["blocks"] == blocked != "nothing"]
        if not locks:
            continue
        first = min((lock["relation"] for lock in locks), key=len)  # a table's indexes bear longer names
        more = f" and {len(locks) - 1} more" if len(locks) > 1 else ""
        title = "\n".join(f"{lock['relation']}: {lock['mode']}" for lock in locks)
        yield Markup('<span class="badge {}" title="{}">{} of {}{} wait</span>').format(
            tone, title, blocked, first, more
        )


def _moves(item: Mapping[str, Any]) -> Markup:
    said = [
        f"{word} {', '.join(item[key])}" for word, key in (("rewrites", "rewritten"), ("reads", "scanned")) if item[key]
    ]
    if not said:
        return Markup("")
    rows = "rows unknown" if item["rows"] is None else f"about {item['rows']:,} rows"
    time = "for how long is unknown" if item["seconds"] is None else in_words(*item["seconds"])
    return Markup("<p><small>{} · {} · {}</small></p>").format(" and ".join(said), rows, time)


def _safer(item: Mapping[str, Any]) -> Markup:
    if not item["safer"]:
        return Markup("")
    return Markup("<details><summary>A safer way, measured too</summary><pre>{}</pre></details>").format(
        item["safer"]["sql"]
    )


def _changes(document: Mapping[str, Any]) -> Markup:
    lines = [
        Markup(
            '<tr><td class="mark"><span class="badge {0}">{0}</span></td><td>{1} {2}</td><td>{3}</td>'
            "<td><b>{4}</b> {5}</td><td><small>{6}</small></td></tr>"
        ).format(
            *(item["severity"], item["kind"], item["what"], item["table"] or "", item["name"]),
            _difference(item),
            item["reason"],
        )
        for item in document["changes"]
    ]
    return _table("What changes", lines)


def _difference(item: Mapping[str, Any]) -> Markup:
    if not item["attribute"]:
        return Markup("")
    return Markup('{}: <span class="type was">{}</span> → <span class="type">{}</span>').format(
        item["attribute"], item["before"] or "none", item["after"] or "none"
    )


def _access(document: Mapping[str, Any]) -> Markup:
    def spoken(actions: Iterable[str] | None) -> str:
        return "not there" if actions is None else ", ".join(actions) or "nothing"

    lines = [
        Markup(
            '<tr><td>{}</td><td>{}</td><td><span class="was">{}</span> → {}</td><td><small>{}</small></td></tr>'
        ).format(item["table"], item["role"], spoken(item["before"]), spoken(item["after"]), item["meaning"])
        for item in document.get("access", ())
    ]
    return _table("What the API's roles may do", lines)


def _findings(document: Mapping[str, Any]) -> Markup:
    lines = [
        Markup(
            '<tr><td class="mark"><span class="badge {}">{}</span></td><td>{}<br><small>{}</small></td></tr>'
        ).format(item["level"] if word == "new" else "good", f"{word}: {item['level']}", item["key"], item["reason"])
        for word, key in (("new", "added"), ("gone", "removed"))
        for item in document["findings"][key]
    ]
    return _table("Findings that come and go", lines)


def _rows(document: Mapping[str, Any]) -> Markup:
    def answer(item: Mapping[str, Any]) -> Markup:
        if item["violations"] is None:
            return Markup("unknown: {}").format(item["unknown"])
        badge = "error" if item["violations"] else "good"
        return Markup('<span class="badge {}">{:,} rows forbid it</span>').format(badge, item["violations"])

    lines = [
        Markup('<tr><td class="type">{}</td><td>{}</td></tr>').format(item["probe"], answer(item))
        for item in document["rows"]
    ]
    return _table("Rows of today", lines)


def _way_back(document: Mapping[str, Any]) -> Markup:
    way_back = document["rollback"]
    if document["state"] != "passed":
        return Markup("")
    proved = ("good", "proved: up, down, up again") if way_back["proved"] else ("error", "not proved")
    lost = Markup("").join(Markup("<li>{}</li>").format(text) for text in way_back["irreversible"])
    return Markup('<h3>The way back</h3><p><span class="badge {}">{}</span></p>{}<pre>{}</pre>').format(
        *proved,
        Markup('<p>Not brought back:</p><ul class="tree">{}</ul>').format(lost) if lost else "",
        way_back["sql"] or "There is nothing to undo.",
    )


def _shadow(document: Mapping[str, Any]) -> Markup:
    shadow = document["shadow"]
    if shadow["faithful"] and not document["fingerprint"]:
        return Markup("")
    if shadow["faithful"]:
        return Markup("<p><small>Tried in a shadow that equals the database.</small></p>")
    return _list("Where the shadow is not the database", ((text, "") for text in shadow["differences"]))


def _list(title: str, items: Iterable[tuple[str, str]]) -> Markup:
    return _table(title, [Markup("<tr><td>{}</td><td>{}</td></tr>").format(*item) for item in items])


def _table(title: str, lines: list[Markup]) -> Markup:
    if not lines:
        return Markup("")
    more = Markup("<p class=quiet>… and {} more</p>").format(len(lines) - MOST_ROWS) if len(lines) > MOST_ROWS else ""
    return Markup('<h3>{} <small>{}</small></h3><div class="scroll"><table><tbody>{}</tbody></table></div>{}').format(
        title, len(lines), Markup("").join(lines[:MOST_ROWS]), more
    )
