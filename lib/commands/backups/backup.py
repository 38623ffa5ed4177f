"""`orb backup` and `orb restore`: the embedded database as a file, and back."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from lib import installation, settings
from lib.backups import backup as backups
from lib.backups import restore as restores
from lib.backups.archive import BackupManifest
from lib.commands.arguments import AsJson, named_path
from lib.commands.output import print_json, print_text, progress_bar, run, say
from lib.database import engine
from lib.embedded import sharing
from lib.errors import MissingTables, OrbError
from lib.migrate import DEMO_SOURCES

File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)]
Yes = Annotated[bool, typer.Option("--yes", help="Overwrite without asking.")]


class NotAsked(OrbError):
    title = "Something would be overwritten, and nobody can be asked here."
    next_step = "Say --yes if it may be."


class NotEmbedded(OrbError):
    title = "DATABASE_URL names another database: `orb backup` is for the embedded one."
    next_step = "Let its own server back it up (pg_dump, Supabase's backups), or unset DATABASE_URL."


def backup(file: File, yes: Yes = False, as_json: AsJson = False) -> None:
    """Write the embedded database into one file, for this user alone; it is whole or not there."""
    file = named_path(file)
    made = run(lambda: _back_up(file, yes=yes))
    _tell(made, f"{file}, {file.stat().st_size:,} bytes: {_words(made)}", file=file, as_json=as_json)


def restore(file: File, yes: Yes = False, as_json: AsJson = False) -> None:
    """Put a backup in the place of the embedded database; with DATABASE_URL, into the empty tables of that one."""
    file = named_path(file)
    done = run(lambda: _restore(file, yes=yes))
    _tell(done, f"Restored {_words(done)}", file=file, as_json=as_json)
    say("Restart the dashboards and workers that were running.")


def _back_up(file: Path, *, yes: bool) -> BackupManifest:
    chosen = settings.load()
    if not chosen.is_embedded:
        raise NotEmbedded
    if _is_there(file) and not yes:
        _ask(f"{file} exists. Replace it?")
    url = installation.database_url(chosen)
    database = engine(url)
    try:
        with _progress("Backing up", None) as progress:
            return backups.back_up(database, url, file, progress=progress)
    finally:
        database.dispose()


def _restore(file: Path, *, yes: bool) -> BackupManifest:
    chosen = settings.load()
    manifest = restores.whole_backup(file)
    if chosen.is_embedded:
        present = _present(installation.database_url(chosen))
        if present and not yes:
            _ask(f"The embedded database ({present}) is replaced by {_words(manifest)}. Go on?")
        server = sharing.share(chosen.home)
        with _progress("Restoring", manifest.dump_bytes) as progress:
            restores.restore(server, file, manifest=manifest, sources=installation.sources(chosen), progress=progress)
    else:
        with _progress("Restoring", manifest.dump_bytes) as progress:
            restores.move_in(
                chosen.database_url,
                file,
                home=chosen.home,
                manifest=manifest,
                sources=DEMO_SOURCES,
                progress=progress,
            )
    return manifest


def _present(url: str) -> str:
    """What would be lost, in words; empty where no table is installed."""
    database = engine(url)
    try:
        counted = restores.counts(database)
    except MissingTables:
        return "some of its tables are missing"
    finally:
        database.dispose()
    return _count(*counted) if counted else ""


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # of a name that is too long; what writes the file says so
        return False


def _ask(question: str) -> None:
    """Go on only if a person at a terminal says yes."""
    if not _has_terminal():
        raise NotAsked
    typer.confirm(question, abort=True, err=True)


def _has_terminal() -> bool:
    return sys.stdin.isatty()


@contextmanager
def _progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with the bytes that are done, of `total` where it is known."""
    with progress_bar() as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done, description=f"{what}, {done / 1e6:,.1f} MB")


def _tell(manifest: BackupManifest, line: str, *, file: Path, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), **asdict(manifest)})
    else:
        print_text(line)


def _words(manifest: BackupManifest) -> str:
    return f"{_count(manifest.clients, manifest.versions)} of {manifest.made_at:%Y-%m-%d %H:%M} UTC"


def _count(clients: int, versions: int) -> str:
    return f"{clients:,} clients with {versions:,} versions"
