"""The text of a pull request: verdict, effects, changes, the map before and after, the way back, what was checked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from pathlib import PurePath
from typing import Any

from lib.directions import directions_shown
from lib.schema.drafts.check.duration import LIMIT_SECONDS, in_words
from lib.schema.drafts.check.extent import Extent
from lib.schema.drafts.check.report import verdict_of
from lib.schema.drafts.handover.files import HandoverFile, MigrationPart
from lib.schema.drafts.review.grave import GraveEffect
from lib.schema.drafts.store import DraftBackup, SchemaDraft
from lib.schema.export.markdown import escaped
from lib.schema.export.mermaid import mermaid

LEAST_CLI = {"create": "2.109 or newer", "drop": "of September 2026 or newer"}
"""The Supabase command line that runs such a statement alone in its file, outside of a transaction, by its notes."""
LONGEST_SQL = 160
MOST_LINES = 100
NOT_CHECKED = (
    "how fast queries are afterwards",
    "programs that name a table or column in their own text",
    "what extensions, event triggers and background workers do",
)


def pull_request(
    of: SchemaDraft,
    *,
    grave: Sequence[GraveEffect],
    reach: Extent | None,
    parts: Sequence[MigrationPart],
    files: Sequence[HandoverFile],
    backup: DraftBackup | None,
) -> str:
    """The text in Markdown; whatever came from a person or a database is shown letter for letter."""
    report = of.report or {}
    chapters = [
        f"# {_said(of.title)}",
        f"Draft {of.draft}, version {of.version}, by {_said(of.author)}{' (an agent)' if of.is_by_agent else ''}; "
        f"approved by {_said(of.decided_by)}." + (f" Reason: {_said(of.reason)}" if of.reason else ""),
        f"**{_said(verdict_of(report))}**",
        _said(of.why) if of.why else "",
        _chapter("Grave effects, accepted by name", _grave(grave)),
        _chapter("What each statement does", _statements(report)),
        _chapter("Changes", _changes(report)),
        _chapter("Depends on it", (f"- {_said(item['kind'])}: {_said(item['name'])}" for item in report["dependents"])),
        _chapter("What the API's roles may do", _access(report)),
        _chapter("Findings", _findings(report)),
        _chapter("Rows of today", _rows(report)),
        *_maps(reach),
        _chapter("The way back", _way_back(report, files)),
        _chapter("Backup", _backup(backup)),
        _chapter("How to run it", _running(report, parts, files)),
        _chapter("Checked", _checked(report)),
    ]
    return directions_shown("\n\n".join(filter(None, chapters)) + "\n")


def _chapter(title: str, lines: Iterable[str]) -> str:
    listed = list(lines)
    if len(listed) > MOST_LINES:
        listed = [*listed[:MOST_LINES], f"… and {len(listed) - MOST_LINES} more"]
    return "\n".join([f"## {title}", "", *listed]) if listed else ""


def _grave(grave: Iterable[GraveEffect]) -> Iterator[str]:
    for effect in grave:
        yield f"- **{effect.kind}**"
        yield from (f"  - {_said(reason)}" for reason in effect.reasons)


def _statements(report: Mapping[str, Any]) -> Iterator[str]:
    yield "| | statement | makes wait | rewrites | reads | rows | for |"
    yield "|---|---|---|---|---|---|---|"
    for item in report["statements"]:
        waits = ", ".join(
            f"{lock['blocks']} of {lock['relation']}" for lock in item["locks"] if lock["blocks"] != "nothing"
        )
        moves = item["rewritten"] or item["scanned"]
        rows = ("unknown" if item["rows"] is None else f"about {item['rows']:,}") if moves else ""
        time = ("unknown" if item["seconds"] is None else in_words(*item["seconds"])) if moves else "a moment"
        cells = [
            str(item["number"]),
            _code(item["sql"]),
            *map(_said, (waits or "nobody", ", ".join(item["rewritten"]), ", ".join(item["scanned"]))),
            *map(_said, (rows, time if waits or moves else "")),
        ]
        yield f"| {' | '.join(cells)} |"


def _changes(report: Mapping[str, Any]) -> Iterator[str]:
    if not report["changes"]:
        yield "The schema stays as it is."
        return
    yield "| | | table | what | why |"
    yield "|---|---|---|---|---|"
    for item in report["changes"]:
        what = item["name"]
        if item["attribute"]:
            what = f"{what}: {item['attribute']} {item['before'] or 'none'} → {item['after'] or 'none'}"
        cells = (item["severity"], f"{item['kind']} {item['what']}", item["table"] or "", what, item["reason"])
        yield f"| {' | '.join(map(_said, cells))} |"


def _access(report: Mapping[str, Any]) -> Iterator[str]:
    if not report.get("access"):
        return
    yield "| table | role | before | after | |"
    yield "|---|---|---|---|---|"
    for item in report["access"]:
        before = "not there" if item["before"] is None else ", ".join(item["before"]) or "nothing"
        cells = (item["table"], item["role"], before, ", ".join(item["after"]) or "nothing", item["meaning"])
        yield f"| {' | '.join(map(_said, cells))} |"


def _findings(report: Mapping[str, Any]) -> Iterator[str]:
    for word in ("added", "removed"):
        for item in report["findings"][word]:
            told = "new" if word == "added" else "gone"
            yield f"- {told}, {item['level']}: {_said(item['key'])}. {_said(item['reason'])}"


def _rows(report: Mapping[str, Any]) -> Iterator[str]:
    for item in report["rows"]:
        answer = (
            f"unknown: {item['unknown']}" if item["violations"] is None else f"{item['violations']:,} rows forbid it"
        )
        yield f"- {_code(item['probe'])} {_said(answer)}"


def _maps(reach: Extent | None) -> Iterator[str]:
    for title, schema in (("Map before", reach and reach.before), ("Map after", reach and reach.after)):
        if schema and schema.tables:
            yield f"## {title}\n\n```mermaid\n{mermaid(schema)}```"


def _way_back(report: Mapping[str, Any], files: Iterable[HandoverFile]) -> Iterator[str]:
    way_back = report["rollback"]
    path = next((file.path for file in files if file.path.endswith("rollback.sql")), "")
    proved = "proved by going up, down and up again" if way_back["proved"] else "NOT proved"
    yield f"{_code(path)}, {proved}."
    yield from (f"- Not brought back: {_said(text)}" for text in way_back["irreversible"])


def _backup(backup: DraftBackup | None) -> Iterator[str]:
    if backup is None:
        return
    moment = backup.made_at.astimezone(UTC)
    yield f"{_code(PurePath(backup.file).name)}, made by {_said(backup.made_by)} on {moment:%Y-%m-%d at %H:%M} UTC:"
    yield f"- SHA-256 {_code(backup.digest)}"
    yield from (f"- {_said(table)}: {count:,} rows" for table, count in sorted(backup.row_counts.items()))


def _running(report: Mapping[str, Any], parts: Sequence[MigrationPart], files: Sequence[HandoverFile]) -> Iterator[str]:
    yield "`supabase db push` runs the files in this order, each as one transaction:"
    timed = {item["number"]: item for item in report["statements"]}
    for part, file in zip(parts, files, strict=False):
        yield f"1. {_code(file.path)}{_alone(part) if part.alone else ''}{_slow(part, timed)}"
    yield ""
    yield "A file that cannot get its lock within three seconds fails and changes nothing: run it again."


def _alone(part: MigrationPart) -> str:
    word = part.text.split(None, 1)[0].lower()
    least = LEAST_CLI.get(word)
    return " runs outside of a transaction" + (f": Supabase CLI {least}" if least else "")


def _slow(part: MigrationPart, timed: Mapping[int, Mapping[str, Any]]) -> str:
    items = [timed[number] for number in part.numbers if number in timed]
    moving = [item for item in items if item["rewritten"] or item["scanned"]]
    if any(item["seconds"] is None for item in moving):
        return "; how long it takes is unknown, and hosted Postgres ends a statement after two minutes"
    if any(item["seconds"][1] > LIMIT_SECONDS for item in moving):
        return "; it may take longer than the two minutes of hosted Postgres: raise `statement_timeout` for it"
    return ""


def _checked(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"- against the schema with the fingerprint {_code(report['fingerprint'][:12])}"
    shadow = report["shadow"]
    yield "- in a shadow that equals the database" if shadow["faithful"] else "- in a shadow that equals it but for:"
    yield from (f"  - {_said(text)}" for text in shadow["differences"])
    yield f"- not checked: {', '.join(NOT_CHECKED)}"


def _said(text: object) -> str:
    """Text letter for letter; nobody is called by an @ in it."""
    return escaped(text).replace("@", "&#64;")


def _code(text: str) -> str:
    """The beginning of a text as code on one line of a table."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST_SQL else f"{line[:LONGEST_SQL]} …"
    longest = max(map(len, re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")
