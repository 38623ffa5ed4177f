"""The shadow equals the explored database, or says in what it does not."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from lib.schema.drafts.shadow.keeper import ShadowKeeper
from tests.drafts.conftest import as_explorer
from tests.support.schemas import servers_and_scripts
from tests.support.schemas.servers_and_scripts import SCHEMAS, load

TRAPS = Path(servers_and_scripts.__file__).parent
REAL = ("supabase", "pagila", "adventureworks", "panoptes")


def differences(keeper: ShadowKeeper, url: str) -> tuple[str, ...]:
    return keeper.shadow(as_explorer(url)).differences


def test_every_trap_is_built_again_from_what_a_powerless_login_may_read(
    keeper: ShadowKeeper, create_database: Callable[[], str]
) -> None:
    assert differences(keeper, load(create_database(), TRAPS / "traps.sql", TRAPS / "traps_18.sql")) == ()


def test_a_15_is_built_again_on_18(keeper: ShadowKeeper, server_15: str) -> None:
    with psycopg.connect(server_15, autocommit=True) as connection:
        connection.execute("create database shadowed template template0 encoding 'UTF8' locale 'C'")
    url = conninfo.make_conninfo(server_15, dbname="shadowed")
    assert differences(keeper, load(url, TRAPS / "traps.sql")) == ()


@pytest.mark.schemas
@pytest.mark.parametrize("name", REAL)
def test_real_schemas_are_built_again(keeper: ShadowKeeper, create_database: Callable[[], str], name: str) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("the real schemas do not lie beside the checkout")
    assert differences(keeper, load(create_database(), SCHEMAS / f"{name}.sql")) == ()


def test_a_shadow_is_kept_until_anything_of_the_schema_moves(create_database: Callable[[], str]) -> None:
    url = create_database()
    with ShadowKeeper() as keeper, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table t (id int)")
        first = keeper.shadow(url)
        assert keeper.shadow(url).numbers is first.numbers
        with first.copy():
            connection.execute("create function f() returns int language sql return 1")  # moves no fingerprint
            second = keeper.shadow(url)
        assert second.numbers is not first.numbers
        assert second.explored.fingerprint == first.explored.fingerprint
        assert second.server is first.server
        with second.copy() as copy, psycopg.connect(copy.url) as acting:
            assert acting.execute("select f()").fetchone() == (1,)
        connection.execute("drop table t")
        assert keeper.shadow(url).differences == ()


def test_a_missing_extension_has_stand_ins_and_is_named(
    keeper: ShadowKeeper, create_database: Callable[[], str]
) -> None:
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create schema far; create extension dblink schema far; create table t (id int)")
        connection.execute("create view v as select far.dblink_is_busy('x') as busy")
    shadow = keeper.shadow(url)
    assert shadow.differences == ("The extension dblink is not run here: its functions and types are stand-ins.",)
    with (
        shadow.copy() as copy,
        psycopg.connect(copy.url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="stand-in"),
    ):
        connection.execute("select * from v")


def test_a_copy_belongs_to_who_runs_migrations_and_takes_its_new_roles_with_it(keeper: ShadowKeeper, site: str) -> None:
    shadow = keeper.shadow(site)
    for _ in range(2):
        with shadow.copy() as copy, psycopg.connect(copy.url, autocommit=True) as connection:
            row = connection.execute("select current_user, rolsuper from pg_roles where rolname = current_user")
            assert row.fetchone() == ("postgres", False)
            connection.execute("create role orb_made_by_a_draft")
            connection.execute("alter table s.t add x int")
