"""Databases for the benchmarks of the client page: a hundred thousand contacts, one of them with a long history."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import Engine, text

from lib.database import engine, transaction
from lib.embedded import server as embedded
from lib.embedded import sharing
from lib.migrate import migrate
from tests.support import crowd_site

CONTACT = UUID("00000000-0000-4000-8000-000000000001")
WRITER = UUID("00000000-0000-4000-8000-000000000002")
"""Who has written twenty thousand letters in four hundred threads, all of them read."""
LETTERS = """
create index on letter (person_id, at);
insert into letter
select
    'l' || n, :writer, 'email', 'in', case when n % 2 = 0 then 'contact' else 'us' end, 't' || n % 400,
    'Topic ' || n % 400, 'Letter ' || n || '. ' || repeat('Could you tell me what the flat costs? ', 1 + n % 20),
    now() - n * interval '13 minutes', now() - n * interval '13 minutes'
from generate_series(1, 20000) as n;
insert into crm_context_run (contact_id, trigger, actor, reader, status, base_version, proposals, started_at)
values (:writer, 'worker', '', 'openai', 'unchanged', 1, '{}', now());
insert into crm_context_seen (contact_id, interaction_id, digest, run_id)
select person_id, id, crm_context_digest(subject, body), (select max(run_id) from crm_context_run)
from letter
where person_id = :writer
"""
HISTORY = """
insert into crm_context_run (contact_id, trigger, actor, reader, status, base_version, version, proposals, started_at,
                             prompt_tokens, completion_tokens, duration_ms)
select :contact, 'worker', '', 'openai', 'saved', n - 1, n,
    jsonb_build_object('operations', (
        select jsonb_agg(jsonb_build_object('op', 'add', 'text', 'Fact ' || k, 'verdict', 'applied', 'why', 'New.'))
        from generate_series(1, 4) as k
    )), now() - (:versions - n) * interval '8 hours', 900, 120, 2300
from generate_series(1, :versions) as n;
insert into crm_client_fact (contact_id, kind, type, text, status, added_version, actor, run_id)
select
    :contact, 'key_fact', '', 'Interested in ' || n || ' flats near the harbour', 'active', r.version, 'reader',
    r.run_id
from generate_series(1, :facts) as n
join crm_context_run as r on r.contact_id = :contact and r.version = 1 + n * (:versions - 1) / :facts;
insert into crm_client_fact_evidence (fact_id, contact_id, interaction_id, quote_start, quote_end, quote, occurred_at,
                                      first_seen_at, author, stance, run_id)
select
    f.fact_id, :contact, 'm' || f.fact_id, 0, 20, 'near the harbour', now(), now(), 'contact', 'supports', f.run_id
from crm_client_fact as f, generate_series(1, 2) where f.contact_id = :contact;
insert into crm_client_context_history (contact_id, version, context_json, last_updated_at, run_id)
select :contact, r.version, jsonb_build_object(
    'contact_id', :contact, 'last_updated_at', r.started_at, 'summary', 'Buys a flat.', 'relationship_status', 'warm',
    'emotion_trend', jsonb_build_object(
        'valence', round(cast(0.7 * sin(r.version / 40.0) as numeric), 2), 'energy', 'medium', 'stability', 'stable'
    ), 'roles', '[]'::jsonb,
    'key_facts', coalesce((
        select jsonb_agg(f.text order by f.fact_id) from crm_client_fact as f
        where f.contact_id = :contact and f.added_version <= r.version), '[]'),
    'open_threads', '[]'::jsonb, 'opportunities', '[]'::jsonb, 'risks', '[]'::jsonb,
    'system_links', '{"finance_accounts": [], "swl_guest_profile_id": null, "open_people_profile_id": null}'::jsonb
), r.started_at, r.run_id
from crm_context_run as r where r.contact_id = :contact;
insert into crm_client_context (contact_id, version, context_json, last_updated_at)
select contact_id, version, context_json, last_updated_at from crm_client_context_history
where contact_id = :contact and version = :versions
"""
OTHERS = """
insert into crm_client_context (contact_id, version, context_json, last_updated_at)
select person_id, 1, jsonb_build_object(
    'relationship_status', (array['cold', 'warm', 'hot', 'active', 'dormant', 'conflict'])[1 + abs(hashtext(name)) % 6],
    'roles', jsonb_build_array('buyer'), 'risks', case when abs(hashtext(name)) % 20 = 0
        then '[{"type": "gap", "note": "No reply."}]'::jsonb else '[]' end,
    'open_threads', case when abs(hashtext(name)) % 30 = 0
        then '[{"topic": "Offer", "needs_reply": true, "last_message_at": "2026-11-01T09:00:00Z"}]'::jsonb else '[]' end
), now() - abs(hashtext(name)) % 1000 * interval '1 hour'
from person where person_id <> :contact
"""


@contextmanager
def crowd(*, people: int, versions: int = 500, facts: int = 200) -> Iterator[tuple[Engine, str]]:
    """A database with so many people, each with a context, and the history of `CONTACT`; it ends with the block."""
    home = Path(tempfile.mkdtemp(prefix="orb bench "))
    try:
        server = sharing.share(home, options=("fsync=off", "synchronous_commit=off"))
        with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
            connection.execute("create database crowd")
        url = server.url_of("crowd")
        database = engine(url)
        migrate(database)
        crowd_site.build(database, crowd=people)
        with transaction(database) as connection:
            connection.execute(
                text("set local session_replication_role = replica")
            )  # written as a history, not as runs
            values = {"contact": CONTACT, "versions": versions, "facts": facts}
            for statement in HISTORY.split(";\n"):
                used = {name: value for name, value in values.items() if f":{name}" in statement}
                connection.execute(text(statement), used)
            connection.execute(text(OTHERS), {"contact": CONTACT})
            for statement in LETTERS.split(";\n"):
                connection.execute(text(statement), {"writer": WRITER} if ":writer" in statement else {})
        with database.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("vacuum analyze"))
        yield database, url
        database.dispose()
    finally:
        embedded.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def midnight() -> datetime:
    """When today began."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
