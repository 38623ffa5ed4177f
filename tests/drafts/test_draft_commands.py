"""`orb draft`: a draft is kept with its versions, and checked against the explored database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from lib.cli import app


@pytest.fixture
def orb(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, Any, str]]:
    """A function that runs `orb draft …`: its exit code, its JSON and its messages."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*words: str, given: str = "") -> tuple[int, Any, str]:
        told = CliRunner().invoke(app, ["draft", *words, "--json"], input=given)
        return told.exit_code, json.loads(told.stdout) if told.stdout else None, told.stderr

    return run


def test_a_draft_is_kept_edited_checked_and_shown(orb: Callable[..., tuple[int, Any, str]], tmp_path: Path) -> None:
    file = tmp_path / "draft.sql"
    file.write_text("create table notes (id int primary key); comment on table notes is 'one note';", "utf-8")
    assert orb("new", "  Notes\n of ours ", "--sql", str(file), "--author", "Tom")[:2] == (
        0,
        {"draft": 1, "version": 1},
    )
    assert orb("edit", "1", "--sql", "-", "--author", "Ann", given="creat table")[:2] == (0, {"draft": 1, "version": 2})
    code, found, _ = orb("check", "1")
    assert (code, found["draft"], found["version"], found["state"]) == (1, 1, 2, "failed")
    assert found["statements"][0]["error"] == 'Line 1, column 1: syntax error at or near "creat".'
    orb("edit", "1", "--sql", str(file), "--author", "Ann")
    code, found, _ = orb("check", "1")
    assert (code, found["state"], found["shadow"]) == (0, "passed", {"faithful": True, "differences": []})
    assert found["rollback"]["proved"]
    _, listed, _ = orb("list")
    assert [(item["draft"], item["version"], item["state"], item["title"]) for item in listed["drafts"]] == [
        (1, 3, "passed", "Notes of ours")
    ]
    _, shown, _ = orb("show", "1")
    assert shown["check"] == found
    assert shown["sql"] == file.read_text("utf-8")


def test_a_draft_goes_through_the_review_to_files_that_a_person_runs(
    orb: Callable[..., tuple[int, Any, str]], database_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("create table note (id int primary key, body text); insert into note values (1, 'a')")
    orb("new", "Drop bodies", "--sql", "-", "--author", "Tom", given="alter table note drop column body")
    assert "was never checked" in orb("approve", "1", "--by", "Ann")[2]
    assert orb("check", "1")[0] == 0
    assert "not accepted: breaking_change, irreversible" in " ".join(orb("approve", "1", "--by", "Ann")[2].split())
    accepted = ("--accept", "breaking_change", "--accept", "irreversible")
    assert orb("approve", "1", "--by", "Ann", *accepted)[1] == {"draft": 1, "version": 1, "decision": "approved"}
    folder = tmp_path / "migrations"
    assert "there is no backup of them" in " ".join(orb("export", "1", "--to", str(folder))[2].split())
    code, made, _ = orb("backup", "1", "--to", str(tmp_path / "before.dump"))
    assert (code, made["rows"]) == (0, {"public.note": 1})
    code, written, _ = orb("export", "1", "--to", str(folder))
    assert (code, len(written["files"]), written["branch"]) == (0, 3, None)
    file, way_back, _ = (folder / path for path in written["files"])
    look = "select column_name from information_schema.columns where table_name = 'note' order by ordinal_position"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(file.read_bytes())
        assert connection.execute(look).fetchall() == [("id",)]
        connection.execute(way_back.read_bytes())
        assert connection.execute(look).fetchall() == [("id",), ("body",)]
    assert "No safer way" in orb("safer", "1")[2]
    assert "A refusal has a reason" in orb("refuse", "1", "--by", "Ann", "--reason", " ")[2]
    assert orb("list")[1]["drafts"][0]["state"] == "exported"


def test_what_is_wrong_is_one_line(orb: Callable[..., tuple[int, Any, str]]) -> None:
    for words, message in (
        (("show", "7"), "There is no draft 7."),
        (("check", "7"), "There is no draft 7."),
        (("edit", "7", "--sql", "-"), "There is no draft 7."),
        (("new", " ", "--sql", "-"), "A draft has a title of at most 200 characters."),
        (("new", "x", "--sql", "/nowhere/at all"), "cannot be read."),
    ):
        code, document, told = orb(*words)
        assert (code, document) == (1, None)
        assert message in " ".join(told.split())


def test_drafts_are_only_appended_to(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("insert into system_schema_draft (database_name, title, author) values ('d', 't', 'Tom')")
        for version in (1, 2):
            connection.execute(
                "insert into system_schema_draft_version (draft_id, version, sql, author) values (1, %s, '', 'Tom')",
                (version,),
            )
        connection.execute(
            "insert into system_schema_draft_check (draft_id, version, state, fingerprint, report) "
            "values (1, 2, 'failed', 'f', '{}'), (1, 2, 'passed', 'f', '{}'), (1, 1, 'passed', 'f', '{}')"
        )
        decide = (
            "insert into system_schema_draft_decision (draft_id, version, decision, decided_by, check_id, reason) "
            "values (1, %s, %s, %s, %s, %s)"
        )
        for statement, given in (
            ("update system_schema_draft_version set sql = 'x'", ()),
            ("delete from system_schema_draft_check", ()),
            ("update system_schema_draft set title = 'x'", ()),
            ("truncate system_schema_draft_decision", ()),
            ("insert into system_schema_draft_version values (1, 4, '', 'Tom')", ()),
            (decide, (1, "approved", "Ann", 3, "")),  # not the newest version
            (decide, (2, "approved", "Ann", 1, "")),  # its check failed
            (decide, (2, "approved", "Ann", 3, "")),  # the check of another version
            (decide, (2, "approved", "Ann", None, "")),
            (decide, (2, "approved", " tom", 2, "")),  # one's own without a reason
            (decide, (2, "exported", "Ann", 2, "")),  # not approved yet
            (decide, (2, "refused", "Ann", None, " ")),
            (decide, (2, "landed", "Ann", 2, "")),  # not exported yet
        ):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
                connection.execute(statement.encode(), given or None)
        connection.execute(decide.encode(), (2, "approved", "Ann", 2, ""))
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="as it is now"):
            connection.execute(decide.encode(), (2, "exported", "Ann", 2, ""))
        export = decide.replace("reason) ", "reason, detail) ").replace("%s)", '%s, \'{"fingerprint": "f"}\')')
        connection.execute(export.encode(), (2, "exported", "Ann", 2, ""))


def test_grave_effects_are_accepted_and_what_is_at_risk_is_backed_up_first(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "insert into system_schema_draft (database_name, title, author) values ('d', 't', 'Tom');"
            "insert into system_schema_draft_version values (1, 1, '', 'Tom');"
            "insert into system_schema_draft_check (draft_id, version, state, fingerprint, report, grave, at_risk) "
            "values (1, 1, 'passed', 'f', '{}', '{long_lock,irreversible}', '{s.t}')"
        )
        decide = (
            "insert into system_schema_draft_decision (draft_id, version, decision, decided_by, check_id, accepted, "
            "detail) values (1, 1, %s, 'Ann', 1, %s, '{\"fingerprint\": \"f\"}')"
        )
        back_up = (
            "insert into system_schema_draft_backup "
            "(draft_id, version, fingerprint, file, digest, bytes, row_counts, made_by) "
            "values (1, 1, %s, 'x', repeat('0', 64), 1, %s, 'Ann')"
        )
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="accepted by its name"):
            connection.execute(decide.encode(), ("approved", ["long_lock"]))
        connection.execute(decide.encode(), ("approved", ["long_lock", "irreversible"]))
        connection.execute(back_up.encode(), ("another", '{"s.t": 1}'))
        connection.execute(back_up.encode(), ("f", '{"s.u": 1}'))
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="has a backup"):
            connection.execute(decide.encode(), ("exported", []))
        connection.execute(back_up.encode(), ("f", '{"s.t": 1, "s.u": 0}'))
        connection.execute(decide.encode(), ("exported", []))


def test_an_agent_never_approves_its_own_draft(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "insert into system_schema_draft (database_name, title, author) values ('d', 't', 'robot');"
            "insert into system_schema_draft_version values (1, 1, '', 'robot', true);"
            "insert into system_schema_draft_check (draft_id, version, state, fingerprint, report) "
            "values (1, 1, 'passed', 'f', '{}')"
        )
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="approved by another"):
            connection.execute(
                "insert into system_schema_draft_decision (draft_id, version, decision, decided_by, check_id, reason) "
                "values (1, 1, 'approved', ' Robot', 1, 'because')"
            )
        connection.execute(
            "insert into system_schema_draft (database_name, title, author) values ('d', 't', 'Tom');"
            "insert into system_schema_draft_version values (2, 1, '', 'Tom');"
            "insert into system_schema_draft_check (draft_id, version, state, fingerprint, report) "
            "values (2, 1, 'passed', 'f', '{}')"
        )
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="agents decide nothing"):
            connection.execute(
                "insert into system_schema_draft_decision (draft_id, version, decision, decided_by, check_id) "
                "values (2, 1, 'approved', 'robot', 2)"
            )
