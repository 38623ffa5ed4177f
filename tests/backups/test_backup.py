"""`orb backup` and `orb restore` of the embedded database: everything comes back, and nothing half-written is taken."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from lib import migrate
from lib.backups import archive, psql
from lib.backups.archive import BackupManifest
from lib.backups.backup import back_up
from lib.cli import app
from lib.database import engine
from lib.embedded.server import Server
from lib.settings import ROOT
from tests.upgrades.kept_states import NEWEST, as_before, rows

MANIFEST = BackupManifest(datetime(2026, 11, 28, tzinfo=UTC), 180000, ("001_role.sql",), 2, 5)
HELD = "2 clients with 5 versions"


def orb(*words: str, code: int = 0) -> Result:
    ended = CliRunner().invoke(app, list(words))
    assert ended.exit_code == code, ended.output
    return ended


def databases(server: Server) -> list[str]:
    with psycopg.connect(server.url_of("postgres")) as connection:
        found = connection.execute("select datname from pg_database where datname ~ '^orb' order by 1").fetchall()
    return [name for (name,) in found]


@pytest.mark.parametrize(("house", "is_divided"), [("012", False), (NEWEST, True)], indirect=["house"])
def test_what_was_backed_up_comes_back_as_it_was_brought_to_todays_state(
    house: Server, is_divided: bool, tmp_path: Path
) -> None:
    if is_divided:
        orb("migrate", "--partition-history")
    file, before = tmp_path / "house of Ä.orb", rows(house.url)
    told = json.loads(orb("backup", str(file), "--json").stdout)
    assert (told["file"], told["clients"], told["versions"]) == (str(file), 2, 5)
    assert (stat.S_IMODE(file.stat().st_mode), list(tmp_path.iterdir())) == (0o600, [file])
    with psycopg.connect(house.url) as connection:
        connection.execute("drop table crm_client_context cascade")
        connected_meanwhile = psycopg.connect(house.url)
    assert orb("restore", str(file), "--yes").stdout.startswith(f"Restored {HELD} of ")
    with pytest.raises(psycopg.OperationalError):
        connected_meanwhile.execute("select 1")
    assert as_before(rows(house.url), before) == before
    assert migrate.plan(engine(house.url)).pending == ()
    with psycopg.connect(house.url) as connection:
        parts = connection.execute("select count(*) from pg_class where relispartition and relkind = 'r'").fetchone()
    assert parts == (32 if is_divided else 0,)
    assert databases(house) == ["orb"]


def test_a_backup_replaces_another_only_where_somebody_says_so(house: Server, tmp_path: Path) -> None:
    file = tmp_path / "b.orb"
    file.write_text("something else")
    refused = "Something would be overwritten, and nobody can be asked here. Say --yes if it may be.\n"
    assert orb("backup", str(file), code=1).stderr == refused
    assert file.read_text() == "something else"
    assert HELD in orb("backup", str(file), "--yes").stdout
    before = rows(house.url)
    assert orb("restore", str(file), code=1).stderr == refused
    assert rows(house.url) == before


@pytest.mark.parametrize("answer", ["n", "y"])
def test_a_person_is_asked_with_what_would_be_lost(
    answer: str, house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.orb"
    orb("backup", str(file))
    with psycopg.connect(house.url) as connection:
        connection.execute("delete from system_schema_cache")
    monkeypatch.setattr("lib.commands.backups.backup._has_terminal", lambda: True)
    ended = CliRunner().invoke(app, ["restore", str(file)], input=f"{answer}\n")
    assert f"The embedded database ({HELD}) is replaced by {HELD} of " in ended.stderr
    assert ended.exit_code == (0 if answer == "y" else 1)
    assert bool(rows(house.url)["system_schema_cache"]) == (answer == "y")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of nothing but text, as it is written."""
    path = tmp_path_factory.mktemp("whole") / "whole.orb"
    with archive.new_file(path) as file:
        archive.write(file, MANIFEST, (b"a piece of a dump " * 500 for _ in range(20)))
    return path


def test_a_file_cut_off_anywhere_or_changed_in_any_byte_is_refused(whole: Path, tmp_path: Path) -> None:
    content, broken = whole.read_bytes(), tmp_path / "broken.orb"
    end = archive.START + archive.read(whole).dump_bytes
    cuts = [content[:at] for at in range(0, end, 3001)]
    changed = [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in range(archive.START, end, 2999)]
    told = content.index(b"001_role")
    changed.append(content[:told] + b"002" + content[told + 3 :])
    for damaged in [*cuts, *changed, bytes(len(content)), b"\0" * archive.START + content[archive.START :]]:
        broken.write_bytes(damaged)
        with pytest.raises(archive.BrokenBackup):
            archive.read(broken)


def test_a_file_that_is_no_backup_or_not_there_is_told_without_touching_anything(house: Server, tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("Dear Ann")
    for name, said in (("mail.txt", "is no whole backup"), ("none", "cannot be read: No such file or directory.")):
        assert said in orb("restore", str(tmp_path / name), "--yes", code=1).stderr


@pytest.mark.parametrize("newer", [{"migrations": ("001_role.sql", "999_of_tomorrow.sql")}, {"format": 2}])
def test_a_backup_of_a_newer_dashboard_is_refused(house: Server, tmp_path: Path, newer: dict[str, Any]) -> None:
    before, path = rows(house.url), tmp_path / "newer.orb"
    with archive.new_file(path) as file:
        archive.write(file, replace(MANIFEST, **newer), [b"x"])
    told = "A newer dashboard has made this backup. Upgrade this dashboard to the same version first.\n"
    assert orb("restore", str(path), "--yes", code=1).stderr == told
    assert rows(house.url) == before


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_dump_that_ends_too_early_leaves_everything_as_it_was(house: Server, tmp_path: Path, part: float) -> None:
    before, path, cut = rows(house.url), tmp_path / "b.orb", tmp_path / "cut.orb"
    orb("backup", str(path))
    manifest = archive.read(path)
    dump = b"".join(archive.dump_of(path, manifest))
    with archive.new_file(cut) as file:
        archive.write(file, manifest, [dump[: int(len(dump) * part)]])
    assert "could not" in orb("restore", str(cut), "--yes", code=1).stderr.replace("cannot", "could not")
    assert rows(house.url) == before
    assert databases(house) == ["orb"]


def test_a_backup_that_is_interrupted_leaves_the_one_before_it(house: Server, tmp_path: Path) -> None:
    file = tmp_path / "b.orb"
    file.write_text("the one before")

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    database = engine(house.url)
    with pytest.raises(KeyboardInterrupt):
        back_up(database, house.url, file, progress=interrupt)
    database.dispose()
    assert (file.read_text(), list(tmp_path.iterdir())) == ("the one before", [file])


def test_no_password_stands_in_a_command_line(house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    start = subprocess.Popen.__init__

    def noted(self: object, command: list[str], **how: object) -> None:
        started.append(command)
        start(self, command, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    orb("backup", str(tmp_path / "b.orb"))
    orb("restore", str(tmp_path / "b.orb"), "--yes")
    password = (house.home / "password").read_text()
    assert [Path(command[0]).name for command in started] == ["pg_dump", "pg_restore", "psql"]
    assert not [word for command in started for word in command if password in word]


def test_a_folder_that_cannot_be_written_is_named(house: Server, tmp_path: Path) -> None:
    told = orb("backup", str(tmp_path / "no folder" / "b.orb"), code=1).stderr
    assert told.endswith("cannot be written: No such file or directory. Choose another place.\n")
    told = orb("backup", str(tmp_path / ("b" * 300)), code=1).stderr
    assert told.endswith("cannot be written: File name too long. Choose another place.\n")


def test_what_is_no_file_is_not_replaced_by_a_backup(house: Server, tmp_path: Path) -> None:
    pipe, link = tmp_path / "a pipe", tmp_path / "a link to it"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path, said in ((pipe, "Not a file"), (link, "Not a file"), (tmp_path, "Is a directory")):
        assert f"cannot be written: {said}." in orb("backup", str(path), "--yes", code=1).stderr
    assert pipe.is_fifo()
    assert link.is_fifo()


def test_a_database_of_its_own_is_left_to_its_own_server(
    house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", house.url)
    assert "DATABASE_URL names another database" in orb("backup", str(tmp_path / "b.orb"), code=1).stderr


KILLED = """
import os, signal, sys, time
from lib.backups import psql
def script():
    yield b"alter table crm_client_fact disable trigger user;\\ncreate table half (text text);\\n"
    yield b"copy half from stdin;\\n" + b"half of the rows\\n" * 9000  # more than a pipe holds back
    time.sleep(0.2)  # psql has got it
    os.kill(os.getpid(), signal.SIGKILL)
psql._run(sys.argv[1], script())
"""


def test_a_restore_that_is_killed_half_way_leaves_nothing_half_written(house: Server) -> None:
    before = rows(house.url)
    ended = subprocess.run([sys.executable, "-c", KILLED, house.url], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    with psycopg.connect(house.url) as connection:
        connection.execute("lock table crm_client_fact")  # psql has come to its end
        off = "select count(*) from pg_trigger where tgenabled = 'D' and not tgisinternal"
        assert connection.execute(off).fetchone() == (0,)
    assert rows(house.url) == before


def test_a_script_whose_writer_fails_half_way_leaves_nothing(house: Server) -> None:
    def half() -> Iterator[bytes]:
        yield b"create table half_a_restore ();\n"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        psql._run(house.url, half())
    time.sleep(0.2)
    assert "half_a_restore" not in rows(house.url)
