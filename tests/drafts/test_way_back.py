"""The way back of what is rare: each kind of thing that a draft may make, alter or drop is brought back."""

from collections.abc import Callable

import psycopg
import pytest

from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import Rollback
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from tests.drafts.conftest import SITE

RARE = """
create type s.pair as (x int, y text); create type s.span as range (subtype = float8);
create domain s.pos as int check (value > 0);
create table s.typed (id int primary key, p s.pair, r s.span, d s.pos);
create table s.base (id int); create table s.kid (id int) inherits (s.base);
create materialized view s.mv as select id, a from s.t; create unique index mv_id on s.mv (id);
create table s.loose (id int, d int not null); create index on s.loose (id);
create table s.log (id int primary key, note text) with (parallel_workers = 2, autovacuum_enabled = off);
create rule quiet as on delete to s.log do instead nothing;
create foreign data wrapper fdw; create server srv foreign data wrapper fdw;
create foreign table s.far (id int) server srv;
create statistics s.st on a, b from s.t; create sequence s.seq; create table s.serial (id smallserial);
create function s.double(int) returns int language sql immutable as 'select $1 * 2';
create table s.made (id int default s.double(2));
"""


@pytest.fixture(scope="module")
def way_back(keeper: ShadowKeeper, create_database: Callable[[], str]) -> Callable[[str], Rollback]:
    """A function that gives the way back of a script."""
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((SITE + RARE).encode())

    def of(script: str) -> Rollback:
        return check(keeper, url, script).rollback

    return of


@pytest.mark.parametrize(
    ("script", "lost"),
    [
        (
            "create temp table x (id int); alter table s.kid no inherit s.base; alter table s.kid inherit s.base;"
            "alter table s.part attach partition s.loose for values from (100) to (200); create index on s.part (id);"
            "alter table s.log replica identity full, set (fillfactor = 70), alter note set storage external,"
            " alter note set statistics 50, alter note set (n_distinct = 5), cluster on log_pkey;"
            "alter sequence s.seq increment 5 cycle owned by s.log.id; alter table s.log set unlogged",
            (),
        ),
        (
            "alter domain s.pos add constraint small check (value < 10) not valid;"
            "alter domain s.pos validate constraint small; alter domain s.pos set default 5;"
            "alter type s.mood rename value 'ok' to 'fine'; alter type s.pair rename to couple;"
            "alter type s.span set schema public; alter sequence s.seq rename to other; drop rule quiet on s.log;"
            "create materialized view s.mv2 as select 1 as one; create unique index on s.mv2 (one);"
            "drop materialized view s.mv; create materialized view s.mv as select id from s.t;"
            "create foreign table s.far2 (id int) server srv; drop foreign table s.far",
            ("What values of s.typed.",),
        ),
        (
            "create role web; create role other; grant web to other;"
            "alter default privileges in schema s grant select on tables to web;"
            "grant select (email), insert on s.p to web; create table s.new (id int primary key);"
            "alter table s.t alter g drop expression; alter publication pub drop table s.t; drop statistics s.st;"
            "alter table s.serial alter id drop default; drop sequence s.serial_id_seq;"
            "alter table s.made alter id drop default; drop function s.double(int)",
            (),
        ),
        (
            "create role r1; create role r2; create role r3; create role r4; create role r5; create role r6;"
            "grant select, insert on s.p to r6, r2, r4; grant insert on s.p to r1, r3, r5 with grant option;"
            "alter default privileges in schema s grant select, insert on tables to r5, r4, r1, r2, r6;"
            "alter publication pub set table s.t (m, v, id), s.p; alter table s.log set (parallel_workers = 3)",
            (),
        ),
        ("alter schema s rename to s2; drop table s2.typed; drop domain s2.pos", ("The rows of s.typed.",)),
    ],
)
def test_it_is_proved_and_says_what_is_lost(
    way_back: Callable[[str], Rollback], script: str, lost: tuple[str, ...]
) -> None:
    rollback = way_back(script)
    assert rollback.proved, (rollback.irreversible, rollback.sql)
    assert [text for text in rollback.irreversible if not text.startswith(lost or "nothing")] == []


@pytest.mark.parametrize(
    "script",
    [
        "do $$ begin update s.t set b = 'x'; end $$",
        "explain analyze update s.t set b = 'x'",
        "with gone as (delete from s.t where false returning *) select count(*) from gone",
        "truncate s.t",
    ],
)
def test_rows_that_move_are_lost_whatever_the_statement_is_called(
    way_back: Callable[[str], Rollback], script: str
) -> None:
    word = script.split(maxsplit=1)[0]
    assert way_back(script).irreversible == (f"What statement 1 ({word}) does to rows of s.t.",)


def test_what_the_way_back_leaves_is_named(way_back: Callable[[str], Rollback]) -> None:
    rollback = way_back("alter type s.pair rename attribute x to z")
    assert (rollback.proved, rollback.irreversible) == (
        False,
        ("The way back leaves the type s.pair as the draft made it.",),
    )
