"""Where each value stands in the rows of a statement of `sql/schema/catalog`: one number for each output column.

Rows stay plain tuples, because a large schema is tens of thousands of them. Statements whose rows are only unpacked
whole need no numbers.
"""


class DatabaseRow:
    """`database.sql`: the one row about the database itself."""

    DATABASE, SERVER_VERSION, AS_OF, ROLE, BLOCK_SIZE, KEYWORDS, IS_STANDBY = range(7)


class TableRow:
    """`tables.sql`: tables, views and partitions."""

    OID, SCHEMA, NAME, KIND, PERSISTENCE, IS_PARTITION, RLS, RLS_FORCED, ROW_ESTIMATE, PAGES = range(10)
    OWNER, OPTIONS, SERVER, OF_TYPE, DEFINITION, PARTITION_KEY, PARTITION_BOUND = range(10, 17)


class ColumnRow:
    """`columns.sql`: columns of tables and views."""

    TABLE_OID, NUMBER, NAME, TYPE, TYPE_OID, NOT_NULL, IDENTITY, GENERATED_KIND, EXPRESSION = range(9)
    COLLATION, IS_COLLATED, IS_INHERITED = range(9, 12)


class ConstraintRow:
    """`constraints.sql`: primary, unique, foreign, check and exclusion constraints of tables."""

    OID, NAME, KIND, TABLE_OID, OTHER_OID, COLUMNS, OTHER_COLUMNS, ON_UPDATE, ON_DELETE, SET_COLUMNS = range(10)
    MATCH, DEFERRABLE, INITIALLY_DEFERRED, VALIDATED, ENFORCED, PERIOD, NO_INHERIT = range(10, 17)
    PARENT_OID, IS_INHERITED, INDEX_OID = range(17, 20)


class IndexRow:
    """`indexes.sql`: indexes."""

    OID, TABLE_OID, NAME, IS_PARTITIONED, IS_INHERITED, UNIQUE, PRIMARY, VALID, KEY_COUNT, COLUMNS = range(10)
    OPTIONS, METHOD, NULLS_NOT_DISTINCT, PAGES = range(10, 14)


class NotNullRow:
    """`not_nulls.sql`: not-null constraints, rows since Postgres 18."""

    OID, TABLE_OID, NUMBER, NAME, VALIDATED, NO_INHERIT, IS_INHERITED = range(7)


class TextRow:
    """`texts.sql`: what is printed of check and exclusion constraints and of indexes."""

    IS_INDEX, OID, TABLE_OID, PREDICATE, DEFINITION = range(5)


class NamespaceRow:
    """`namespaces.sql`: schemas."""

    OID, NAME, OWNER, USABLE = range(4)


class ExtensionRow:
    """`extensions.sql`: installed extensions."""

    OID, NAME, VERSION, SCHEMA, RELATIONS, TYPES = range(6)


class EnumRow:
    """`enums.sql`: enumerated types."""

    OID, ARRAY_OID, SCHEMA, NAME, LABELS = range(5)


class DomainRow:
    """`domains.sql`: domains, the server's own among them."""

    OID, ARRAY_OID, BASE_OID, SCHEMA, NAME, BASE, NOT_NULL, NOT_NULL_NAME, DEFAULT, COLLATION, IS_BUILTIN = range(11)


class SequenceRow:
    """`sequences.sql`: sequences."""

    OID, SCHEMA, NAME, TYPE, START, INCREMENT, MINIMUM, MAXIMUM, CACHE, CYCLE, TABLE_OID, COLUMN_NUMBER = range(12)
    IS_IDENTITY, PERSISTENCE = range(12, 14)


class TriggerRow:
    """`triggers.sql`: triggers of people."""

    TABLE_OID, OID, NAME, ENABLED, BITS, IS_INHERITED, FUNCTION, DEFINITION = range(8)


class PolicyRow:
    """`policies.sql`: row-level security policies."""

    TABLE_OID, OID, NAME, COMMAND, PERMISSIVE, ROLES, HAS_USING, HAS_CHECK, USING, CHECK = range(10)


class ReadRow:
    """`reads.sql`: what views read."""

    VIEW_OID, SCHEMA, TABLE, COLUMNS = range(4)
