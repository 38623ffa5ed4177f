"""Where tables stood is kept with the snapshots, so that a refresh moves none of them."""

import psycopg
from sqlalchemy import Engine

from lib.database import engine, transaction
from lib.schema.cache import cache, map_positions, snapshots
from lib.schema.layout import islands
from lib.schema.layout.places import Layout
from lib.schema.model import Schema
from lib.schema.relations import graph

FIRST = """
create table person (id int primary key);
create table deal (id int primary key, person_id int references person);
"""
SECOND = "create table aaa (id int primary key, deal_id int references deal, person_id int references person);"


def drawn(schema: Schema, before: Layout | None) -> Layout:
    return islands.whole(schema, graph.foreign_keys(schema), before=before)


def refreshed(database: Engine, address: str, script: str) -> Schema:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.encode())
    return cache.refresh(database, engine(address)).schema


def test_a_table_that_comes_with_a_refresh_moves_no_other(database: Engine, empty_database: str) -> None:
    first = drawn(refreshed(database, empty_database, FIRST), None)
    name = cache.name_of(engine(empty_database), database)
    with transaction(database) as connection:
        assert map_positions.last(connection, name, "all keys") is None
        map_positions.keep(connection, name, "all keys", first)
    second = refreshed(database, empty_database, SECOND)
    with transaction(database) as connection:
        before = map_positions.last(connection, name, "all keys")
        assert before == first
        assert map_positions.last(connection, name, "all names") is None
        assert [kept.tables for kept in snapshots.snapshots(connection, name)] == [3, 2]
    after = drawn(second, before)
    assert {key: box for key, box in after.boxes.items() if key in first.boxes} == first.boxes
    assert drawn(second, None).boxes != after.boxes
