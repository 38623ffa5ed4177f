"""How many rows stand at the ends of a relation, said alike by map, detail, join path, Mermaid and DBML."""

import re
from dataclasses import replace
from typing import Literal

import psycopg
import pytest

from lib.schema.catalog.introspect import read
from lib.schema.export.dbml import dbml
from lib.schema.export.mermaid import mermaid
from lib.schema.model import Column, Exclusion, ForeignKey, Index, Key, NotNull, Table
from lib.schema.relations.cardinality import cardinality
from lib.schema.relations.graph import foreign_keys
from lib.schema.relations.join import both_ways
from tests.support.schemas.small_schemas import schema, table

PERSON = table("person")
KEY = ForeignKey("visit_fkey", ("person_id",), "crm", "person", ("id",))
WHOLE = Index("one", ("person_id",), unique=True)


def visit(
    key: ForeignKey = KEY, *, nullable: bool = False, unique: tuple[Key, ...] = (), index: Index | None = None
) -> Table:
    """A table that refers to persons."""
    columns = (Column("id", 1, "bigint", False, is_pk=True), Column("person_id", 2, "bigint", nullable, is_fk=True))
    return Table(
        "crm",
        "visit",
        columns=columns,
        primary_key=Key("visit_pkey", ("id",)),
        foreign_keys=(key,),
        unique=unique,
        indexes=(index,) if index else (),
    )


def excluding(definition: str, *columns: str, nullable: bool = False) -> Table:
    """Such a table with an exclusion constraint over these columns."""
    rule = Exclusion("apart", f"EXCLUDE USING gist ({definition}", columns)
    return replace(visit(nullable=nullable), exclusions=(rule,))


ONE, MANY = ("one to one", "one to one", "|o--||"), ("many to one", "many to one", "}o--||")
CASES = [
    (visit(), "many to one", "many to one", "}o--||"),
    (visit(nullable=True), "many to one or none", "many to one", "}o--o|"),
    (replace(visit(), not_nulls=(NotNull("n", "person_id"),)), *MANY),
    (
        replace(visit(), not_nulls=(NotNull("n", "person_id", validated=False),)),
        "many to one or none",
        "many to one",
        "}o--o|",
    ),
    (excluding("person_id WITH =)", "person_id"), *ONE),
    (excluding('person_id COLLATE "C" gist_int8_ops WITH =) DEFERRABLE', "person_id"), *ONE),
    (excluding("person_id WITH =) INCLUDE (id)", "person_id"), *ONE),
    (excluding("person_id WITH =, id WITH =)", "person_id", "id"), *MANY),
    (excluding("person_id WITH <>)", "person_id"), *MANY),
    (excluding("person_id WITH =, during WITH &&)", "person_id", "during"), *MANY),
    (excluding("person_id WITH =, lower(name) WITH =)", "person_id"), *MANY),
    (excluding("person_id WITH =) WHERE ((id > 7))", "person_id"), *MANY),
    (
        excluding("person_id WITH =) WHERE ((person_id IS NOT NULL))", "person_id", nullable=True),
        "one to one or none",
        "one to one",
        "|o--o|",
    ),
    (visit(unique=(Key("u", ("person_id",)),)), "one to one", "one to one", "|o--||"),
    (visit(index=WHOLE), "one to one", "one to one", "|o--||"),
    (visit(index=replace(WHOLE, predicate="(id > 0)")), "many to one", "many to one", "}o--||"),
    (visit(index=replace(WHOLE, valid=False)), "many to one", "many to one", "}o--||"),
    (visit(replace(KEY, enforced=False)), "many to one or none", "many to one", "}o--o|"),
    (visit(replace(KEY, validated=False)), "many to one or none", "many to one", "}o--o|"),
    (visit(replace(KEY, period=True), index=WHOLE), "many to many", "many to many", "}o--|{"),
    (
        visit(nullable=True, index=replace(WHOLE, predicate="(person_id IS NOT NULL)")),
        "one to one or none",
        "one to one",
        "|o--o|",
    ),
    (
        visit(nullable=True, index=replace(WHOLE, predicate="((person_id IS NOT NULL) AND (id > 7))")),
        "many to one or none",
        "many to one",
        "}o--o|",
    ),
]


@pytest.mark.parametrize(("holder", "words", "step", "sign"), CASES)
def test_map_detail_path_mermaid_and_dbml_say_the_same_of_a_foreign_key(
    holder: Table, words: str, step: str, sign: str
) -> None:
    known = schema(PERSON, holder)
    relation = next(item for item in foreign_keys(known) if item.table == holder.key)
    onward, back = both_ways(holder, PERSON, holder.foreign_keys[0])
    assert cardinality(holder, holder.foreign_keys[0]).words == relation.cardinality == words
    assert onward.cardinality == step
    assert onward.optional == ("or none" in words)
    assert back.multiplies == (step != "one to one")
    assert sign in mermaid(known)
    ends = re.search(
        r'^Ref .*"visit".* ([->]) .*"person"|^Ref .*"person".* ([->]) .*"visit"', dbml(known), re.MULTILINE
    )
    assert ends is not None
    assert (ends[1] or ends[2]) == ("-" if step == "one to one" else ">")


@pytest.mark.parametrize(("match", "ends"), [("SIMPLE", "many to one or none"), ("FULL", "many to one")])
def test_a_key_that_matches_in_full_refers_to_a_row_where_one_of_its_columns_is_never_null(
    match: Literal["SIMPLE", "FULL"], ends: str
) -> None:
    columns = (Column("a", 1, "bigint", False), Column("b", 2, "bigint", True))
    key = ForeignKey("pair_fkey", ("a", "b"), "crm", "pair", ("a", "b"), match=match)
    assert cardinality(Table("crm", "note", columns=columns), key).words == ends


def test_the_server_prints_exclusions_as_they_are_read_here(empty_database: str) -> None:
    with psycopg.connect(empty_database, autocommit=True) as connection:
        connection.execute("""
            create table person ("the id" bigint primary key, name text unique);
            create table visit (
                "the person" bigint references person, host text references person (name),
                guest text references person (name), seen text references person (name), n bigint,
                exclude using hash ("the person" with =) where ("the person" is not null),
                exclude using btree (host collate "C" text_pattern_ops with =) deferrable initially deferred,
                exclude using btree (guest with =, n with =),
                exclude using btree (seen with =) where (n > 7)
            )""")
    visit = read(empty_database).table_named["public", "visit"]
    assert {key.columns: cardinality(visit, key).words for key in visit.foreign_keys} == {
        ("guest",): "many to one or none",
        ("host",): "one to one or none",
        ("seen",): "many to one or none",
        ("the person",): "one to one or none",
    }
