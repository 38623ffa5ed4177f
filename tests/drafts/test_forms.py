"""Forms write SQL that runs, and what a script means to make is looked for in what there is."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest

from lib.schema.catalog import introspect
from lib.schema.changes.compare import compare
from lib.schema.drafts import designer
from lib.schema.drafts.check.extent import extent
from lib.schema.drafts.designer import NewColumn
from lib.schema.drafts.marks import marked
from lib.schema.drafts.proposed import proposed, twins
from lib.schema.model import Column, ForeignKey, Schema, Table
from tests.drafts.conftest import Check

NAME = ("s", 'odd "name" קטן')


def test_a_new_table_has_a_key_row_level_security_comments_and_indexes(check_site: Check, site: str) -> None:
    schema = introspect.read(site)
    columns = [
        NewColumn("p_id", "bigint", nullable=False, references=("s", "p")),
        NewColumn("order", "text", default="'it''s'", comment="its 'own' name"),
    ]
    sql = designer.new_table(NAME, columns, schema, comment="One thing", has_rls=True)
    assert sql == (
        'create table s."odd ""name"" קטן" (\n'
        "    id bigint generated always as identity primary key,\n"
        "    p_id bigint not null references s.p (id),\n"
        "    \"order\" text default 'it''s'\n"
        ");\n"
        'alter table s."odd ""name"" קטן" enable row level security;\n'
        'comment on table s."odd ""name"" קטן" is \'One thing\';\n'
        'comment on column s."odd ""name"" קטן"."order" is \'its \'\'own\'\' name\';\n'
        'create index on s."odd ""name"" קטן" (p_id);\n'
    )
    assert check_site(sql).state == "passed"


def test_every_form_gives_statements_that_run(check_site: Check, site: str) -> None:
    with psycopg.connect(site, autocommit=True) as connection:  # without its roles no API serves anything
        if not connection.execute("select from pg_roles where rolname = 'anon'").fetchall():
            connection.execute("create role anon")
    schema = introspect.read(site)
    t, p = ("s", "t"), schema.table_named["s", "p"]
    parts = (
        designer.add_column(t, NewColumn("q_id", "bigint", comment="whose", references=("s", "p")), schema),
        designer.rename(t, "b", "order"),
        designer.change_type(t, "order", "varchar(80)"),
        designer.set_default(t, "order", "'x'"),
        designer.set_default(t, "order", ""),
        designer.set_nullable(t, "id", nullable=False),
        designer.relation(t, ["q_id"], p, on_delete="cascade"),
        designer.script([designer.index(t, ["v", "p_id"], is_unique=True)]),
        designer.check(t, "a > -1", name="positive"),
        designer.add_label(("s", "mood"), "it's"),
        designer.script([designer.comment_on(t, "", "told")]),
        designer.drop(t, "v"),
        designer.drop(("s", "part"), ""),
        designer.rename(("s", "p"), "", "people"),
    )
    report = check_site("".join(parts))
    assert [item.error for item in report.measured if item.error] == []
    assert set(designer.types_of(schema)[:2]) == {"bigint", "integer"}
    assert "s.mood" in designer.types_of(schema)
    assert [designer.is_exposed(schema, name) for name in ("public", "s", "none")] == [True, True, False]


def test_what_may_exist_already_is_found_by_its_names_and_their_kin() -> None:
    names = ("crm_contact", "crm_deal", "crm_note", "invoice", "staff")
    schema = Schema("d", 180000, "2026", tables=tuple(Table("public", name) for name in names))
    schema = replace(
        schema, tables=(*schema.tables, Table("public", "person", columns=(Column("phone", 1, "text", True),)))
    )
    script = "create table Customers (id int); create table if not exists crm_bills (id int); create table plan ();"
    found = {twin.name: [hit.table for hit in twin.hits] for twin in twins(script, schema)}
    assert found["public.customers"][:2] == [("public", "person"), ("public", "crm_contact")]
    assert found["public.crm_bills"] == [("public", "invoice")]
    assert "public.plan" not in found
    (twin,) = twins("alter table only public.person add column if not exists mobile text", schema)
    assert (twin.name, [hit.column for hit in twin.hits]) == ("public.person.mobile", ["phone"])


@pytest.mark.parametrize(
    "script", ["", "create", "create table", "alter table", "alter table x add column", "select 'a"]
)
def test_an_unfinished_script_proposes_what_can_be_read(script: str) -> None:
    assert all(isinstance(name, tuple) for name, _ in proposed(script))


def test_the_map_marks_what_comes_what_changes_and_what_goes() -> None:
    key = ForeignKey("fk", ("b",), "s", "gone", ("id",))
    columns = tuple(Column(name, place, "int", True) for place, name in enumerate("ab", 1))
    before = Schema(
        "d", 180000, "x", tables=(Table("s", "t", columns=columns, foreign_keys=(key,)), Table("s", "gone"))
    )
    after = Schema("d", 180000, "x", tables=(Table("s", "t", columns=columns[:1]), Table("s", "new")))
    changes = [
        {"kind": "removed", "what": "column", "table": "s.t", "name": "b"},
        {"kind": "removed", "what": "table", "table": "s.gone", "name": "gone"},
        {"kind": "added", "what": "table", "table": "s.new", "name": "new"},
        {"kind": "added", "what": "type", "table": None, "name": "x"},
    ]
    found = marked(extent(before, after, compare(before, after), explored=before), changes)
    assert found.tables == {("s", "t"): "changed", ("s", "gone"): "gone", ("s", "new"): "new"}
    assert found.columns == {("s", "t"): {"b": "gone"}}
    assert [column.name for column in found.schema.table_named["s", "t"].columns] == ["a", "b"]
    assert found.schema.table_named["s", "t"].foreign_keys == (key,)


@pytest.mark.parametrize(("referring", "drawn"), [(14, 16), (15, 2)])
def test_what_refers_to_a_hub_is_drawn_where_all_of_it_fits(referring: int, drawn: int) -> None:
    to_root = ForeignKey("fk", ("a",), "s", "root", ("id",))
    to_hub = replace(to_root, other_table="hub")
    others = tuple(Table("s", f"t{number}", foreign_keys=(to_hub,)) for number in range(referring))
    hub = Table("s", "hub", foreign_keys=(to_root,))
    before = Schema("d", 180000, "x", tables=(Table("s", "root"), hub, *others))
    after = replace(before, tables=(Table("s", "root"), replace(hub, comment="All meet here."), *others))
    reach = extent(before, after, compare(before, after), explored=before)
    assert len(reach.after.tables) == drawn
    assert {("s", "root"), ("s", "hub")} <= reach.after.table_named.keys()


def test_a_form_is_only_sql(create_database: Callable[[], str]) -> None:
    with psycopg.connect(create_database(), autocommit=True) as connection:
        connection.execute("create table t (id int)")
        connection.execute(designer.comment_on(("public", "t"), "", "'; drop table t; --").encode())
        assert connection.execute("select obj_description('t'::regclass)").fetchone() == ("'; drop table t; --",)
