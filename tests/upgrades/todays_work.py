"""What today's dashboard does with the contexts of a kept state."""

from datetime import timedelta

from sqlalchemy import Engine

from lib.context.compare.diff import compare
from lib.context.readers import reader_for
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import read_only
from lib.settings import Settings
from tests.support import site
from tests.upgrades.freeze import ANN, GROSS, NOW


def works(database: Engine) -> None:
    """Today's dashboard reads every version and goes on where the older one stopped."""
    with read_only(database) as connection:
        versions = reads.history(connection, ANN)
        last, first = (reads.snapshot(connection, ANN, versions[number].version) for number in (0, -1))
        facts = reads.facts(connection, ANN)
    assert [item.version for item in versions] == list(range(len(versions), 0, -1))
    assert compare(first.document, last.document, old_version=1, new_version=len(versions), facts=facts).changes
    site.write(database, "b9", "Mein Budget beträgt jetzt 1200 Euro.", contact_id=GROSS, thread_id="b", at=NOW)
    outcome = refresh(database, GROSS, reader=reader_for(Settings()), now=NOW + timedelta(hours=1))
    assert (outcome.status, outcome.version) == ("saved", 3)
