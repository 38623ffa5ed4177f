"""The numbers by which catalog rows are read."""

import psycopg
import pytest

from lib.schema.catalog import positions
from lib.schema.catalog.rows import script

ROW_OF = {
    "database": positions.DatabaseRow,
    "tables": positions.TableRow,
    "columns": positions.ColumnRow,
    "constraints": positions.ConstraintRow,
    "indexes": positions.IndexRow,
    "not_nulls": positions.NotNullRow,
    "texts": positions.TextRow,
    "namespaces": positions.NamespaceRow,
    "extensions": positions.ExtensionRow,
    "enums": positions.EnumRow,
    "domains": positions.DomainRow,
    "sequences": positions.SequenceRow,
    "triggers": positions.TriggerRow,
    "policies": positions.PolicyRow,
    "reads": positions.ReadRow,
}


@pytest.mark.parametrize("statement", ROW_OF)
def test_each_position_is_that_of_the_column_of_its_name(empty_database: str, statement: str) -> None:
    with psycopg.connect(empty_database) as connection:
        cursor = connection.execute(script(statement).replace(":locked", "'{}'").encode())
    reported = {column.name: number for number, column in enumerate(cursor.description or ())}
    named = {name.lower(): number for name, number in vars(ROW_OF[statement]).items() if name.isupper()}
    assert named == reported


def test_every_named_row_is_held_against_its_statement() -> None:
    assert {item for name, item in vars(positions).items() if name.endswith("Row")} == set(ROW_OF.values())
