"""Generated contacts, and the command that loads them."""

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from lib.database import engine, read_only, transaction
from lib.demo import business, crowd, loading, plan
from tests.support.demos import LOADED_AT

RUNNER = CliRunner()


def counts(database: Engine) -> tuple[int, ...]:
    tables = ("crm_contact", "crm_message", "crm_deal", "finance.invoice", "swl.visit", "crm_client_context")
    with read_only(database) as connection:
        return tuple(connection.exec_driver_sql(f"select count(*) from {table}").scalar_one() for table in tables)


def test_generated_contacts_are_the_same_for_the_same_seed() -> None:
    assert crowd.person(77, seed=1) == crowd.person(77, seed=1)
    assert crowd.person(77, seed=1) != crowd.person(77, seed=2)


def test_no_wording_is_left_open() -> None:
    entries = [entry for number in range(40, 400) for entry in crowd.person(number, seed=1).correspondence]
    dated = [business.dated(entry.body + entry.subject, LOADED_AT.date(), "en") for entry in entries]
    assert not [text for text in dated if "{" in text or "|" in text or "}" in text]
    assert max(entry.day for entry in entries) < 0


def test_contacts_are_added_batch_by_batch_and_only_once(
    demo_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "BATCH", 8)
    monkeypatch.setattr(plan, "WITH_HISTORY", 43)
    assert not plan.is_loaded(demo_database, contacts=60)
    loading.load(demo_database, contacts=60, now=LOADED_AT)
    loaded = counts(demo_database)
    assert plan.is_loaded(demo_database, contacts=60)
    assert loaded[0] == 60
    assert loaded[5] == 43
    loading.load(demo_database, contacts=60, now=LOADED_AT)
    assert counts(demo_database) == loaded


def test_keys_made_by_the_database_do_not_collide_with_loaded_ones(business_database: Engine) -> None:
    with transaction(business_database) as connection:
        key = connection.exec_driver_sql(
            "insert into finance.payment (account_id, method, amount, received_at)"
            " select account_id, 'cash', 5, now() from finance.account limit 1 returning payment_id"
        ).scalar_one()
        assert key == connection.exec_driver_sql("select max(payment_id) from finance.payment").scalar_one()


def test_the_command_refuses_a_database_with_other_tables(empty_database: str) -> None:
    database = engine(empty_database)
    with transaction(database) as connection:
        connection.exec_driver_sql("create schema theirs; create table theirs.accounts (id int)")
    result = RUNNER.invoke(app, ["demo"], env={"DATABASE_URL": empty_database})
    assert result.exit_code == 1
    assert "theirs.accounts" in result.stderr
    assert "leave DATABASE_URL empty" in result.stderr.replace("\n", " ")
    with read_only(database) as connection:
        assert not connection.exec_driver_sql("select to_regclass('crm_contact') is not null").scalar_one()
    database.dispose()


def test_more_than_a_hundred_thousand_contacts_is_wrong_usage() -> None:
    assert RUNNER.invoke(app, ["demo", "--contacts", "100001"]).exit_code == 2
