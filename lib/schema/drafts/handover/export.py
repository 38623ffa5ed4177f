"""Hands a draft over: the rules of the review once more, then files that are new, or a branch with one commit."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from lib.errors import OrbError
from lib.schema.drafts import store
from lib.schema.drafts.handover.branch import commit_branch
from lib.schema.drafts.handover.files import (
    REVIEWS,
    HandoverFile,
    migration_files,
    migration_parts,
    rollback_file,
    slug_of,
    stamps,
)
from lib.schema.drafts.handover.pull_request import pull_request
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.store import DecisionRefused, DraftBackup, SchemaDraft

MOST_FILES = 100


class ExportFailed(OrbError):
    title = "The draft could not be written."
    next_step = "Name a folder that can be written: --to DIR, or ORB_MIGRATIONS."


@dataclass(frozen=True)
class Handover:
    """What was written: the files, and the branch with its commit where one was asked for."""

    files: tuple[HandoverFile, ...]
    folder: Path
    branch: str = ""
    commit: str = ""


def export(
    connection: Connection, of: SchemaDraft, *, fingerprint: str, folder: Path, by: str, now: datetime, branch: bool
) -> Handover:
    """Write the files of an approved draft; `fingerprint` is the explored database's now.

    The decision is kept in the same transaction: where writing fails, nothing was exported.
    """
    check_ready(of, fingerprint)
    backup = _backup(connection, of, fingerprint)
    files = handover_files(connection, of, backup=backup, now=now, existing=_names(folder))
    name = f"orb/draft_{of.draft}_{slug_of(of.title, of.draft)}"
    detail = {
        "fingerprint": fingerprint,
        "files": [file.path for file in files],
        **({"branch": name} if branch else {}),
    }
    store.decide(connection, of, "exported", by=by, detail=detail)
    if branch:
        return Handover(files, folder, name, commit_branch(folder, name, files, message=of.title))
    write_files(folder, files)
    return Handover(files, folder)


def check_ready(of: SchemaDraft, fingerprint: str) -> None:
    """Raise `DecisionRefused` unless the newest version was checked against the database as it is, and approved."""
    again = f"Run `orb draft check {of.draft}`, then have it approved."
    if of.check_state != "passed":
        raise DecisionRefused(f"Draft {of.draft} has no passed check of its newest version.", next_step=again)
    if of.is_of_snapshot:
        raise DecisionRefused("The check of the draft could not reach the database.", next_step=again)
    if of.fingerprint != fingerprint:
        raise DecisionRefused("The database has changed since the draft was checked.", next_step=again)
    if of.decision not in ("approved", "exported", "landed"):
        raise DecisionRefused(
            f"Nobody has approved version {of.version} of draft {of.draft}.",
            next_step=f"A person approves it: `orb draft approve {of.draft} --by NAME`.",
        )


def handover_files(
    connection: Connection, of: SchemaDraft, *, backup: DraftBackup | None, now: datetime, existing: list[str]
) -> tuple[HandoverFile, ...]:
    """The files in the order in which they are run, then the way back and the text of the pull request."""
    report = of.report or {}
    parts = migration_parts(of.sql, report)
    if len(parts) > MOST_FILES:
        raise ExportFailed(f"The draft needs more than {MOST_FILES} files.", next_step="Divide it into several drafts.")
    stamped = stamps(now, existing, len(parts))
    files = migration_files(parts, title=of.title, draft=of.draft, version=of.version, stamped=stamped)
    review = f"{REVIEWS}/{stamped[0]}_{slug_of(of.title, of.draft)}"
    way_back = rollback_file(report, folder=review, title=of.title, draft=of.draft, version=of.version)
    reach = store.extent_of(connection, of.check) if of.check else None
    text = pull_request(
        of, grave=grave_effects(report), reach=reach, parts=parts, files=(*files, way_back), backup=backup
    )
    return (*files, way_back, HandoverFile(f"{review}/pull_request.md", text))


def write_files(folder: Path, files: tuple[HandoverFile, ...]) -> None:
    """Write new files; raises `ExportFailed`, and then none of them is there."""
    made: list[Path] = []
    try:
        for file in files:
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as opened:
                made.append(path)
                opened.write(file.text)
    except BaseException as error:
        for path in made:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise ExportFailed(
                "A file of this name exists already.", next_step="Export again: it gets a new time."
            ) from error
        if isinstance(error, OSError):
            raise ExportFailed(f"The folder {folder} cannot be written.") from error
        raise


def _backup(connection: Connection, of: SchemaDraft, fingerprint: str) -> DraftBackup | None:
    if not of.at_risk:
        return None
    for backup in store.backups(connection, of):
        if backup.fingerprint == fingerprint and set(of.at_risk) <= backup.row_counts.keys():
            return backup
    raise DecisionRefused(
        f"The draft drops or rewrites rows of {', '.join(of.at_risk)}, and there is no backup of them.",
        next_step=f"Make one: `orb draft backup {of.draft} --to FILE`.",
    )


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        raise ExportFailed(f"The folder {folder} cannot be read.") from error
