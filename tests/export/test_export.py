"""Exports: five formats with the same tables and relations, read back by the programs they are for."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydbml import PyDBML

from lib.schema.export import subset
from lib.schema.export.document import JSON_SCHEMA, from_document
from lib.schema.export.export import export
from lib.schema.model import Enum, ForeignKey, Index, Key, Policy, Schema
from lib.schema.relations.partitions import folded, without_partitions
from lib.schema.trigger_arguments import masked
from tests.support.browsers import BrowserPage
from tests.support.laws import examples
from tests.support.schemas.dbml_judge import DbmlJudge
from tests.support.schemas.made_schema import column, database, refer, table
from tests.support.schemas.mermaids import open_mermaid, parsed
from tests.support.schemas.strategies import names

VALIDATOR = Draft202012Validator(json.loads(JSON_SCHEMA.read_text("utf-8")))
STAGE = Enum("crm", "stage", ("open", "won's", 'lost "for now"'))
ODD = table(
    'odd "table".name',
    column("pk", "text", comment="A \"quoted\" | `comment`\nwith <b>HTML</b> & 'more'."),
    column("direction LR", "timestamp with time zone"),
    column("a,b", "crm.stage", type_name=("crm", "stage"), default="'open'::crm.stage"),
    column("(x)", "numeric(10,2)[]"),
    column("%{init}", 'odd."Type.name"'),
    key=("a,b", "(x)"),
    comment="Back\\slash, %% percent; direction TB",
    refers=[refer("pk", "contact", name="odd'fk")],
)
SHOP = database(
    table("company", column("name", "text", default="'none'::text"), comment="One firm."),
    table(
        "contact",
        column("company_id", nullable=False),
        column("met_at", "finance.place"),
        refers=[refer("company_id", "company", on_delete="CASCADE"), refer("met_at", "finance/place", name="met")],
        indexes=(Index("contact_company", ("company_id",)), Index("lower_id", (None,))),
        rls=True,
        policies=(Policy("all of it", using="true"),),
        row_estimate=12,
        concern="CRM",
    ),
    table("pair", column("a"), column("b"), key=("a", "b"), unique=(Key("twice", ("b", "a")),), concern="CRM"),
    table("uses", "x", "y", refers=[refer("x y", "pair", "a b"), refer("x", "contact", name="again")], concern="CRM"),
    table("place", schema="finance", concern="money"),
    table("tree", "parent_id", refers=[refer("parent_id", "tree")]),
    replace(table("nothing", key=()), columns=()),
    ODD,
    enums=(STAGE,),
    scope="whole database",
)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    """Up to four tables with any names, comments and types, and relations among them."""
    keys = draw(st.lists(st.tuples(names, names), max_size=4, unique=True))
    columns = {key: draw(st.lists(names, min_size=1, max_size=4, unique=True)) for key in keys}
    made = []
    for key in keys:
        refers = []
        for number, other in enumerate(draw(st.lists(st.sampled_from(keys), max_size=2))):
            width = draw(st.integers(1, min(len(columns[key]), len(columns[other]))))
            reference = ForeignKey(
                f"{key[1]} {number}", tuple(columns[key][:width]), *other, tuple(columns[other][-width:])
            )
            if not any((item.columns, item.other) == (reference.columns, reference.other) for item in refers):
                refers.append(reference)
        own = [column(name, draw(names), comment=draw(names), default=draw(names)) for name in columns[key]]
        primary = columns[key][: draw(st.integers(0, 2))]
        made.append(table(key[1], *own, schema=key[0], key=primary, refers=refers, comment=draw(names)))
    enums = [
        Enum(schema, name, (name, schema, "x"))
        for schema, name in draw(st.lists(st.tuples(names, names), max_size=2, unique=True))
    ]
    return database(*made, enums=tuple(enums))


def counts(schema: Schema) -> tuple[int, int]:
    return len(schema.tables), sum(len(item.foreign_keys) for item in schema.tables)


def ties(schema: Schema) -> int:
    """How many pairs of column sets foreign keys tie: DBML holds one reference for each that is not tied to itself."""
    ends = {
        frozenset([(item.key, frozenset(key.columns)), (key.other, frozenset(key.other_columns))])
        for item in schema.tables
        for key in item.foreign_keys
    }
    return sum(len(pair) == 2 for pair in ends)


def outside(schema: Schema) -> set[tuple[str, str]]:
    return {key.other for item in schema.tables for key in item.foreign_keys} - set(schema.table_named)


def check_texts(schema: Schema, whole: Schema) -> None:
    """JSON, the compact text and Markdown hold the tables and relations of `schema`."""
    document = json.loads(export(schema, "json", whole=whole, partitions=True))
    VALIDATOR.validate(document)
    assert from_document(document) == masked(schema)
    schema, whole = folded(schema, whole), without_partitions(whole)
    tables, relations = counts(schema)
    lines = export(schema, "compact").splitlines()
    described = [line for line in lines if not line.startswith(("# ", "enum ", "domain "))]
    assert (len(described), sum(line.count(" -> ") for line in described)) == (tables, relations)
    markdown = export(schema, "markdown", whole=whole).splitlines()
    assert sum(line.startswith("## ") for line in markdown) == tables
    assert sum(" refers to " in line for line in markdown) == relations


def check_all(schema: Schema, whole: Schema) -> None:
    """And so does DBML, as a reader that needs no Node finds them."""
    check_texts(schema, whole)
    part = folded(schema, whole)
    dbml = PyDBML(export(part, "dbml"))
    assert (len(dbml.tables), len(dbml.refs)) == (len(part.tables) + len(outside(part)), ties(part))


def test_all_texts_hold_the_same_tables_and_relations() -> None:
    check_all(SHOP, SHOP)


def test_a_part_holds_its_own_and_names_what_it_leaves_out() -> None:
    concern = subset.of_concern(SHOP, "CRM")
    assert sorted(name for _, name in concern.table_named) == ["contact", "pair", "uses"]
    assert concern.scope == "the concern CRM: 3 of 8 tables; not here: money 1, unassigned 4"
    assert concern.foreign == (("crm", "company"), ("finance", "place"))
    check_all(concern, SHOP)
    for name in ("compact", "markdown", "mermaid", "dbml"):
        text = export(concern, name, whole=SHOP).replace("\\", "")  # type: ignore[arg-type]
        assert "referred to but not here: crm.company, finance.place" in text
        assert concern.scope in text


def test_a_neighbourhood_reaches_as_far_as_asked() -> None:
    near = subset.around(SHOP, ("crm", "company"))
    assert sorted(near.table_named) == [("crm", "company"), ("crm", "contact")]
    assert len(subset.around(SHOP, ("crm", "company"), hops=2).tables) == 5
    check_all(near, SHOP)


def test_a_schema_is_a_part_too_and_unknown_parts_get_the_nearest() -> None:
    assert [item.name for item in subset.of_schema(SHOP, "finance").tables] == ["place"]
    with pytest.raises(subset.NoPart, match="CRM"):
        subset.of_concern(SHOP, "crn")
    with pytest.raises(subset.NoPart, match="finance"):
        subset.of_schema(SHOP, "finances")


def test_compact_says_keys_nulls_types_targets_and_comments_on_one_line() -> None:
    lines = export(SHOP, "compact").splitlines()
    assert lines[3:6] == [
        "enum crm.stage: 'open', \"won's\", 'lost \"for now\"'",
        "crm.company: id* integer, name? text # One firm.",
        "crm.contact ~12: id* integer, company_id integer -> crm.company.id, met_at? finance.place -> finance.place.id",
    ]
    assert "crm.uses: id* integer, x? integer -> crm.contact.id, y? integer, (x, y) -> crm.pair(a, b)" in lines


def test_markdown_tells_both_directions_and_shows_odd_text_letter_for_letter() -> None:
    text = export(SHOP, "markdown")
    assert "- referred to by crm.contact \\(company\\_id\\), on delete cascade" in text
    assert "| pk | text | yes |  | A \"quoted\" \\| \\`comment\\` with \\<b\\>HTML\\</b\\> \\& 'more'. |" in text
    assert not re.search(r"(?<!\\)<", text)


def test_dbml_keeps_keys_defaults_notes_and_actions() -> None:
    found = PyDBML(export(SHOP, "dbml"))
    company, contact = found.tables[:2]
    assert (company["id"].pk, company["name"].default.text, company.note.text) == (True, "'none'::text", "One firm.")
    assert [index.name for index in contact.indexes] == ["contact_company"]
    assert (found.refs[0].name, found.refs[0].on_delete, found.refs[0].type) == ("company_id_fkey", "cascade", ">")
    assert [item.name for item in found.enums[0].items] == ["open", "won's", "lost ”for now”"]


@examples(40)
@given(schemas())
def test_any_schema_can_be_read_as_dbml(schema: Schema) -> None:
    found = PyDBML(export(schema, "dbml"))
    assert (len(found.tables), len(found.refs)) == (counts(schema)[0] + len(outside(schema)), ties(schema))


@pytest.mark.hypothesis
def test_the_formats_own_parser_reads_any_schema_as_dbml(dbml_judge: DbmlJudge) -> None:
    @examples(60)
    @given(schemas())
    def law(schema: Schema) -> None:
        assert dbml_judge.counts(export(schema, "dbml")) == (len(schema.tables) + len(outside(schema)), ties(schema))

    law()


def test_dbml_shows_the_columns_outside_to_which_a_part_refers() -> None:
    alone = subset.of_tables(SHOP, {("crm", "uses")}, scope="one table")
    read = PyDBML(export(alone, "dbml"))
    assert {item.name: [subset.name for subset in item.columns] for item in read.tables} == {
        "uses": ["id", "x", "y"],
        "pair": ["a", "b"],
        "contact": ["id"],
    }
    assert len(read.refs) == 2


@pytest.mark.browser
def test_mermaid_reads_every_diagram(browser_page: BrowserPage) -> None:
    open_mermaid(browser_page.page)
    for schema in (SHOP, subset.of_concern(SHOP, "CRM"), subset.around(SHOP, ODD.key, hops=2), database()):
        found = parsed(browser_page.page, export(schema, "mermaid"))
        tables, relations = counts(schema)
        assert (found["tables"], found["relations"]) == (tables + len(outside(schema)), relations)
    whole = parsed(browser_page.page, export(SHOP, "mermaid"))
    assert whole["names"][: len(SHOP.tables)] == [len(item.columns) for item in SHOP.tables]


@pytest.mark.browser
def test_mermaid_takes_no_name_for_an_order_to_it(browser_page: BrowserPage) -> None:
    open_mermaid(browser_page.page)
    ordered = database(table("my direction TB"), table("lr", "up", refers=[refer("up", "my direction TB")]))
    found = parsed(browser_page.page, export(ordered, "mermaid"))
    assert (found["tables"], found["relations"], found["names"]) == (2, 1, [1, 2])


@pytest.mark.browser
@pytest.mark.hypothesis
def test_mermaid_reads_any_name(browser_page: BrowserPage) -> None:
    open_mermaid(browser_page.page)

    @examples(25)
    @given(schemas())
    def law(schema: Schema) -> None:
        found = parsed(browser_page.page, export(schema, "mermaid"))
        tables, relations = counts(schema)
        assert (found["tables"], found["relations"]) == (tables + len(outside(schema)), relations)

    law()
