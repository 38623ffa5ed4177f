"""Random schemas for the laws, as wild in their names as Postgres allows."""

from hypothesis import strategies as st

from lib.schema.model import (
    Check,
    Column,
    Counts,
    Domain,
    Enum,
    Exclusion,
    Extension,
    ForeignKey,
    Index,
    Key,
    Namespace,
    NotNull,
    Policy,
    Read,
    Schema,
    Sequence,
    Table,
    Trigger,
)

names = st.one_of(
    st.sampled_from(["a", "Order", "select", 'x."y', "a b", "new\nline", "таблица", "é" * 31]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=8),
)
texts = st.one_of(st.none(), names)
pairs = st.tuples(names, names)
rows_of_names = st.lists(names, max_size=3).map(tuple)


def some(strategy: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    """A short tuple of values."""
    return st.lists(strategy, max_size=most).map(tuple)


keys = st.builds(Key, names, rows_of_names, include=rows_of_names, comment=texts, period=st.booleans())
columns = st.builds(
    Column,
    names,
    st.integers(1, 1600),
    names,
    st.booleans(),
    default=texts,
    identity=st.sampled_from([None, "always", "by default"]),
    generated=texts,
    generated_kind=st.sampled_from([None, "stored", "virtual"]),
    collation=texts,
    comment=texts,
    type_name=st.one_of(st.none(), pairs),
)
foreign_keys = st.builds(
    ForeignKey,
    names,
    rows_of_names,
    names,
    names,
    rows_of_names,
    on_delete=st.sampled_from(["NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"]),
    set_columns=rows_of_names,
    match=st.sampled_from(["SIMPLE", "FULL"]),
    deferrable=st.booleans(),
    validated=st.booleans(),
    enforced=st.booleans(),
    comment=texts,
)
indexes = st.builds(
    Index,
    names,
    st.lists(texts, max_size=3).map(tuple),
    include=rows_of_names,
    predicate=texts,
    definition=texts,
    size=st.one_of(st.none(), st.integers(0, 10**12)),
)
triggers = st.builds(
    Trigger,
    names,
    texts,
    names,
    events=st.lists(st.sampled_from(["INSERT", "UPDATE", "DELETE", "TRUNCATE"]), max_size=3).map(tuple),
    enabled=st.sampled_from(["origin", "disabled", "replica", "always"]),
)
tables = st.builds(
    Table,
    names,
    names,
    st.sampled_from(["table", "partitioned table", "view", "materialized view", "foreign table"]),
    some(columns),
    primary_key=st.one_of(st.none(), keys),
    unique=some(keys),
    foreign_keys=some(foreign_keys),
    checks=some(st.builds(Check, names, texts, rows_of_names, comment=texts)),
    not_nulls=some(st.builds(NotNull, names, names, validated=st.booleans())),
    exclusions=some(st.builds(Exclusion, names, texts, rows_of_names)),
    indexes=some(indexes),
    triggers=some(triggers),
    policies=some(st.builds(Policy, names, roles=rows_of_names, using=texts, check=texts)),
    rls=st.booleans(),
    comment=texts,
    definition=texts,
    reads=some(st.builds(Read, names, names, rows_of_names)),
    partition_of=st.one_of(st.none(), pairs),
    inherits=some(pairs),
    options=rows_of_names,
    owner=texts,
    row_estimate=st.one_of(st.none(), st.integers(0, 10**10)),
    size=st.one_of(st.none(), st.integers(0, 10**12)),
    privileges=rows_of_names,
    concern=names,
)
schemas = st.builds(
    Schema,
    names,
    st.integers(150000, 180010),
    st.just("2026-01-02T03:04:05.000006+00:00"),
    names,
    some(tables, 3),
    some(st.builds(Enum, names, names, rows_of_names, texts)),
    some(
        st.builds(
            Domain, names, names, names, checks=some(st.builds(Check, names, texts)), comment=texts, not_null_name=texts
        )
    ),
    some(st.builds(Sequence, names, names, owned_by=st.one_of(st.none(), st.tuples(names, names, names)))),
    some(st.builds(Namespace, names, texts, texts, st.booleans())),
    some(st.builds(Extension, names, names, names, texts)),
    fingerprint=names,
    catalog_mark=st.text("0123456789abcdef", max_size=4),
    hidden=rows_of_names,
    kept_texts=some(pairs),
    counts=st.one_of(st.none(), st.builds(Counts, st.integers(0, 9), st.integers(0, 9))),
)
