"""History and evidence divided by contact, as a site may choose: what stood stands, what was refused is refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from lib.context import decisions
from lib.context.store.erasure import erase
from lib.database import engine, run_script, transaction
from lib.errors import CannotMigrate
from lib.migrate import DIVIDED, PARTITION_HISTORY, create_role, migrate
from tests.support.servers import postgres_15
from tests.upgrades.freeze import ANN, NOW
from tests.upgrades.kept_states import NEWEST, load, rows
from tests.upgrades.todays_work import works

HISTORY, EVIDENCE = DIVIDED
SHAPE = {
    "columns": """
        select attname, format_type(atttypid, atttypmod), attnotnull, attidentity = 'a' from pg_attribute
        where attrelid = %s::regclass and attnum > 0""",
    "constraints": """
        select conname, pg_get_constraintdef(oid) from pg_constraint
        where conrelid = %s::regclass and contype <> 'n'""",
    "indexes": "select replace(pg_get_indexdef(indexrelid), ' ONLY', '') from pg_index where indrelid = %s::regclass",
    "triggers": "select pg_get_triggerdef(oid) from pg_trigger where tgrelid = %s::regclass and not tgisinternal",
    "policies": "select to_jsonb(p) - 'schemaname' from pg_policies as p where tablename = %s::regclass::text",
    "itself": """
        select
            array(select one::text from unnest(relacl) as one order by 1)::text, relrowsecurity,
            pg_get_userbyid(relowner), obj_description(oid, 'pg_class')
        from pg_class
        where oid = %s::regclass""",
}
PARTS = """
    select relname, relrowsecurity, has_table_privilege('orb_dashboard', oid, 'select, insert, update, delete')
    from pg_class where relispartition and relkind = 'r'"""
OF_THE_SITE = f"""
    do $$
    begin
        create role "reads history" nologin;
    exception when duplicate_object then null;  -- of another database of this server
    end $$;
    grant select on {HISTORY} to "reads history" with grant option;
    create policy "in its hours" on {HISTORY} as restrictive for select to "reads history", public
        using (extract(hour from now()) >= 0);
    alter table {EVIDENCE} add column length integer generated always as (quote_end - quote_start) stored;
    create index "by moment" on {HISTORY} (last_updated_at) where version > 1;
"""
Shape = set[tuple[object, ...]]


def told(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(str(item) if isinstance(item, dict) else item for item in row)


def shape(url: str) -> Shape:
    """What stands on the two tables beside their rows."""
    with psycopg.connect(url) as connection:
        return {
            (table, what, *row)
            for table in DIVIDED
            for what, query in SHAPE.items()
            for row in map(told, connection.execute(query, [table]).fetchall())
        }


CHANGED = {
    (EVIDENCE, "columns", "evidence_id", "bigint", True, True),
    (EVIDENCE, "constraints", "crm_client_fact_evidence_pkey", "PRIMARY KEY (evidence_id)"),
    (
        EVIDENCE,
        "indexes",
        "CREATE UNIQUE INDEX crm_client_fact_evidence_pkey ON public.crm_client_fact_evidence"
        " USING btree (evidence_id)",
    ),
}
"""A key of a partitioned table names what divides it, and before Postgres 17 it has no identity: a trigger numbers."""
NEW = {
    (EVIDENCE, "columns", "evidence_id", "bigint", True, False),
    (EVIDENCE, "constraints", "crm_client_fact_evidence_pkey", "PRIMARY KEY (contact_id, evidence_id)"),
    (
        EVIDENCE,
        "indexes",
        "CREATE UNIQUE INDEX crm_client_fact_evidence_pkey ON public.crm_client_fact_evidence"
        " USING btree (contact_id, evidence_id)",
    ),
    (
        EVIDENCE,
        "triggers",
        "CREATE TRIGGER numbered BEFORE INSERT ON public.crm_client_fact_evidence"
        " FOR EACH ROW EXECUTE FUNCTION crm_client_fact_evidence_number()",
    ),
}


@pytest.fixture(params=["Postgres 18", "Postgres 15"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of that server with the contexts of the newest state."""
    if request.param == "Postgres 18":
        yield filled(request.getfixturevalue("empty_database"))
    else:
        with postgres_15() as there:
            yield filled(there)


def filled(url: str, *, state: str = NEWEST) -> str:
    database = engine(url)
    with transaction(database) as connection:
        create_role(connection)
    load(state, url)
    database.dispose()
    return url


def test_everything_stands_as_before_and_goes_on_for_those_who_are_at_work(url: str, mapping: Path) -> None:
    database, later = engine(url), NOW + timedelta(days=1)
    migrate(database, sources=mapping)
    facts = [row for row in rows(url)["crm_client_fact"] if row["contact_id"] == str(ANN) and row["status"] == "active"]
    one, other = (row["fact_id"] for row in facts[:2])
    # by a connection that has the guards at hand afterwards, too
    assert decisions.retract(database, ANN, one, actor="Tom", reason="Wrong.", now=NOW).status == "saved"
    with psycopg.connect(url) as connection:
        connection.execute(OF_THE_SITE)  # type: ignore[call-overload]
    before, was = rows(url), shape(url)
    migrate(engine(url), sources=mapping, partition_history=True)
    assert rows(url) == before
    assert (was - shape(url), shape(url) - was) == (CHANGED, NEW)
    with psycopg.connect(url) as connection:
        parts = sorted(connection.execute(PARTS).fetchall())
        assert parts == [(f"{name}_{number:02}", True, False) for name in DIVIDED for number in range(16)]
        for what in ("set quote = 'x'", None):
            for table in (EVIDENCE, *(part for part, *_ in parts if part.startswith(EVIDENCE))):
                statement = f"update {table} {what}" if what else f"truncate {table}"
                if what and not connection.execute(f"select from {table}").rowcount:  # type: ignore[call-overload]
                    continue
                with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
                    connection.execute(statement)  # type: ignore[call-overload]
                connection.rollback()
        refused = "insert into {0} select * from {0} order by contact_id, version limit 1"
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="does not follow version"):
            connection.execute(refused.format(HISTORY))  # type: ignore[call-overload]
    works(database)
    assert decisions.retract(database, ANN, other, actor="Tom", reason="Wrong.", now=later).status == "saved"
    assert erase(database, ANN, actor="Tom", reason="She asked for it.", now=later).counts["evidence"] > 0
    with pytest.raises(CannotMigrate, match="The history and the evidence are partitioned already"):
        migrate(database, sources=mapping, partition_history=True)
    was = shape(url)
    assert migrate(database, sources=mapping).applied == ()
    assert shape(url) == was


def test_a_quote_gets_the_next_number_whatever_somebody_names(empty_database: str, mapping: Path) -> None:
    filled(empty_database)
    migrate(engine(empty_database), sources=mapping, partition_history=True)
    last = max(row["evidence_id"] for row in rows(empty_database)[EVIDENCE])
    with psycopg.connect(empty_database) as connection:
        run = connection.execute(
            "insert into crm_context_run overriding user value select * from crm_context_run where contact_id = %s"
            " limit 1 returning run_id",
            [ANN],
        ).fetchone()
        added = connection.execute(
            f"insert into {EVIDENCE} select (jsonb_populate_record(e, jsonb_build_object('run_id', %s::bigint))).*"
            f" from {EVIDENCE} as e join crm_client_fact as f using (fact_id)"
            " where e.contact_id = %s and status = 'active' limit 1 returning evidence_id",
            [*(run or ()), ANN],
        ).fetchone()
        connection.rollback()
    assert added == (last + 1,)


def test_later_migrations_come_to_the_same_on_the_divided_tables(
    create_database: Callable[..., str], empty_database: str, mapping: Path
) -> None:
    early, late = filled(empty_database, state="009"), filled(create_database())
    with transaction(engine(early)) as connection:
        run_script(connection, PARTITION_HISTORY.read_text("utf-8"))
    before = rows(early)
    migrate(engine(early), sources=mapping)
    migrate(engine(late), sources=mapping, partition_history=True)
    assert shape(early) == shape(late)
    assert rows(early)[HISTORY] == before[HISTORY]
    further = f"""
        alter table {HISTORY} add column tag text not null default 'x' check (tag <> '');
        alter table {HISTORY} add constraint once unique (contact_id, version, tag);
        create index tagged on {HISTORY} (tag) where tag <> 'x';
        create trigger told before insert on {HISTORY} for each row execute function crm_context_append_only();
        create or replace function crm_context_append_only() returns trigger language plpgsql
            as 'begin return new; end';
    """
    for url in (early, late):
        with psycopg.connect(url) as connection:
            connection.execute(further)  # type: ignore[call-overload]
    works(engine(early))
