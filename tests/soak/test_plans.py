"""A statement that reads a big table from end to end is told from one that goes by an index."""

from sqlalchemy import Engine, text

from lib.database import transaction
from tests.soak.plans.asked import Access, asked


def test_a_scan_is_seen_and_an_index_too(database: Engine) -> None:
    with transaction(database) as connection:
        connection.execute(text("create table big as select n as id, n as other from generate_series(1, 20000) as n"))
        connection.execute(text("create unique index big_id on big (id)"))
        connection.execute(text("analyze big"))
    with asked() as heard, transaction(database) as connection:
        connection.execute(text("-- by its key\nselect other from big where id = :id"), {"id": 7})
        connection.execute(text("-- by nothing\nselect id from big where other = :other"), {"other": 7})
    with transaction(database) as connection:
        plans = list(heard.plans(connection, tables=frozenset({"big"})))
    assert plans == [
        Access("-- by its key", "Index Scan big_id", "big", 1),
        Access("-- by nothing", "Seq Scan", "big", 1),
    ]
    assert [access.is_scan for access in plans] == [False, True]
