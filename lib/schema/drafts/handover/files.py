"""The files of a draft that is handed over, as values: the same draft, check and approval give the same bytes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from lib.schema.drafts.statements import DraftStatement, statements, tokens

LOCK_TIMEOUT = "3s"
"""A lock that waits makes all others wait behind it: after so long it gives up, and the file is run again."""
LONGEST_SLUG = 50
MIGRATION = re.compile(r"([0-9]+)_.*\.sql")
"""What the Supabase command line takes for a migration."""
STAMP = "%Y%m%d%H%M%S"
REVIEWS = "reviews"
"""The folder, beside the migrations, of what is read and not run."""


@dataclass(frozen=True)
class HandoverFile:
    """A file by its path below the site's folder, and its text."""

    path: str
    text: str


@dataclass(frozen=True)
class MigrationPart:
    """The text of one migration file; one that stands `alone` holds a statement that cannot run in a transaction."""

    text: str
    alone: bool
    numbers: tuple[int, ...]


def migration_parts(script: str, document: Mapping[str, Any]) -> tuple[MigrationPart, ...]:
    """The script divided as it has to run: a file a transaction, and one for each statement that has none."""
    outside = {item["number"] for item in document["statements"] if item["outside_transaction"]}
    parts, borders = [], 0
    keyed = []
    for statement in statements(script):
        if statement.is_control:
            borders += 1
            continue
        alone = statement.number in outside
        borders += alone
        keyed.append((borders, alone, statement))
        borders += alone
    for (_, alone), group in groupby(keyed, key=lambda item: item[:2]):
        members = [statement for _, _, statement in group]
        text = f"{members[0].sql};\n" if alone else _slice(script, members)
        parts.append(MigrationPart(text, alone, tuple(statement.number for statement in members)))
    return tuple(parts)


def slug_of(title: str, draft: int) -> str:
    """The title as a part of a file's name: small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SLUG].strip("_") or f"draft_{draft}"


def stamps(now: datetime, existing: Sequence[str], count: int) -> tuple[str, ...]:
    """So many stamps, a second apart, all later than those of the files that exist: an earlier one is refused."""
    newest = max((match[1] for name in existing if (match := MIGRATION.fullmatch(name))), default="")
    first = now.replace(microsecond=0)
    if newest >= first.strftime(STAMP):
        try:
            first = datetime.strptime(newest[:14], STAMP).replace(tzinfo=now.tzinfo) + timedelta(seconds=1)
        except ValueError:  # files that are numbered otherwise: the next number does
            width = len(newest)
            return tuple(str(int(newest) + 1 + step).zfill(width) for step in range(count))
    return tuple((first + timedelta(seconds=step)).strftime(STAMP) for step in range(count))


def migration_files(
    parts: Sequence[MigrationPart], *, title: str, draft: int, version: int, stamped: Sequence[str]
) -> tuple[HandoverFile, ...]:
    """The migration files in their order; a statement that stands alone has nothing beside it, not even a comment."""
    slug = slug_of(title, draft)
    files = []
    for number, (part, stamp) in enumerate(zip(parts, stamped, strict=True), 1):
        name = f"{stamp}_{slug}.sql" if len(parts) == 1 else f"{stamp}_{slug}_{number}.sql"
        of = "" if len(parts) == 1 else f", file {number} of {len(parts)}"
        head = f"-- {' '.join(title.split())} (draft {draft}, version {version}{of})\n"
        head += f"set lock_timeout = '{LOCK_TIMEOUT}';\n\n"
        files.append(HandoverFile(name, part.text if part.alone else head + part.text))
    return tuple(files)


def rollback_file(document: Mapping[str, Any], *, folder: str, title: str, draft: int, version: int) -> HandoverFile:
    """The way back as a file that no tool runs by itself."""
    way_back = document["rollback"]
    head = [f"-- The way back from: {' '.join(title.split())} (draft {draft}, version {version})"]
    head += ["-- Proved: up, down and up again gave the same schemas." if way_back["proved"] else "-- NOT proved."]
    head += [f"-- Not brought back: {' '.join(text.split())}" for text in way_back["irreversible"]]
    body = way_back["sql"] or "-- There is nothing to undo.\n"
    return HandoverFile(f"{folder}/rollback.sql", "\n".join([*head, f"set lock_timeout = '{LOCK_TIMEOUT}';", "", body]))


def _slice(script: str, members: Sequence[DraftStatement]) -> str:
    """The statements as they stand in the script, with the comments before and between them."""
    parts = tuple(tokens(script))
    ends = [token.end for token in parts if token.end <= members[0].start]
    start = max(ends, default=0)
    last = members[-1].start + len(members[-1].sql)
    return script[start:last].strip() + ";\n"
