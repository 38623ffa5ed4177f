"""`orb draft safer|approve|refuse|backup|export`: the review of a draft, and what is handed over at its end."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from sqlalchemy import Connection

from lib import installation, settings
from lib.commands.arguments import AsJson, named_path
from lib.commands.drafts.check import checked, tell_check
from lib.commands.drafts.draft import DraftAuthor, DraftNumber, databases, user
from lib.commands.output import print_json, print_text, run
from lib.database import read_only, transaction
from lib.errors import InvalidSettings
from lib.schema import names
from lib.schema.cache import cache
from lib.schema.catalog.explored import read_explored
from lib.schema.drafts import store
from lib.schema.drafts.handover.export import check_ready
from lib.schema.drafts.handover.export import export as export_files
from lib.schema.drafts.review import backup as backups
from lib.schema.drafts.review import decide
from lib.schema.drafts.safer import safer_version
from lib.schema.drafts.store import DecisionRefused, SchemaDraft

DecidedBy = Annotated[str, typer.Option("--by", metavar="NAME", help="The person who decides; never an agent.")]
Value = TypeVar("Value")


def safer(number: DraftNumber, author: DraftAuthor = "", as_json: AsJson = False) -> None:
    """A new version in safer steps, as the newest check found them, and its own check; exit 0 passed, 1 failed."""

    def made() -> None:
        def add(connection: Connection, of: SchemaDraft) -> None:
            script = safer_version(of.sql, of.report or {})
            if not script:
                why = "No safer way is known for it" if of.check_state == "passed" else "It has no passed check"
                raise DecisionRefused(
                    f"{why}: draft {number} stays as it is.", next_step=f"`orb draft check {number}`."
                )
            store.new_version(connection, number, sql=script, author=author or user())

        _with_draft(number, add)

    run(made)
    tell_check(*run(lambda: checked(number, quiet=as_json)), as_json=as_json)


def approve(
    number: DraftNumber,
    by: DecidedBy,
    reason: Annotated[str, typer.Option(help="Why; needed for a draft of one's own.")] = "",
    accept: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="A grave effect that is accepted; once for each.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Approve the newest version as it was checked; each grave effect is accepted by its name."""

    def decided(connection: Connection, of: SchemaDraft) -> SchemaDraft:
        decide.approve(connection, of, by=by, reason=reason, accept=accept or ())
        return of

    of = run(lambda: _with_draft(number, decided))
    next_step = f"orb draft {'backup' if of.at_risk else 'export'} {number}"
    _tell(of, "approved", f"Draft {number}, version {of.version}, is approved. Next: {next_step}", as_json=as_json)


def refuse(
    number: DraftNumber,
    by: DecidedBy,
    reason: Annotated[str, typer.Option(help="What has to be otherwise.")],
    as_json: AsJson = False,
) -> None:
    """Refuse the newest version, with a reason."""

    def decided(connection: Connection, of: SchemaDraft) -> SchemaDraft:
        decide.refuse(connection, of, by=by, reason=reason)
        return of

    of = run(lambda: _with_draft(number, decided))
    _tell(of, "refused", f"Draft {number}, version {of.version}, is refused.", as_json=as_json)


def backup(
    number: DraftNumber,
    to: Annotated[Path, typer.Option(metavar="FILE", help="A new file for the dump.")],
    as_json: AsJson = False,
) -> None:
    """Dump the tables whose rows the draft drops or rewrites, count them, and read the dump again."""

    def made() -> store.DraftBackup:
        chosen = settings.load()
        with databases() as (context, explored, name):
            with read_only(context) as connection:
                of = store.draft(connection, name, number)
            schema = read_explored(explored)
            if of.check_state != "passed" or of.fingerprint != schema.fingerprint:
                raise DecisionRefused(
                    f"Draft {number} has no passed check against the database as it is now.",
                    next_step=f"Run `orb draft check {number}` first.",
                )
            tables = [names.parse(table, schema) for table in of.at_risk]
            url = chosen.backup_url or installation.schema_database_url(chosen)
            dump = backups.back_up(url, of, tables, to=named_path(to), by=user())
            with transaction(context) as connection:
                store.save_backup(connection, of, dump)
            return dump

    dump = run(made)
    if as_json:
        print_json({"draft": number, "file": dump.file, "sha256": dump.digest, "rows": dump.row_counts})
        return
    for table, rows in dump.row_counts.items():
        print_text(f"{table}: {rows:,} rows")
    print_text(f"{dump.file}, {dump.size:,} bytes, SHA-256 {dump.digest}")


def export(
    number: DraftNumber,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The site's folder of migrations; ORB_MIGRATIONS unless given.")
    ] = None,
    branch: Annotated[bool, typer.Option("--branch", help="One commit on a new branch of a clean work tree.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write an approved draft as migration files, the way back and the text of a pull request; nothing is run."""

    def made() -> None:
        folder = to or settings.load().migrations
        if folder is None:
            raise InvalidSettings("There is no folder to write to.", next_step="Name one: --to DIR, or ORB_MIGRATIONS.")
        with databases() as (context, explored, name):
            with read_only(context) as connection:
                of = store.draft(connection, name, number)
            fingerprint = cache.refresh(context, explored).schema.fingerprint  # a snapshot to compare with what comes
            check_ready(of, fingerprint)
            with transaction(context) as connection:
                written = export_files(
                    connection,
                    store.draft(connection, name, number),
                    fingerprint=fingerprint,
                    folder=named_path(folder),
                    by=user(),
                    now=datetime.now(UTC),
                    branch=branch,
                )
        files = [file.path for file in written.files]
        if as_json:
            told = {"draft": number, "folder": str(written.folder), "files": files}
            print_json({**told, "branch": written.branch or None, "commit": written.commit or None})
            return
        print_text("\n".join(files))
        if written.branch:
            print_text(
                f"On the new branch {written.branch} ({written.commit[:12]}). Next: git push -u origin {written.branch}"
            )

    run(made)


def _with_draft(number: int, act: Callable[[Connection, SchemaDraft], Value]) -> Value:
    """What `act` gives for a draft of the explored database, in one transaction."""
    with databases() as (context, _, name), transaction(context) as connection:
        return act(connection, store.draft(connection, name, number))


def _tell(of: SchemaDraft, decision: str, text: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"draft": of.draft, "version": of.version, "decision": decision})
    else:
        print_text(text)
