"""One commit on a new branch, made beside the work tree: what is checked out or staged stays, and nothing is sent."""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lib.errors import OrbError
from lib.schema.drafts.handover.files import HandoverFile

SECONDS = 60
QUIET = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "commit.gpgSign=false")
"""No program of the repository's own is run."""


class NoBranch(OrbError):
    title = "The branch cannot be made."
    next_step = "Export into a folder of a git repository, or without --branch."


def commit_branch(folder: Path, branch: str, files: Sequence[HandoverFile], *, message: str) -> str:
    """The commit, on a new branch from what is checked out; raises `NoBranch` where the work tree is not clean."""
    root = Path(_git(_existing(folder), "rev-parse", "--show-toplevel"))
    if _git(root, "status", "--porcelain"):
        raise NoBranch("The work tree has changes that are not committed.", next_step="Commit or stash them first.")
    head = _git(root, "rev-parse", "--verify", "HEAD")
    if _git(root, "for-each-ref", f"refs/heads/{branch}"):
        raise NoBranch(f"There is a branch {branch} already.", next_step="Delete or rename it first.")
    below = folder.resolve().relative_to(root.resolve())
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        _git(root, "read-tree", head, extra=index)
        for file in files:
            path = (below / file.path).as_posix()
            if _git(root, "ls-files", "--", f":(literal){path}", extra=index):
                raise NoBranch(f"There is a file {path} already.", next_step="Export again: it gets a new time.")
            blob = _git(root, "hash-object", "-w", "--stdin", given=file.text)
            _git(root, *["update-index", "--add", "--cacheinfo"], f"100644,{blob},{path}", extra=index)
        tree = _git(root, "write-tree", extra=index)
    commit = _git(root, *("commit-tree", tree, "-p", head), *("-m", message))
    _git(root, "update-ref", f"refs/heads/{branch}", commit, "")
    return commit


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _git(where: Path, *words: str, given: str = "", extra: dict[str, str] | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")} | (extra or {})
    try:
        done = subprocess.run(
            ["git", *QUIET, *words],
            cwd=where,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=SECONDS,
        )
    except FileNotFoundError as error:
        raise NoBranch("There is no git on this machine.") from error
    except subprocess.TimeoutExpired as error:
        raise NoBranch("git has not answered within a minute.") from error
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), "it gave no reason")
        raise NoBranch(f"git refuses: {reason}")
    return done.stdout.strip()
