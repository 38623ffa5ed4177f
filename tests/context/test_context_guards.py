"""The database refuses what the policy forbids: for the application's own role, in plain SQL."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from lib.context import decisions
from lib.context.refresh import refresh
from lib.database import engine, run_script, transaction
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day

TABLES = (
    "crm_client_context", "crm_client_context_history", "crm_client_fact", "crm_client_fact_evidence",
    "crm_context_run",    "crm_context_erasure",
)  # fmt: skip
RUN = f"""
insert into crm_context_run (contact_id, trigger, actor, reader, reason, status, base_version, version, started_at)
values ('{ANNA}', 'manual', %s, %s, %s, 'saved', 2, 3, now());
"""
READERS_RUN = RUN % ("''", "'local'", "null")
PERSONS_RUN = RUN % ("'Tom'", "null", "'Because.'")
LAST_RUN = "(select max(run_id) from crm_context_run)"
NEXT_OBJECT = f"""
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select contact_id, 3, %s, now(), {LAST_RUN} from crm_client_context;
update crm_client_context as c set version = 3, context_json = h.context_json, last_updated_at = h.last_updated_at
from crm_client_context_history as h where h.version = 3 and h.contact_id = c.contact_id;
"""
SAME = NEXT_OBJECT % "context_json"
WITHOUT_FACTS = NEXT_OBJECT % """jsonb_set(context_json, '{key_facts}', '[]')"""
QUOTE = f"""
insert into crm_client_fact_evidence (fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at,
    first_seen_at, author, stance, run_id)
values (%s, '{ANNA}', 'm1', 0, 9, 'my budget', now(), now(), 'contact', '%s', {LAST_RUN});
"""
FACT = f"""
insert into crm_client_fact (contact_id, kind, text, status, added_version, restores, pinned, actor, reason, run_id)
values ('{ANNA}', 'key_fact', 'Is rich.', '%s', 3, %s, %s, '%s', %s, {LAST_RUN});
"""
WITH_RICH = NEXT_OBJECT % """jsonb_set(context_json, '{key_facts}', context_json -> 'key_facts' || '["Is rich."]')"""
END = f"""
update crm_client_fact set status = 'contradicted', ended_version = 3, ended_run_id = {LAST_RUN}, reason = %s where %s;
"""
WITH_DISPUTE = """jsonb_set(context_json, '{risks}', '[{"type": "disputed_fact", "note": "Disputed."}]')"""
OLD_RISK = f"""
insert into crm_client_fact (contact_id, kind, type, text, status, added_version, pinned, actor, run_id)
values ('{ANNA}', 'risk', 'fraud', 'May not pay.', 'active', 2, (select false), 'reader', (
    select max(run_id) from crm_client_context_history
));
insert into crm_client_fact_evidence (fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at,
    first_seen_at, author, stance, run_id)
select max(fact_id), '{ANNA}', 'm1', 0, 9, 'I am poor', now(), now(), 'contact', 'supports', max(run_id)
from crm_client_fact;
"""
PINNED, ENDED = "pinned", "ended_version is not null"
NEW_ID = "(select max(fact_id) from crm_client_fact)"

ATTACKS = {
    "history reworded": "update crm_client_context_history set context_json = '{}'",
    "history deleted": "delete from crm_client_context_history where version = 1",
    "history truncated": "truncate crm_client_context_history cascade",
    "runs rewritten": "update crm_context_run set proposals = '{}'",
    "runs deleted": "delete from crm_context_run",
    "a fact deleted": "delete from crm_client_fact where not pinned",
    "facts truncated": "truncate crm_client_fact cascade",
    "a fact reworded": "update crm_client_fact set text = 'Budget is 1.' where pinned",
    "a fact of another kind": "update crm_client_fact set kind = 'risk' where pinned",
    "a fact given away": "update crm_client_fact set contact_id = gen_random_uuid() where pinned",
    "evidence deleted": "delete from crm_client_fact_evidence",
    "evidence reworded": "update crm_client_fact_evidence set quote = 'nothing'",
    "evidence truncated": "truncate crm_client_fact_evidence",
    "an ended fact revived": f"update crm_client_fact set status = 'active', ended_version = null where {ENDED}",
    "an ended fact's reason changed": f"update crm_client_fact set reason = 'No reason.' where {ENDED}",
    "a fact ended without evidence": READERS_RUN + WITHOUT_FACTS + END % ("'Because.'", "status = 'active'"),
    "a fact ended without a reason": PERSONS_RUN + WITHOUT_FACTS + END % ("null", "status = 'active'"),
    "a pinned fact ended by a reader": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts")
    + WITHOUT_FACTS
    + END % ("'Because.'", PINNED),
    "a pinned fact unpinned in secret": "update crm_client_fact set pinned = false where pinned",
    "a pinned fact unpinned by a reader": READERS_RUN
    + f"update crm_client_fact set pinned = false, pinned_run_id = {LAST_RUN} where pinned",
    "a reader's fact without evidence": READERS_RUN + FACT % ("active", "null", "false", "reader", "null") + WITH_RICH,
    "a person's fact in a reader's run": READERS_RUN + FACT % ("active", "null", "false", "Tom", "'So.'") + WITH_RICH,
    "a fact pinned by a reader": READERS_RUN + FACT % ("active", "null", "true", "reader", "null") + WITH_RICH,
    "a fact that begins ended": PERSONS_RUN
    + FACT.replace("status, added", "status, ended_version, added").replace("'%s', 3,", "'%s', 3, 3,")
    % ("retracted", "null", "false", "Tom", "'So.'"),
    "a fact that restores a current one": PERSONS_RUN
    + FACT % ("active", "(select fact_id from crm_client_fact where pinned)", "false", "Tom", "'So.'")
    + WITH_RICH,
    "a fact that the object does not state": PERSONS_RUN + FACT % ("active", "null", "false", "Tom", "'So.'") + SAME,
    "an object that states more than the facts": PERSONS_RUN + WITH_RICH,
    "an object that states less than the facts": PERSONS_RUN + WITHOUT_FACTS,
    "roles that no fact states": PERSONS_RUN + NEXT_OBJECT % """jsonb_set(context_json, '{roles}', '["king"]')""",
    "an object changed in place": 'update crm_client_context set context_json = context_json || \'{"summary": "x"}\'',
    "an object without its snapshot": "update crm_client_context set version = 3",
    "an object deleted": "delete from crm_client_context",
    "objects truncated": "truncate crm_client_context",
    "a snapshot without its object": PERSONS_RUN + SAME.split("\nupdate")[0],
    "a snapshot unlike its object": PERSONS_RUN
    + SAME
    + "update crm_client_context set last_updated_at = now() + interval '1 day', version = 4",
    "a version skipped": PERSONS_RUN.replace("2, 3,", "2, 4,") + SAME.replace("contact_id, 3,", "contact_id, 4,"),
    "a version repeated": PERSONS_RUN.replace("2, 3,", "2, 2,") + SAME.replace("contact_id, 3,", "contact_id, 2,"),
    "a snapshot of another run": SAME,
    "a snapshot of a run that failed": READERS_RUN.replace("'saved'", "'failed'") + SAME,
    "a snapshot of a person's preview": PERSONS_RUN.replace("'saved'", "'preview'") + SAME,
    "a fact before the others": READERS_RUN
    + FACT.replace("(contact_id,", "(fact_id, contact_id,").replace("values (", "overriding system value values (0, ")
    % ("active", "null", "false", "reader", "null"),
    "a fact disputed by nobody": "update crm_client_fact set status = 'disputed' where pinned",
    "a dispute with evidence and no new version": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts")
    + "update crm_client_fact set status = 'disputed' where pinned",
    "a dispute that the object does not show": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts")
    + SAME
    + "update crm_client_fact set status = 'disputed' where pinned",
    "a dispute with evidence of the other stance": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "supports")
    + NEXT_OBJECT % WITH_DISPUTE
    + "update crm_client_fact set status = 'disputed' where pinned",
    "a dispute that no fact has": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts")
    + NEXT_OBJECT % WITH_DISPUTE
    + "update crm_client_fact set status = status where pinned",
    "a risk appended to an old version": OLD_RISK,
    "a risk that the object does not state": READERS_RUN + SAME + OLD_RISK.replace("2, (select", "3, (select"),
    "evidence for an ended fact": READERS_RUN
    + QUOTE % (f"(select fact_id from crm_client_fact where {ENDED})", "supports"),
    "an erasure that leaves something": f"""
        insert into crm_context_erasure (contact_id, erased_by, erased_at, reason) values ('{ANNA}', 'x', now(), 'x');
        delete from crm_client_fact_evidence;""",
    "an erasure without a reason": f"""
        insert into crm_context_erasure (contact_id, erased_by, erased_at, reason) values ('{ANNA}', 'x', now(), '')""",
    "an erasure of a later transaction": f"""
        insert into crm_context_erasure (contact_id, erased_by, erased_at, reason, transaction_id)
        select '{ANNA}', 'x', now(), 'x', cast(cast(txid_current() + 1 as text) as xid8)""",
    "an erasure as a table of one's own": f"""
        create temporary table crm_context_erasure as
        select cast('{ANNA}' as uuid) as contact_id, pg_current_xact_id() as transaction_id;
        delete from crm_client_fact_evidence""",
    "evidence of a run that has ended": QUOTE % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "evidence of another's interaction": READERS_RUN
    + QUOTE.replace("'m1'", "'m of Ben'") % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "evidence from the future": READERS_RUN
    + QUOTE.replace("now(), now()", "now() + interval '1 day', now()")
    % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "evidence seen after it was said": READERS_RUN
    + QUOTE.replace("now(), now()", "now() - interval '1 day', now()")
    % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "a fact of a run that has ended": FACT.replace("3,", "2,") % ("active", "null", "false", "Tom", "'So.'"),
    "a pin of another run": "update crm_client_fact set pinned_run_id = 1 where pinned",
    "an end by a run that has ended": "update crm_client_fact set status = 'retracted', ended_version = 3,"
    f" ended_run_id = {LAST_RUN}, reason = 'So.' where pinned",
    "a status moved and moved back at once": "set constraints all immediate;"
    "update crm_client_fact set status = 'disputed' where pinned;"
    "update crm_client_fact set status = 'active' where status = 'disputed'",
    "a fact merged over": "merge into crm_client_fact using (values (1)) as one on pinned"
    " when matched then update set text = 'Budget is 1.'",
    "an object upserted over": "insert into crm_client_context (contact_id, version, context_json, last_updated_at)"
    " select contact_id, version, '{}', last_updated_at from crm_client_context"
    " on conflict (contact_id) do update set context_json = excluded.context_json",
    "facts updated from each other": "update crm_client_fact as fact set text = other.text"
    " from crm_client_fact as other where other.fact_id <> fact.fact_id",
    "a rule instead of a row": "create rule nothing as on insert to crm_client_fact_evidence do instead nothing",
    "a person written anew in their erasure": f"""
        insert into crm_context_erasure (contact_id, erased_by, erased_at, reason) values ('{ANNA}', 'x', now(), 'x');
        delete from crm_client_fact_evidence; delete from crm_client_fact; delete from crm_client_context;
        delete from crm_client_context_history; delete from crm_context_seen; delete from crm_context_run;
        set constraints all immediate;"""
    + READERS_RUN,
    "a pinned fact disputed by a reader": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts")
    + NEXT_OBJECT % WITH_DISPUTE
    + "update crm_client_fact set status = 'disputed' where pinned",
    "evidence of a run that failed": READERS_RUN.replace("'saved', 2, 3", "'failed', 2, null")
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "evidence of a preview": READERS_RUN.replace("'saved', 2, 3", "'preview', 2, null")
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "contradicts"),
    "evidence of a run that changed nothing": READERS_RUN.replace("'saved', 2, 3", "'unchanged', 2, null")
    + QUOTE % ("(select fact_id from crm_client_fact where pinned)", "supports"),
    "an end with evidence of the other stance": READERS_RUN
    + QUOTE % ("(select fact_id from crm_client_fact where status = 'active')", "supports")
    + WITHOUT_FACTS
    + "update crm_client_fact set pinned = false, pinned_run_id = null where pinned;"
    + END % ("'Because.'", "status = 'active'"),
    "a fact retracted by a reader": READERS_RUN
    + WITHOUT_FACTS
    + END.replace("'contradicted'", "'retracted'") % ("'Because.'", PINNED),
    "an end in a version of the past": PERSONS_RUN
    + WITHOUT_FACTS
    + END.replace("ended_version = 3", "ended_version = 2") % ("'Because.'", PINNED),
    "an end by the run of another contact": PERSONS_RUN.replace(str(ANNA), "00000000-0000-0000-0000-00000000000b")
    + WITHOUT_FACTS
    + END % ("'Because.'", PINNED),
    "a fact disputed in a with clause": "with moved as (update crm_client_fact set status = 'disputed' where pinned"
    " returning fact_id) select count(*) from moved",
    "evidence turned to the other stance": "update crm_client_fact_evidence set stance = 'contradicts'",
    "evidence moved to another fact": "update crm_client_fact_evidence set fact_id = (select max(fact_id) from"
    " crm_client_fact)",
    "guards switched off": "set session_replication_role = replica; delete from crm_client_fact_evidence",
    "guards dropped": "drop trigger append_only on crm_client_context_history",
    "guards disabled": "alter table crm_client_context_history disable trigger all",
}


@pytest.fixture(scope="module")
def business(create_database: Callable[..., str], migrated_template: str) -> Iterator[Engine]:
    """A business with two versions: one fact ended, its successor pinned."""
    database = engine(create_database(migrated_template))
    site.install(database)
    site.write(database, "m1", "Our budget is 500k for the flat.")
    refresh(database, ANNA, reader=Scripted(answer(add("Budget is 500k.", "Our budget is 500k"))), now=day(1))
    site.write(database, "m2", "We talked to the bank, our budget is now 650k.", at=day(2))
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    refresh(database, ANNA, reader=Scripted(answer(proposal)), now=day(3))
    decisions.pin(database, ANNA, 2, actor="Tom", now=day(4))
    yield database
    database.dispose()


def everything(database: Engine) -> list[object]:
    with transaction(database) as connection:
        rows = (connection.execute(text(f"select cast(t as text) from {name} as t order by 1")) for name in TABLES)
        return [result.scalars().all() for result in rows]


def run_as_the_dashboard(database: Engine, script: str) -> None:
    with database.begin() as connection:
        run_script(connection, "set local role orb_dashboard;" + script)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_database_refuses(business: Engine, attack: str) -> None:
    before = everything(business)
    with pytest.raises(DBAPIError) as refused:
        run_as_the_dashboard(business, ATTACKS[attack])
    assert getattr(refused.value.orig, "sqlstate", None) in ("23000", "42501", "23514", "23505", "0A000"), refused.value
    assert everything(business) == before


def test_who_gives_a_run_that_has_ended_is_told_why_not(business: Engine) -> None:
    with pytest.raises(DBAPIError, match="crm_client_fact_evidence is appended to by a run of the same transaction"):
        run_as_the_dashboard(business, ATTACKS["evidence of a run that has ended"])


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_cannot_truncate_either(business: Engine, table: str) -> None:
    with pytest.raises(DBAPIError), business.begin() as connection:
        run_script(connection, f"truncate {table} cascade")


def test_the_same_statements_with_all_that_belongs_are_taken(database: Engine) -> None:
    """The attacks above fail for what is missing in them, not for a slip in their SQL."""
    site.install(database)
    site.write(database, "m1", "Our budget is 500k for the flat.")
    reader = Scripted(answer(add("Budget is 500k.", "Our budget is 500k")), answer())
    refresh(database, ANNA, reader=reader, now=day(1))
    site.write(database, "m2", "Could you call me?", at=day(2))
    assert refresh(database, ANNA, reader=reader, now=day(3)).version == 2
    run_as_the_dashboard(database, READERS_RUN + FACT % ("active", "null", "false", "reader", "null")
                         + QUOTE % (NEW_ID, "supports") + WITH_RICH)  # fmt: skip
    persons = (PERSONS_RUN + NEXT_OBJECT % """jsonb_set(context_json, '{key_facts}', '["Is rich."]')""" + END % (
        "'Because.'", "text = 'Budget is 500k.'")).replace("2, 3,", "3, 4,").replace("3", "4")  # fmt: skip
    run_as_the_dashboard(database, persons)
    run_as_the_dashboard(
        database,
        "insert into crm_context_erasure (contact_id, erased_by, erased_at, reason)"
        f"values ('{ANNA}', 'x', now(), 'x');"
        "delete from crm_client_fact_evidence; delete from crm_client_fact; delete from crm_client_context;"
        "delete from crm_client_context_history; delete from crm_context_seen; delete from crm_context_run;",
    )
    assert everything(database)[:5] == [[], [], [], [], []]
