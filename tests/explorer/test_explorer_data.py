"""What the map shows at an address."""

import json
from typing import Any

import pytest

from lib.schema.layout.islands import whole
from lib.schema.model import Schema
from lib.schema.relations.graph import foreign_keys
from lib.ui.explorer.address import Address, Scope
from lib.ui.explorer.data import MapContent, map_content, scope_of
from lib.ui.explorer.map.relation_graph import table_graph
from tests.support.schemas.small_schemas import business, schema, table


@pytest.mark.parametrize(("tables", "shown"), [(1, "all"), (60, "all"), (61, "concerns"), (400, "concerns")])
def test_with_more_than_sixty_tables_the_map_opens_on_concerns(tables: int, shown: Scope) -> None:
    assert scope_of(business(tables, tables // 2), Address()) == shown


def test_an_address_leads_further_down_and_one_that_leads_nowhere_to_the_overview() -> None:
    known = business(100, 50)
    one = known.tables[7]
    assert scope_of(known, Address(table=one.key)) == "around"
    assert scope_of(known, Address(concern=one.concern)) == "concern"
    assert scope_of(known, Address(scope="all")) == "all"
    assert scope_of(known, Address(table=("no", "table"))) == "concerns"
    assert scope_of(known, Address(scope="around")) == "concerns"
    assert scope_of(known, Address(scope="concern", concern="none")) == "concerns"


def test_the_line_of_a_key_that_a_card_folds_starts_at_the_row_that_counts_those_left() -> None:
    known = schema(table("person"), table("visit", *["person"] * 42))
    relations = foreign_keys(known)
    drawn = table_graph(known, whole(known, relations), relations=relations, colour_of={"crm": "#4a5bd0"})
    document = json.loads(drawn.document)
    rows = {node["name"]: node["rows"] for node in document["nodes"]}
    assert [len(rows["visit"]), rows["visit"][-1][1]] == [41, "… 3 more keys"]
    assert [(edge["from_row"], edge["to_row"]) for edge in document["edges"]] == [
        *((row, 0) for row in range(1, 40)),
        *[(40, 0)] * 3,
    ]


def test_lines_of_columns_that_a_card_does_not_speak_of_start_at_its_title() -> None:
    known = schema(table("person"), table("visit", "person"))
    relations = foreign_keys(known)
    bare = whole(known, relations, rows="none")
    drawn = table_graph(known, bare, relations=relations, colour_of={"crm": "#4a5bd0"}, rows="none")
    assert [(edge["from_row"], edge["to_row"]) for edge in json.loads(drawn.document)["edges"]] == [(-1, -1)]


def drawn_at(known: Schema, here: Address) -> tuple[MapContent, dict[str, Any]]:
    """What the map shows at an address, and the document that a browser gets."""
    colours = {item.concern: "#4a5bd0" for item in known.tables}
    content = map_content(known, here, colour_of=colours)
    return content, json.loads(content.graph.document)


def test_the_document_holds_what_a_narrow_screen_draws_and_numbers_the_relations_alike() -> None:
    known = schema(table("hub"), *(table(f"t{number}", "hub", concern=f"c{number % 3}") for number in range(60)))
    content, document = drawn_at(known, Address(table=("crm", "hub")))
    wide, narrow = (
        {node["id"]: node for node in one["nodes"] if node.get("kind") != "group"}
        for one in (document, document["narrow"])
    )
    assert narrow.keys() < wide.keys()
    assert all(node["is_name"] and node["rows"] == [] for node in narrow.values())
    assert len(content.narrow_piles) > 0
    lines = [edge for edge in document["narrow"]["edges"] if "group" not in edge]
    assert {edge["name"] for edge in lines} == {content.relations[int(edge["id"])].name for edge in lines}


def test_a_map_of_all_tables_shows_concerns_where_their_islands_have_no_room_for_names() -> None:
    content, document = drawn_at(schema(*(table(f"t{i}", concern=f"c{i:02}") for i in range(51))), Address(scope="all"))
    assert (content.is_whole, content.is_narrow_whole) == (False, False)
    for one, count in ((document, 25), (document["narrow"], 21)):
        assert len(one["nodes"]) == count
        assert {node["kind"] for node in one["nodes"]} == {"concern"}
