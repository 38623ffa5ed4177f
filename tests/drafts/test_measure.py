"""What statements do is measured, not looked up."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql

from lib.schema.drafts.measure.effect import Measured, RelationLock, StatementEffect
from lib.schema.drafts.measure.measure import measure
from lib.schema.drafts.statements import statements
from tests.support.schemas.servers_and_scripts import SCHEMAS

CASES = SCHEMAS.parent / "prototypes" / "ddl_effects"
SMALL = """
create schema s;
create table s.p(id bigint primary key);
create table s.t(id bigint primary key, p_id bigint references s.p, a int, v varchar(20));
create index t_a on s.t(a);
create view s.w as select a from s.t;
insert into s.p values (1);
insert into s.t select i, 1, i, 'v' from generate_series(1, 100) i;
"""
AX, SRX, SHARE, SUX = "AccessExclusiveLock", "ShareRowExclusiveLock", "ShareLock", "ShareUpdateExclusiveLock"
OWN = (
    ("alter table s.t add x int", {"t": AX}, set(), set()),
    ("alter table s.t alter a type bigint", "ERROR", set(), set()),
    ("alter table s.t drop column a cascade", {"t": AX, "t_a": AX, "w": AX}, set(), set()),
    ("drop table s.t cascade", {"t": AX, "t_a": AX, "t_pkey": AX, "w": AX, "p": AX}, set(), set()),
    ("create index on s.t(v)", {"t": SHARE}, set(), {"t"}),
    ("alter table s.t alter v type varchar(10)", {"t": AX, "t_a": AX, "t_pkey": AX}, {"t", "t_a", "t_pkey"}, {"t"}),
    ("create index concurrently on s.t(v)", {"t": SUX}, set(), {"t"}),
    ("vacuum full s.t", {"t": AX}, {"t", "t_a", "t_pkey"}, {"t"}),
    ("create table s.c(t_id bigint references s.t)", {"t": SRX, "t_pkey": "AccessShareLock"}, set(), set()),
    ('alter table s.t rename to "T קטן"', {"t": AX}, set(), set()),
)
Measure = Callable[[str], list[Measured]]


@contextmanager
def in_copy(connection: psycopg.Connection, server: str, template: str, name: str) -> Iterator[str]:
    """The address of a copy of a database of the server that `connection` is to; dropped afterwards."""
    statement = sql.SQL("create database {} template {} strategy file_copy")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield conninfo.make_conninfo(server, dbname=name)
    finally:
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def measured(url: str, script: str, *before: str) -> list[Measured]:
    """What the statements of a script do, after others that are not measured."""
    with psycopg.connect(url, autocommit=True) as acting, psycopg.connect(url, autocommit=True) as watching:
        for statement in before:
            acting.execute(statement.encode())
        return list(measure(acting, watching, statements(script), script))


def test_the_measured_cases_come_out_as_measured_on_18(create_database: Callable[[], str]) -> None:
    _check_cases(create_database(), "measured18.txt")


def test_the_measured_cases_come_out_as_measured_on_15(server_15: str) -> None:
    with psycopg.connect(server_15, autocommit=True) as connection:
        connection.execute("create database ddl_effects")
    _check_cases(conninfo.make_conninfo(server_15, dbname="ddl_effects"), "measured15.txt")


@pytest.mark.parametrize(("statement", "locks", "rewritten", "scanned"), OWN)
def test_locks_rewrites_and_scans(
    empty_database: str, statement: str, locks: dict[str, str] | str, rewritten: set[str], scanned: set[str]
) -> None:
    (only,) = measured(empty_database, statement, SMALL)
    if locks == "ERROR":
        assert only.error is not None
        return
    effect = only.effect
    assert effect is not None
    held = {lock.relation[1]: lock.mode for lock in effect.locks}
    assert {name: mode for name, mode in held.items() if name != "p_pkey"} == locks
    assert {name for _, name in effect.rewritten} == rewritten
    assert {scan.relation[1] for scan in effect.scanned} == scanned
    assert effect.outside == ("concurrently" in statement or "vacuum" in statement)


def test_statements_build_on_each_other_and_none_hides_behind_the_one_before(empty_database: str) -> None:
    script = "alter table s.t add x int; alter table s.t add y int; alter table s.t add check (x > 0)"
    found = measured(empty_database, script, SMALL)
    lock = RelationLock(("s", "t"), AX)
    assert [item.effect.locks if item.effect else None for item in found] == [(lock,)] * 3
    assert [[scan.relation for scan in item.effect.scanned] for item in found if item.effect] == [[], [], [("s", "t")]]


def test_the_first_error_is_the_last_that_is_run_and_says_where(empty_database: str) -> None:
    found = measured(empty_database, "select 1;\nalter table s.t\n  add constraint c check (b > 0);\nselect 2", SMALL)
    assert [item.error is None for item in found] == [True, False]
    error = found[1].error
    assert error is not None
    assert (error.sqlstate, error.message) == ("42703", 'column "b" does not exist')


def test_a_syntax_error_has_its_line_and_column(empty_database: str) -> None:
    (only,) = measured(empty_database, "\n  create tabel x (a int)")
    assert str(only.error) == 'Line 2, column 10: syntax error at or near "tabel".'


def test_a_setting_until_the_end_holds_for_the_statements_behind_it(empty_database: str) -> None:
    script = "begin; set local search_path = s; alter table t add x int; commit; alter table t add y int"
    found = measured(empty_database, script, SMALL)
    assert [item.error is None for item in found] == [True, True, True, True, False]
    assert found[0].effect == StatementEffect()


def test_whom_a_lock_blocks() -> None:
    modes = ("RowExclusiveLock", SUX, SHARE, SRX, "ExclusiveLock", AX)
    assert [RelationLock(("s", "t"), mode).blocks for mode in modes] == [
        *("nothing", "nothing", "writes", "writes", "writes", "reads and writes")
    ]


def _check_cases(url: str, file: str) -> None:
    """Every measured case, each in a copy of the measured tables; those whose measurement failed by itself aside."""
    if not CASES.is_dir():
        pytest.skip("the measured cases do not lie beside the checkout")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((CASES / "setup.sql").read_bytes())
    template = str(conninfo.conninfo_to_dict(url)["dbname"])
    expected = dict(line.split(" :: ", 1) for line in _lines(CASES / file) if " :: " in line)
    server = conninfo.make_conninfo(url, dbname="postgres")
    wrong = {}
    with psycopg.connect(server, autocommit=True) as administrator, ExitStack() as earlier:
        for number, line in enumerate(_lines(CASES / "cases.txt")):
            name, _, steps = line.partition("|")
            if name in MEASURED_OTHERWISE or name not in expected:
                continue
            *before, last = steps.split("||")
            made = ExitStack()
            copy = made.enter_context(in_copy(administrator, server, template, f"{template}_{number}"))
            earlier.close()  # one from which nobody goes just now: the server would wait for who does
            earlier.push(made)
            try:
                told = _told(measured(copy, last, *before)[-1])
            except psycopg.errors.SyntaxError as error:  # what came with a later version, in a step before
                told = f"ERROR {error.diag.message_primary}"
            if told != _normal(expected[name]):
                wrong[name] = (told, _normal(expected[name]))
    assert wrong == {}


MEASURED_OTHERWISE = {
    "owner to": "its role was left from another case",
    "enum add + use in same tx": "its two statements ran as one there",
}


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines()


def _told(item: Measured) -> str:
    """A measurement in the words of the measured cases; what ran outside of a transaction told of its locks alone."""
    if item.error:
        return f"ERROR {item.error.message}"
    effect = item.effect or StatementEffect()
    locks = "; ".join(f"{lock.relation[1]} {lock.mode.removesuffix('Lock')}" for lock in effect.locks)
    rewritten = ",".join(sorted(name for _, name in effect.rewritten)) or "-"
    scanned = ",".join(sorted(f"{'.'.join(scan.relation)}:{scan.rows}" for scan in effect.scanned if scan.rows)) or "-"
    is_observed = effect.outside or any(
        lock.relation[1] == "mv_id_idx" and "RowEx" in lock.mode for lock in effect.locks
    )
    return locks if is_observed else f"{locks} | rewrites={rewritten} scans={scanned}"


def _normal(line: str) -> str:
    """A measured line without what moves with time, its lists in order."""
    observed, mark, error = line.partition(" [observer]")
    if mark:
        return f"ERROR {error.removeprefix(' ERR ')}" if error else observed
    found = re.match(r"(.*?) \| rewrites=(\S+) scans=(\S+) ", line)
    if found is None:
        return line
    rewritten, scanned = (",".join(sorted(part.split(","))) for part in (found[2], found[3]))
    return f"{found[1]} | rewrites={rewritten} scans={scanned}"
