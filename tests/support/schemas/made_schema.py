"""Schemas made by hand for the tests of pure modules, and the DDL that makes the same in a real database."""

from collections.abc import Iterable
from random import Random

from lib.schema.model import Column, ForeignKey, Index, Key, Schema, Table, TableName
from lib.schema.names import quoted, written

NOUNS = """contact invoice order booking guest property offer payment message meeting table menu staff shift
    supplier account ledger entry document thread campaign room event ticket note address visit"""
WORDS = "name status total amount email phone city comment kind code label note date value rate number"


def column(name: str, type: str = "integer", *, nullable: bool = True, **more: object) -> Column:
    """A column; its position is set by `table`."""
    return Column(name, 0, type, nullable, **more)  # type: ignore[arg-type]


def table(
    name: str,
    *columns: Column | str,
    key: Iterable[str] = ("id",),
    refers: Iterable[ForeignKey] = (),
    schema: str = "crm",
    **more: object,
) -> Table:
    """A table with a primary key on `key` (and its index); a column given by name alone is a nullable integer."""
    made = [column(given) if isinstance(given, str) else given for given in columns]
    named = {item.name for item in made}
    keys = tuple(key)
    made = [column(item, nullable=False) for item in keys if item not in named] + made
    linked = {item for reference in refers for item in reference.columns}
    placed = tuple(
        Column(
            **{
                **vars(item),
                "position": number,
                "nullable": item.nullable and item.name not in keys,
                "is_pk": item.name in keys,
                "is_fk": item.name in linked,
            }
        )
        for number, item in enumerate(made, 1)
    )
    primary = Key(f"{name}_pkey", keys) if keys else None
    indexes = (Index(f"{name}_pkey", keys, unique=True, primary=True, is_constraint=True),) if keys else ()
    more["indexes"] = (*indexes, *more.get("indexes", ()))  # type: ignore[misc]
    return Table(schema, name, columns=placed, primary_key=primary, foreign_keys=tuple(refers), **more)  # type: ignore[arg-type]


def refer(columns: str, other: str, other_columns: str = "id", **more: object) -> ForeignKey:
    """A foreign key, columns separated by blanks, the other table as `name` (of crm) or `schema/name`."""
    schema, _, name = other.rpartition("/")
    first = columns.split()
    constraint = str(more.pop("name", f"{'_'.join(first)}_fkey"))
    return ForeignKey(constraint, tuple(first), schema or "crm", name, tuple(other_columns.split()), **more)  # type: ignore[arg-type]


def database(*tables: Table, **more: object) -> Schema:
    """A schema of these tables."""
    given = {"as_of": "2026-05-04T08:00:00+00:00", "fingerprint": "f1", **more}
    return Schema("orb", 180006, tables=tables, **given)  # type: ignore[arg-type]


def ddl(schema: Schema) -> str:
    """The statements that make the tables of `schema`: columns, primary and foreign keys, other unique keys."""
    lines = [f"create schema if not exists {quoted(name)};" for name in sorted({item.schema for item in schema.tables})]
    for item in schema.tables:
        columns = [f"{quoted(c.name)} {c.type}{'' if c.nullable else ' not null'}" for c in item.columns]
        keys = [f"primary key ({_list(item.primary_key.columns)})"] if item.primary_key else []
        keys += [f"unique ({_list(key.columns)})" for key in item.unique]
        lines.append(f"create table {written(item.key)} ({', '.join([*columns, *keys])});")
    for item in schema.tables:
        for key in item.foreign_keys:
            target = f"{written(key.other)} ({_list(key.other_columns)})"
            lines.append(f"alter table {written(item.key)} add foreign key ({_list(key.columns)}) references {target};")
    return "\n".join(lines)


def large(tables: int = 1000, *, columns: int = 12, relations: int = 2500, seed: int = 1) -> Schema:
    """A schema of `tables` tables with words of a business for names; a few tables draw most of the relations."""
    random = Random(seed)
    nouns, words = NOUNS.split(), WORDS.split()
    schemas = ("crm", "finance", "swl", "real_estate", "system")
    names: list[TableName] = []
    for number in range(tables):
        parts = (random.choice(nouns), random.choice(nouns), str(number // len(nouns)))
        names.append((schemas[number % len(schemas)], "_".join(parts) + f"_{number}"))
    links: dict[int, list[int]] = {number: [] for number in range(tables)}
    for _ in range(relations):
        target = random.randrange(tables // 50) if random.random() < 0.3 else random.randrange(tables)
        links[random.randrange(tables)].append(target)
    made = []
    for number, (schema, name) in enumerate(names):
        targets = sorted(set(links[number]))
        refers = [refer(f"r{target}_id", "/".join(names[target]), name=f"{name}_r{target}_fkey") for target in targets]
        own = [column(f"{random.choice(words)}_{random.choice(words)}_{i}", "text") for i in range(columns - 1)]
        linked = [column(f"r{target}_id") for target in targets]
        made.append(table(name, *own[: max(0, columns - 1 - len(linked))], *linked, schema=schema, refers=refers))
    return database(*made)


def _list(names: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in names)


BUSINESS = database(
    table("company", column("name", "text")),
    table("contact", column("email", "text"), "company_id", refers=[refer("company_id", "company")]),
    table("odd.name", "contact_id", refers=[refer("contact_id", "contact")]),
    table("booking", column("guest_email", "text"), schema="swl"),
)
"""A small business to explore: who refers to whom, a name with a dot, a second schema."""
