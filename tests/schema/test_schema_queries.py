"""`orb schema export|find|show|path|pack|lint` on a real database."""

import json
from typing import Any

import psycopg
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from lib.agent_answer import LEAST_TOKENS
from lib.cli import app
from lib.schema import lint
from lib.schema.export.document import JSON_SCHEMA
from lib.schema.export.pack import LEAST
from lib.tokens import tokens
from tests.support.schemas.made_schema import BUSINESS, ddl
from tests.support.schemas.servers_and_scripts import FAULTS, load


@pytest.fixture
def business(database_url: str, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A business to explore beside the dashboard's own database; `orb` works on both."""
    with psycopg.connect(empty_database) as connection:
        connection.execute(ddl(BUSINESS))  # type: ignore[call-overload]
        connection.execute("comment on table crm.contact is 'One person.'")
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", empty_database)
    monkeypatch.setenv("COLUMNS", "200")
    return empty_database


def orb(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["schema", *words])
    assert result.exit_code == code, result.output
    return result


def document(*words: str) -> Any:
    return json.loads(orb(*words, "--json").stdout)


def test_the_first_question_reads_the_schema_and_the_next_ones_the_cache(business: str) -> None:
    assert document("check")["state"] == "never"
    assert [hit["table"] for hit in document("find", "emial")["hits"]] == ["crm.contact", "swl.booking"]
    with psycopg.connect(business) as connection:
        connection.execute("drop schema swl cascade")
    assert [hit["table"] for hit in document("find", "email")["hits"]] == ["crm.contact", "swl.booking"]


def test_an_export_is_the_published_document(business: str) -> None:
    whole = document("export", "--format", "json")
    Draft202012Validator(json.loads(JSON_SCHEMA.read_text("utf-8"))).validate(whole)
    assert [(item["schema"], item["name"]) for item in whole["tables"]] == [
        ("crm", "company"),
        ("crm", "contact"),
        ("crm", "odd.name"),
        ("swl", "booking"),
    ]
    assert [item["name"] for item in document("export", "--schema", "swl")["tables"]] == ["booking"]
    around = document("export", "--table", 'crm."odd.name"', "--hops", "1")
    assert [item["name"] for item in around["tables"]] == ["contact", "odd.name"]
    assert around["foreign"] == [["crm", "company"]]


@pytest.mark.parametrize(
    ("name", "begin"),
    [("compact", "# "), ("markdown", "# "), ("mermaid", "erDiagram\n"), ("dbml", "// ")],
)
def test_every_format_is_text_or_one_document_with_it(business: str, name: str, begin: str) -> None:
    text = orb("export", "--format", name).stdout
    assert text.startswith(begin)
    assert document("export", "--format", name) == {"format": name, "text": text}


def test_two_parts_at_once_are_wrong_usage(business: str) -> None:
    orb("export", "--schema", "swl", "--concern", "x", code=2)
    orb("export", "--format", "xml", code=2)


def test_show_gives_the_table_as_it_stands_in_the_export(business: str) -> None:
    shown = document("show", "contact")
    (exported,) = [item for item in document("export")["tables"] if item["name"] == "contact"]
    assert shown["table"] == exported
    text = orb("show", "crm.contact").stdout
    assert text.startswith("crm.contact: table, concern")
    assert 'referred to by crm."odd.name" (contact_id), on delete no action' in text


def test_a_misspelt_table_fails_with_the_nearest_names(business: str) -> None:
    result = orb("show", "crm.contcat", "--json", code=1)
    assert result.stdout == ""
    assert "Nearest: crm.contact" in result.stderr.replace("\n", " ")


def test_a_path_comes_with_sql_that_runs(business: str) -> None:
    found = document("path", 'crm."odd.name"', "crm.company")
    (way,) = found["paths"]
    assert [step["cardinality"] for step in way["steps"]] == ["many to one", "many to one"]
    assert [step["lacks_index"] for step in way["steps"]] == [False, False]
    with psycopg.connect(business) as connection:
        connection.execute(way["sql"])
    assert way["sql"] in orb("path", 'crm."odd.name"', "crm.company").stdout
    (back,) = document("path", "crm.company", 'crm."odd.name"')["paths"]
    assert [step["lacks_index"] for step in back["steps"]] == [True, True]


def test_no_path_is_an_answer(business: str) -> None:
    assert document("path", "crm.contact", "swl.booking")["paths"] == []
    assert "No foreign keys" in orb("path", "crm.contact", "swl.booking").stderr


def test_a_pack_fits_with_everything_around_it(business: str) -> None:
    result = orb("pack", "--tables", 'crm.contact,crm."odd.name"', "--max-tokens", "700", "--json")
    assert tokens(result.stdout) <= 700
    text = orb("pack", "--tables", 'crm.contact,crm."odd.name"', "--max-tokens", "700").stdout
    assert json.loads(result.stdout)["text"] == text
    assert "company_id? integer -> crm.company.id" in text
    assert "So few tokens" in orb("pack", "--tables", "crm.contact", "--max-tokens", "50", code=1).stderr
    assert LEAST <= LEAST_TOKENS


def test_lint_tells_key_reason_and_remedy_and_heeds_the_file(
    business: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    keys = {item["key"]: item for item in document("lint")["findings"]}
    found = keys["foreign_key_without_index:crm.contact:contact_company_id_fkey"]
    assert (found["table"], found["remedy"]) == ("crm.contact", "create index on crm.contact (company_id);")
    file = tmp_path / "ignore.txt"
    file.write_text("foreign_key_without_index:*\n")
    monkeypatch.setattr(lint, "IGNORE_FILE", file)
    left = {item["key"] for item in document("lint")["findings"]}
    assert {key for key in keys if not key.startswith("foreign_key")} == left
    assert "missing_comment:crm.company" in orb("lint").stdout


@pytest.fixture
def inn(business: str) -> str:
    """The business with tables and views of every making."""
    return load(business, FAULTS / "show.sql")


def test_the_text_of_a_table_is_complete(inn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    room, stay = orb("show", "inn.room").stdout, orb("show", "inn.stay").stdout
    assert "primary key (room, during WITHOUT OVERLAPS)" in room
    assert "generated always as ((price * 1.1)) stored" in room
    assert "generated always as ((price * (2)::numeric)) virtual" in room
    assert "text collate " in room
    assert "referred to by inn.stay (room, PERIOD during), on delete no action" in room
    assert "read by inn.free" in room
    assert "inherits inn.base" in stay
    assert "generated always as identity" in stay
    assert "(room, PERIOD during) refers to inn.room (room, PERIOD during), on delete no action" in stay
    assert "(guest) refers to inn.base (id), on delete no action, on update cascade, NOT ENFORCED" in stay
    assert "CHECK ((guest > 0)) NOT ENFORCED" in stay
    assert "inherited by inn.stay" in orb("show", "inn.base").stdout


def test_the_text_of_a_view_and_of_partitions_says_what_they_are_made_of(inn: str) -> None:
    view = orb("show", "inn.free").stdout
    assert "reads inn.room (room, price)" in view
    assert "with security_barrier=true" in view
    assert view.endswith(" SELECT room,\n    price\n   FROM inn.room\n  WHERE (price < (100)::numeric);\n")
    assert "partitioned by RANGE (at)" in orb("show", "inn.bill").stdout
    assert "1 partition: inn.bill_2026" in orb("show", "inn.bill").stdout
    part = orb("show", "inn.bill_2026").stdout
    assert "partition of inn.bill FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')" in part
