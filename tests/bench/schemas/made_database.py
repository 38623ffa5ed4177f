"""The DDL of a big business: tables in several schemas with keys, indexes, defaults, checks and comments."""

import random
from collections.abc import Iterator

KINDS = ("text", "integer", "numeric(12,2)", "timestamp with time zone", "boolean", "jsonb", "character varying(80)")
SCHEMAS = 8
COLUMNS = 12


def script(tables: int, *, seed: int = 1) -> str:
    """DDL of `tables` tables with twelve columns, two foreign keys and two and a half indexes each."""
    choice = random.Random(seed)
    lines = [f"create schema part_{n};" for n in range(SCHEMAS)]
    for n in range(tables):
        lines += _table(n, choice)
    for n in range(tables):
        for column in ("owner_id", "other_id"):
            other = _name(choice.randrange(tables))
            lines.append(f"alter table {_name(n)} add foreign key ({column}) references {other} on delete cascade;")
        lines.append(f"create index on {_name(n)} (owner_id);")
        if n % 2:
            lines.append(f"create index on {_name(n)} (lower(name)) where is_open;")
    return "\n".join(lines)


def _name(n: int) -> str:
    return f"part_{n % SCHEMAS}.table_{n:05}"


def _table(n: int, choice: random.Random) -> Iterator[str]:
    fixed = [
        "id bigint generated always as identity primary key",
        "owner_id bigint not null",
        "other_id bigint",
        "name text not null default ''",
        "is_open boolean not null default true",
        "created_at timestamp with time zone not null default now()",
    ]
    more = [f"field_{i:02} {choice.choice(KINDS)}" for i in range(COLUMNS - len(fixed))]
    check = "check (length(name) < 200)" if n % 3 == 0 else "check (id > 0)"
    yield f"create table {_name(n)} ({', '.join([*fixed, *more, check])});"
    yield f"comment on table {_name(n)} is 'One thing of kind {n}.';"
    yield f"comment on column {_name(n)}.name is 'What people call it.';"
