"""The review of a draft and its hand-over: what a person accepts, what is backed up, and the files."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from lib.database import engine
from lib.schema.drafts import store
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.handover.branch import NoBranch
from lib.schema.drafts.handover.export import ExportFailed, Handover, export
from lib.schema.drafts.handover.files import migration_parts, slug_of, stamps
from lib.schema.drafts.review import decide
from lib.schema.drafts.review.backup import BackupFailed, back_up
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.store import DecisionRefused, SchemaDraft
from tests.drafts.conftest import Check

NOW = datetime(2026, 11, 28, 12, 0, 0, 123, UTC)
Reviewed = Callable[..., SchemaDraft]


@pytest.fixture
def kept(database_url: str) -> Iterator[Connection]:
    """A connection to a database with the dashboard's tables."""
    database = engine(database_url)
    with database.connect() as connection:
        yield connection
    database.dispose()


@pytest.fixture
def proposed(kept: Connection, check_site: Check) -> Reviewed:
    """A function that keeps a draft of the small site with a check of it."""

    def made(sql: str, *, title: str = "A change", author: str = "Tom", **other: Any) -> SchemaDraft:
        number, _ = store.new_draft(kept, "d", title=title, sql=sql, author=author, **other)
        store.save_check(kept, store.draft(kept, "d", number), check_site(sql))
        return store.draft(kept, "d", number)

    return made


def handed_over(kept: Connection, of: SchemaDraft, folder: Path, **other: Any) -> Handover:
    given = {"fingerprint": of.fingerprint or "", "folder": folder, "by": "Ann", "now": NOW, "branch": False}
    return export(kept, store.draft(kept, "d", of.draft), **{**given, **other})


def approved(kept: Connection, of: SchemaDraft) -> None:
    decide.approve(kept, of, by="Ann", accept=of.grave)


def test_a_person_accepts_each_grave_effect_by_its_name(kept: Connection, proposed: Reviewed) -> None:
    of = proposed("alter table s.t drop column b")
    assert (of.grave, of.at_risk) == (("breaking_change", "irreversible"), ("s.t",))
    reasons = {effect.kind: effect.reasons for effect in grave_effects(of.report or {})}
    assert reasons["irreversible"] == ("The values of s.t.b.",)
    with pytest.raises(DecisionRefused, match="not accepted: irreversible"):
        decide.approve(kept, of, by="Ann", accept=["breaking_change"])
    with pytest.raises(DecisionRefused, match="There is no effect everything"):
        decide.approve(kept, of, by="Ann", accept=["everything"])
    with pytest.raises(DecisionRefused, match="wrote this draft yourself"):
        decide.approve(kept, of, by="tom ", accept=of.grave)
    decide.approve(kept, of, by="Tom", reason="nobody else is here", accept=of.grave)
    assert store.draft(kept, "d", of.draft).state == "approved"


def test_a_lock_over_many_rows_is_grave_and_over_few_is_not(check_site: Check) -> None:
    report = check_site("alter table s.t alter v type varchar(10)")

    def kinds(report: CheckReport) -> list[str]:
        return [effect.kind for effect in grave_effects(document(report))]

    assert "long_lock" not in kinds(report)
    many = replace(report, estimates=((("s", "t"), 12_000_000),), sizes=((("s", "t"), 2_610_000_000),))
    assert "long_lock" in kinds(many)
    assert document(many)["statements"][0]["seconds"] == [20.0, 474.5]
    unknown = replace(report, estimates=((("s", "t"), None),))
    assert "long_lock" in kinds(unknown)
    assert document(unknown)["statements"][0]["seconds"] is None
    held = check_site("alter table s.p add y int; select count(*) from s.t")
    assert "long_lock" not in kinds(held)
    assert "long_lock" in kinds(replace(held, estimates=((("s", "t"), 12_000_000),)))
    apart = check_site("alter table s.p add y int; commit; select count(*) from s.t")
    assert "long_lock" not in kinds(replace(apart, estimates=((("s", "t"), 12_000_000),)))


def test_an_edit_a_new_check_and_a_moved_database_each_void_an_approval(
    kept: Connection, proposed: Reviewed, check_site: Check, tmp_path: Path
) -> None:
    of = proposed("create index concurrently t_b on s.t (b)")
    with pytest.raises(DecisionRefused, match="Nobody has approved"):
        handed_over(kept, of, tmp_path)
    approved(kept, of)
    with pytest.raises(DecisionRefused, match="has changed since"):
        handed_over(kept, of, tmp_path, fingerprint="another")
    store.save_check(kept, of, check_site(of.sql))
    assert store.draft(kept, "d", of.draft).state == "passed"
    with pytest.raises(DecisionRefused, match="Nobody has approved"):
        handed_over(kept, of, tmp_path)
    approved(kept, store.draft(kept, "d", of.draft))
    store.new_version(kept, of.draft, sql="select 1", author="Tom")
    with pytest.raises(DecisionRefused, match="no passed check"):
        handed_over(kept, of, tmp_path)
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
-- people are found by their address
create index concurrently p_email on s.p (email);
alter table s.p add nick text; -- short
comment on column s.p.nick is 'a short; name';
commit;
create view s.people as select id, nick from s.p
"""


def test_each_concurrently_has_a_file_of_its_own_and_every_other_a_transaction(
    kept: Connection, proposed: Reviewed, tmp_path: Path
) -> None:
    of = proposed(SCRIPT, title="Find people  by “address”")
    approved(kept, of)
    (tmp_path / "20261128120030_earlier.sql").touch()
    found = handed_over(kept, of, tmp_path)
    texts = {file.path: file.text for file in found.files}
    assert list(texts) == [
        "20261128120031_find_people_by_address_1.sql",
        "20261128120032_find_people_by_address_2.sql",
        "20261128120033_find_people_by_address_3.sql",
        "reviews/20261128120031_find_people_by_address/rollback.sql",
        "reviews/20261128120031_find_people_by_address/pull_request.md",
    ]
    first, second, third, way_back, _ = texts.values()
    assert first == "create index concurrently p_email on s.p (email);\n"
    assert second.endswith(
        "set lock_timeout = '3s';\n\nalter table s.p add nick text; -- short\n"
        "comment on column s.p.nick is 'a short; name';\n"
    )
    assert third.endswith("create view s.people as select id, nick from s.p;\n")
    assert way_back.endswith((of.report or {})["rollback"]["sql"])
    assert {path: (tmp_path / path).read_text("utf-8") for path in texts} == texts
    assert store.draft(kept, "d", of.draft).detail["files"] == list(texts)


def test_the_same_export_is_the_same_bytes_and_never_over_a_file(
    kept: Connection, proposed: Reviewed, tmp_path: Path
) -> None:
    of = proposed("alter table s.p add nick text")
    approved(kept, of)
    first = handed_over(kept, of, tmp_path / "one")
    second = handed_over(kept, of, tmp_path / "two")
    assert first.files == second.files
    (tmp_path / "three" / "reviews" / "20261128120000_a_change").mkdir(parents=True)
    taken = tmp_path / "three" / "reviews" / "20261128120000_a_change" / "rollback.sql"
    taken.write_text("mine", "utf-8")
    with pytest.raises(ExportFailed, match="exists already"):
        handed_over(kept, of, tmp_path / "three")
    assert taken.read_text("utf-8") == "mine"
    assert [path.name for path in (tmp_path / "three").iterdir()] == ["reviews"]


def test_a_branch_holds_one_commit_and_the_work_tree_stays(
    kept: Connection, proposed: Reviewed, tmp_path: Path
) -> None:
    def git(*words: str) -> str:
        named = ("-c", "user.name=T", "-c", "user.email=t@example.com")
        done = subprocess.run(["git", *named, *words], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git("init", "-q", "-b", "main")
    git("config", "user.name", "T")
    git("config", "user.email", "t@example.com")
    (tmp_path / "a").write_text("a", "utf-8")
    of = proposed("alter table s.p add nick text")
    approved(kept, of)
    with pytest.raises(NoBranch, match="not committed"):
        handed_over(kept, of, tmp_path / "migrations", branch=True)
    git("add", "a")
    git("commit", "-qm", "a")
    found = handed_over(kept, of, tmp_path / "migrations", branch=True)
    assert git("rev-list", "--count", f"main..{found.branch}") == "1"
    assert set(git("diff", "--name-only", f"main..{found.branch}").splitlines()) == {
        f"migrations/{file.path}" for file in found.files
    }
    assert git("show", f"{found.branch}:migrations/{found.files[0].path}") == found.files[0].text.strip()
    assert (git("branch", "--show-current"), git("status", "--porcelain")) == ("main", "")
    assert [path.name for path in tmp_path.iterdir() if path.name != ".git"] == ["a"]
    with pytest.raises(NoBranch, match="There is a branch"):
        handed_over(kept, of, tmp_path / "migrations", branch=True)


def test_the_pull_request_says_it_all_and_obeys_nobody(kept: Connection, proposed: Reviewed, tmp_path: Path) -> None:
    of = proposed(
        "alter table s.t add q_id bigint references s.p; create index on s.t (q_id); "
        "comment on column s.t.q_id is 'a ``` | @all \u202e'",
        title="# Link | <b>@team</b>",
        why="`rm`",
    )
    approved(kept, of)
    text = handed_over(kept, of, tmp_path).files[-1].text
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        r"# \# Link \| \<b\>&#64;team\</b\>",
        *("## What each statement does", "## Changes"),
        *("## Map before", "## Map after", "## The way back", "## How to run it", "## Checked"),
    ]
    assert "writes of s.p" in text
    maps = text.split("```mermaid")[1:]
    assert ['"s.t" }o--o| "s.p" : "q_id"' in part for part in maps] == [False, True]
    assert text.count("\n```") == 4
    assert "\u202e" not in text
    assert "⟨U+202E⟩" in text
    assert f"`{(of.fingerprint or '')[:12]}`" in text


def test_a_backup_is_of_one_moment_counted_and_read_again(
    kept: Connection, proposed: Reviewed, site: str, tmp_path: Path
) -> None:
    of = proposed("drop table s.p; update s.t set a = a")
    assert of.at_risk == ("s.p", "s.t")
    approved(kept, of)
    with pytest.raises(DecisionRefused, match="no backup"):
        handed_over(kept, of, tmp_path)
    file = tmp_path / "before.dump"
    made = back_up(site, of, [("s", "p"), ("s", "t")], to=file, by="Ann")
    assert made.row_counts == {"s.p": 100, "s.t": 1000}
    assert (made.size, oct(file.stat().st_mode)[-3:]) == (file.stat().st_size, "600")
    with pytest.raises(BackupFailed, match="already"):
        back_up(site, of, [("s", "p")], to=file, by="Ann")
    store.save_backup(kept, of, made)
    text = handed_over(kept, of, tmp_path / "migrations").files[-1].text
    assert made.digest in text
    assert str(tmp_path) not in text


def test_who_may_not_read_the_rows_makes_no_backup(
    proposed: Reviewed, create_database: Callable[[], str], tmp_path: Path
) -> None:
    of = proposed("drop table s.p")
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create schema s; create table s.p (id int); insert into s.p values (1)")
    with pytest.raises(BackupFailed, match="may not read"):
        back_up(url, of, [("s", "nothing")], to=tmp_path / "x", by="Ann")
    assert list(tmp_path.iterdir()) == []


def test_names_and_stamps_are_those_of_the_sites_tool() -> None:
    assert slug_of("Größe — “x”; DROP/../", 3) == "groe_x_drop"
    assert slug_of("קטן", 3) == "draft_3"
    assert stamps(NOW, ["20261128120000_a.sql", "readme.md"], 2) == ("20261128120001", "20261128120002")
    assert stamps(NOW, ["0012_a.sql"], 1) == ("20261128120000",)
    assert stamps(NOW, ["99999999_a.sql"], 2) == ("100000000", "100000001")


def test_a_script_is_divided_where_it_says_so() -> None:
    plain = {"outside_transaction": False}
    document = {"statements": [{"number": number, **plain} for number in range(1, 6)]}
    parts = migration_parts("begin; select 1; select 2; commit; select 3", document)
    assert [(part.text, part.alone, part.numbers) for part in parts] == [
        ("select 1; select 2;\n", False, (2, 3)),
        ("select 3;\n", False, (5,)),
    ]
