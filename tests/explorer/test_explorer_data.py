"""What the map shows at an address."""

import pytest

from lib.ui.explorer.address import Address, Scope
from lib.ui.explorer.data import scope_of
from tests.support.schemas.small_schemas import business


@pytest.mark.parametrize(("tables", "shown"), [(1, "all"), (60, "all"), (61, "concerns"), (400, "concerns")])
def test_with_more_than_sixty_tables_the_map_opens_on_concerns(tables: int, shown: Scope) -> None:
    assert scope_of(business(tables, tables // 2), Address()) == shown


def test_an_address_leads_further_down_and_one_that_leads_nowhere_to_the_overview() -> None:
    schema = business(100, 50)
    table = schema.tables[7]
    assert scope_of(schema, Address(table=table.key)) == "around"
    assert scope_of(schema, Address(concern=table.concern)) == "concern"
    assert scope_of(schema, Address(scope="all")) == "all"
    assert scope_of(schema, Address(table=("no", "table"))) == "concerns"
    assert scope_of(schema, Address(scope="around")) == "concerns"
    assert scope_of(schema, Address(scope="concern", concern="none")) == "concerns"
