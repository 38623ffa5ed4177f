"""The files that go with a mail which says that it brings some."""

import re
from datetime import datetime
from random import Random
from uuid import UUID

BRINGS = re.compile(r"\b(?:attached|attach|ci-joint|breakdown|I send you the plan)\b", re.I)
FILES = (("plan.pdf", "application/pdf"), ("statement.pdf", "application/pdf"), ("photographs.zip", "application/zip"))


def attachment(message_id: UUID, sent_at: datetime, *, words: str, random: Random) -> tuple[object, ...] | None:
    """One row of `crm_attachment` for a mail whose own words mention a file, else None."""
    if not BRINGS.search(words):
        return None
    name, media_type = random.choice(FILES)
    key = UUID(int=random.getrandbits(128), version=4)
    return (key, message_id, sent_at, name, media_type, random.randrange(20_000, 4_000_000))
