"""`python -m tests.upgrades.freeze` keeps today's state; run it once with each new migration and never again."""

import shutil
import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine

from lib.access import tokens
from lib.context import decisions
from lib.context.readers import reader_for
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.erasure import erase
from lib.database import engine, read_only, transaction
from lib.embedded import server, sharing
from lib.embedded.binaries import program
from lib.embedded.throw_away import throw_away_database
from lib.migrate import MIGRATIONS, migrate
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.settings import ROOT, Settings
from tests.support import site
from tests.upgrades.kept_states import keep, path_of

SITE = ROOT / "tests" / "support" / "site" / "site.sql"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ANN, GROSS, GONE = (UUID(int=number) for number in (1, 2, 3))
LETTERS = (
    (
        "a1",
        ANN,
        20,
        "My budget is 450,000 euros. We need three bedrooms. I prefer email to calls. I am allergic to nuts.",
    ),
    ("b1", GROSS, 18, "Ich bevorzuge E-Mail. Ich bin Vegetarierin. Mein Budget beträgt 900 Euro."),
    ("c1", GONE, 17, "I am looking for a flat with two rooms."),
    ("a3", ANN, 5, "We raised our budget: our budget is now 500,000 euros. Could you call me tomorrow?"),
    ("b2", GROSS, 4, "Wann können wir die Wohnung besichtigen? Mein Budget beträgt jetzt 1000 Euro."),
)


def main() -> None:
    """Make a database with today's code and keep its dump under the number of the newest migration."""
    state = max(path.name for path in MIGRATIONS.glob("*.sql"))[:3]
    if path_of(state).exists():
        raise SystemExit(f"State {state} is kept already: what was frozen stays as it is.")
    home = Path(tempfile.mkdtemp())
    try:
        with throw_away_database(home) as url:
            database = engine(url)
            migrate(database, sources=SITE)
            fill(database)
            database.dispose()
            command = [program("pg_dump"), "--no-owner", "--inserts", "--rows-per-insert=50", "-d", url]
            keep(state, subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    finally:
        sharing.leave(home)
        while server.is_running(home):
            time.sleep(0.05)
        shutil.rmtree(home, ignore_errors=True)


def fill(database: Engine) -> None:
    """Three clients in two rounds of letters, decisions, a preview, an erasure, a schema, a draft, a token."""
    for number, name in enumerate(("Ann Lee", "Jürgen Groß", "Zoë Old"), 1):
        site.insert(
            database, "site_contact", {"contact_id": UUID(int=number), "name": name, "email": f"{number}@a.example"}
        )
    site.deal(database, "d1", contact_id=ANN, changed_at=NOW - timedelta(days=30))
    reader = reader_for(Settings())
    for id, contact_id, days, body in LETTERS:
        site.write(database, id, body, contact_id=contact_id, thread_id=id[0], at=NOW - timedelta(days=days))
    for days in (10, 2):
        for contact_id in (ANN, GROSS, GONE):
            refresh(database, contact_id, reader=reader, now=NOW - timedelta(days=days), trigger="worker")
    with read_only(database) as connection:
        first, second = [fact.id for fact in reads.facts(connection, ANN) if fact.status == "active"][:2]
    decisions.pin(database, ANN, first, actor="Tom", now=NOW)
    decisions.retract(database, ANN, second, actor="Tom", reason="Not so.", now=NOW)
    erase(database, GONE, actor="Tom", reason="asked to", now=NOW)
    refresh(database, GROSS, reader=reader, now=NOW, dry_run=True)
    cache.refresh(database, database)
    with transaction(database) as connection:
        name = cache.name_of(database, database)
        store.new_draft(connection, name, title="A note", sql="alter table site_contact add note text;", author="Tom")
    tokens.make(database, "Ada", ["clients:read"], days=90, actor="Tom")


if __name__ == "__main__":
    main()
