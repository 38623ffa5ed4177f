"""The DDL of a big database of schools: tables that hand on composite keys of six columns, most of it explained."""

import random
from collections.abc import Iterator

from tests.bench.schemas.made_database import SCHEMAS

WORDS = "student school section program course staff evaluation assessment session grade period location"
PARTS = WORDS.split()
KEY = ("begin_date", "entity_reference_id", "organization_id", "school_year", "session_name", "usi")
KEY_TYPES = ("date", "integer", "bigint", "smallint", "character varying(60)", "integer")
ROOTS = 0.2
"""The share of tables whose key is their own; the others take over the key of one of these."""
TRIGGERS = 0.68
DESCRIPTORS = 40


def script(tables: int, *, seed: int = 1) -> str:
    """DDL of `tables` tables with 16 columns, 1.7 foreign keys, 2.7 indexes, five comments each, most a trigger."""
    choice = random.Random(seed)
    roots = int(tables * ROOTS)
    lines = [f"create schema part_{n};" for n in range(SCHEMAS)]
    lines.append("create function part_0.stamped() returns trigger language plpgsql as 'begin return new; end';")
    for n in range(DESCRIPTORS):
        lines.append(f"create table {_name(n)} (descriptor_id integer primary key, code_value varchar(50) not null);")
    for n in range(DESCRIPTORS, tables):
        lines += _table(n, is_root=n < DESCRIPTORS + roots, choice=choice)
    for n in range(DESCRIPTORS, tables):
        if n >= DESCRIPTORS + roots:
            other = DESCRIPTORS + choice.randrange(roots)
            columns = ", ".join(KEY)
            lines.append(
                f"alter table {_name(n)} add foreign key ({columns}) references {_name(other)} ({columns})"
                f"{' on delete cascade' if n % 3 == 0 else ''};"
            )
        descriptor = _name(choice.randrange(DESCRIPTORS))
        lines.append(f"alter table {_name(n)} add foreign key (type_descriptor_id) references {descriptor};")
        lines.append(f"create index on {_name(n)} (type_descriptor_id);")
        if n % 5 < 4:
            lines.append(f"create unique index on {_name(n)} (id);")
    return "\n".join(lines)


def _name(n: int) -> str:
    words = (PARTS[n % 12], PARTS[n // 12 % 12], PARTS[n // 144 % 12])
    return f"part_{n % SCHEMAS}.{''.join(words)}association{n}"


def _table(n: int, *, is_root: bool, choice: random.Random) -> Iterator[str]:
    key = [f"{name} {kind} not null" for name, kind in zip(KEY, KEY_TYPES, strict=True)]
    own = [] if is_root else ["number integer not null"]
    more = [
        "type_descriptor_id integer",
        *(f"{choice.choice(PARTS)}_value_{i} character varying({choice.randrange(20, 300)})" for i in range(4)),
        "discriminator character varying(128)",
        "create_date timestamp not null default now()",
        "last_modified_date timestamp not null default now()",
        "id uuid not null default gen_random_uuid()",
    ]
    primary = ", ".join((*KEY, *(["number"] if own else [])))
    yield f"create table {_name(n)} ({', '.join([*key, *own, *more])}, primary key ({primary}));"
    yield f"comment on table {_name(n)} is 'What a school keeps of kind {n}, as the standard explains it.';"
    for name in KEY[:4]:
        yield f"comment on column {_name(n)}.{name} is 'The {name} of the entity, as it was when the record was made.';"
    if n % 100 < TRIGGERS * 100 + 3:
        yield f"create trigger stamped before update on {_name(n)} for each row execute function part_0.stamped();"
