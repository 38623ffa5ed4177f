"""Exports of what they once got wrong, judged by the formats' own programs."""

import json
import re
from collections.abc import Callable

import pytest

from lib.schema import agent
from lib.schema.catalog.introspect import read
from lib.schema.changes.compare import compare
from lib.schema.ddl import ddl
from lib.schema.export import subset
from lib.schema.export.export import export
from lib.schema.export.formats import Format
from lib.schema.model import Schema
from lib.schema.trigger_arguments import masked_text
from tests.support.schemas.dbml_judge import DbmlJudge, references
from tests.support.schemas.servers_and_scripts import FAULTS, load

FORMATS: tuple[Format, ...] = ("json", "compact", "markdown", "mermaid", "dbml")
SECRETS = ("eyJhbGciOiJIUzI1NiJ9", "short-one")


@pytest.fixture(scope="module")
def shop(create_database: Callable[..., str]) -> Schema:
    return read(load(create_database(), FAULTS / "exports.sql"))


def test_a_reference_of_one_to_one_belongs_to_the_table_with_the_key(shop: Schema, dbml_judge: DbmlJudge) -> None:
    found = references(dbml_judge.sql(export(shop, "dbml")))
    assert sorted(found) == [
        ('"shop"."account"', '"id"', '"shop"."twin"', '"id"', "NO ACTION"),
        ('"shop"."account"', '"owner_id"', '"shop"."person"', '"id"', "NO ACTION"),
        ('"shop"."profile"', '"person_id"', '"shop"."person"', '"id"', "CASCADE"),
        ('"shop"."visit"', '"person_id"', '"shop"."person"', '"id"', "NO ACTION"),
    ]


def test_keys_over_the_same_columns_are_one_reference_and_a_remark(shop: Schema) -> None:
    text = export(shop, "dbml")
    assert text.count('Ref "account_owner') == 1
    assert "// account_owner_again of shop.account: on delete cascade ties the same columns" in text
    assert "// twin_id_fkey of shop.twin: on delete no action ties the same columns" in text


def test_only_what_is_unique_for_all_rows_is_unique_in_dbml(shop: Schema, dbml_judge: DbmlJudge) -> None:
    text = export(shop, "dbml")
    made = dbml_judge.sql(text)
    assert re.findall(r"CREATE UNIQUE INDEX .*", made) == [
        'CREATE UNIQUE INDEX "person_email_folded" ON "shop"."person" USING BTREE ((lower(email)));'
    ]
    assert "\"email\" [type: btree, name: 'person_email_active', note: 'unique where (left_at IS NULL)']" in text
    listed = "(\"last_name\", `upper(first_name)`, `COALESCE(first_name, 'a, (b'::text)`)"
    assert f"{listed} [type: btree, name: 'person_name']" in text


def test_dbml_knows_enumerated_types_and_notes_rules_and_generated_columns(shop: Schema, dbml_judge: DbmlJudge) -> None:
    text = export(shop, "dbml")
    made = dbml_judge.sql(text)
    assert '"stage" shop.stage NOT NULL' in made
    assert '"stages" "shop"."stage[]"' in text
    assert "generated always as (((first_name || \\' \\'::text) || last_name)) stored" in text
    assert "Note: 'adult: CHECK ((age >= 18)); named: CHECK" in text


@pytest.mark.parametrize("format_name", FORMATS)
def test_exports_fold_partitions_unless_asked(shop: Schema, format_name: Format) -> None:
    text = export(shop, format_name)
    assert "visit_7" not in text
    assert "21 partitions folded into 2 tables" in text.replace("\\", "")
    assert "visit_7" in export(shop, format_name, partitions=True).replace("\\", "")


def test_a_partition_asked_for_is_exported(shop: Schema) -> None:
    part = subset.around(shop, ("shop", "visit_7"), hops=0)
    assert "shop.visit_7" in export(part, "compact", whole=shop)


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_export_tells_a_secret_of_a_trigger(shop: Schema, format_name: Format) -> None:
    assert not [secret for secret in SECRETS if secret in export(shop, format_name)]


def test_only_the_tables_own_sql_tells_the_secrets_of_its_triggers(shop: Schema) -> None:
    person = ("shop", "person")
    told = json.dumps(agent.table(shop, person).model_dump(mode="json"))
    assert not [secret for secret in SECRETS if secret in told]
    assert "'https://hooks.example.com/person', 'POST', '***', 'api_key', '***', '5000'" in told
    assert "'password_hash', 'email', 'it''s'" in told
    assert [secret for secret in SECRETS if secret in ddl(shop.table_named[person])] == list(SECRETS)


def test_a_changed_secret_is_a_change_that_does_not_tell_it(create_database: Callable[..., str], shop: Schema) -> None:
    url = load(create_database(), FAULTS / "exports.sql")
    before = read(url)
    load(url, FAULTS / "exports_secret.sql")
    (found,) = compare(before, read(url))
    assert (found.what, found.name, found.attribute) == ("trigger", "told", "definition")
    assert "'api_key', '***'" in str(found.before)
    assert "a-new-one" not in str(found)


@pytest.mark.parametrize(
    ("argument", "is_secret"),
    [
        ("https://user:pa55@example.com/x", True),
        ("https://example.com/hook?key=abc", True),
        ("https://hooks.example.com/services/T02AB34CD/B02AB34CD/aB3dE5gH7jK9mN1pQ3sT5vW7", True),
        ("sk_live_51HxyzABC", True),
        ("x-api-key: 12345", True),
        ("9f86d081884c7d659a2feaa0c55ad015", True),
        ("8c7e4f7e-55cb-4bd5-9f0d-2b0f4a1e6f11", True),
        ("https://abcdefghijklmnopqrst.example.co/functions/v1/notify-everyone", False),
        ("reset_token", False),
        ("last_updated_at", False),
        ("a sentence that a person reads in 2026", False),
        ("", False),
    ],
)
def test_what_looks_like_a_secret(argument: str, is_secret: bool) -> None:
    definition = f"CREATE TRIGGER t AFTER INSERT ON s.x FOR EACH ROW EXECUTE FUNCTION f('{argument}')"
    assert ("'***'" in masked_text(definition)) == is_secret
    assert masked_text(masked_text(definition)) == masked_text(definition)
