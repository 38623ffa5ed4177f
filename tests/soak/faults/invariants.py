"""What must hold after every fault: nothing lost, nothing half-written, versions contiguous, everything read once."""

from dataclasses import dataclass, field
from datetime import timedelta

from psycopg import Connection

HALF_WRITTEN = {
    "versions have gaps": """
        select contact_id from crm_client_context_history
        group by contact_id having count(*) <> max(version) or min(version) <> 1""",
    "the object is not the last version": """
        select c.contact_id from crm_client_context as c
        left join crm_client_context_history as h using (contact_id, version)
        where h.context_json is distinct from c.context_json
            or exists (
                select from crm_client_context_history as later
                where later.contact_id = c.contact_id and later.version > c.version)""",
    "a version has no run that saved it": """
        select h.contact_id from crm_client_context_history as h
        left join crm_context_run as r using (run_id)
        where r.status is distinct from 'saved' or r.version <> h.version or r.contact_id <> h.contact_id""",
    "a run says saved and left no version": """
        select r.run_id from crm_context_run as r
        left join crm_client_context_history as h using (run_id)
        where r.status = 'saved' and r.version is not null and h.run_id is null""",
    "a fact rests on nothing": """
        select f.fact_id from crm_client_fact as f
        where f.actor = 'reader'
            and not exists (select from crm_client_fact_evidence as e where e.fact_id = f.fact_id)""",
    "a quote does not stand in its letter": """
        select e.evidence_id from crm_client_fact_evidence as e
        left join interaction as i on i.id = e.interaction_id
        where substr(i.body, e.quote_start + 1, e.quote_end - e.quote_start) is distinct from e.quote""",
    "ledger and object disagree": """
        select c.contact_id from crm_client_context as c
        where (
            select coalesce(jsonb_agg(f.text order by f.fact_id), '[]') from crm_client_fact as f
            where f.contact_id = c.contact_id and f.kind = 'key_fact' and f.status in ('active', 'disputed')
        ) is distinct from c.context_json -> 'key_facts'""",
    "a letter was read twice": """
        select interaction_id from crm_context_seen group by contact_id, interaction_id having count(*) > 1""",
    "one letter gave two facts": """
        select text from crm_client_fact group by contact_id, text having count(*) > 1""",
}
AT_REST = {
    "a letter was forgotten": """
        select i.id from interaction as i
        left join crm_context_seen as s on s.interaction_id = i.id and s.contact_id = i.contact_id
        where s.interaction_id is null""",
    "a letter gave neither a fact nor a verdict": """
        select i.id from interaction as i
        left join crm_client_fact as f on f.contact_id = i.contact_id and f.text = i.body
        where f.fact_id is null
            and not exists (
                select from crm_context_run as r
                where r.contact_id = i.contact_id
                    and jsonb_path_exists(
                        r.proposals, '$.operations[*] ? (@.text == $body && @.verdict == "rejected")',
                        jsonb_build_object('body', i.body)))""",
    "a lease is still held": "select contact_id from crm_context_lease where until > now() + interval '{ahead}'",
    "a transaction was left open": """
        select pid from pg_stat_activity
        where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()""",
}
"""These hold once everything that was due has been read."""
ON_FILE = {
    "versions": "select contact_id, version, md5(context_json::text), run_id from crm_client_context_history",
    "facts": "select fact_id, text, added_version, run_id from crm_client_fact",
    "quotes": "select evidence_id, fact_id, quote from crm_client_fact_evidence",
    "runs": "select run_id, contact_id, status, version from crm_context_run",
    "letters": "select id, body from interaction",
}
"""What is appended and never changes: each row of an earlier look must be there in every later one."""


@dataclass
class Checker:
    """Looks at one database again and again; what it saw once must never be lost."""

    seen: dict[str, set[tuple[object, ...]]] = field(default_factory=lambda: {name: set() for name in ON_FILE})

    def violations(self, connection: Connection, *, is_at_rest: bool, ahead: timedelta = timedelta(0)) -> list[str]:
        """Every rule that does not hold, with a row that shows it; `is_at_rest` after everything due was read.

        `ahead` is how far the workers' clock is before the server's: a lease that has run out by it is nobody's.
        """
        seconds = f"{ahead.total_seconds()} seconds"
        rules = HALF_WRITTEN | (AT_REST if is_at_rest else {})
        broken = [
            f"{rule}: {found}"
            for rule, query in rules.items()
            if (found := connection.execute(query.replace("{ahead}", seconds)).fetchone())
        ]
        for name, query in ON_FILE.items():
            now = set(connection.execute(query).fetchall())
            if lost := self.seen[name] - now:
                broken.append(f"{name} were lost: {sorted(map(str, lost))[0]}")
            self.seen[name] |= now
        return broken
