"""The explorer's address: what a link says is what the page restores, and nonsense is as if not said."""

from hypothesis import given
from hypothesis import strategies as st

from lib.ui.explorer.address import Address, opening, read

TEXT = st.text(min_size=1, max_size=12)
NAME = st.tuples(TEXT, TEXT)
ADDRESS = st.builds(
    Address,
    table=st.none() | NAME,
    column=TEXT | st.just(""),
    relation=TEXT | st.just(""),
    concern=TEXT | st.just(""),
    view=st.sampled_from(["map", "list", "table", "path", "health", "changes"]),
    scope=st.sampled_from(["", "around", "concern", "all", "concerns"]),
    hops=st.integers(1, 3),
    rows=st.sampled_from(["keys", "all", "none"]),
    hidden=st.booleans(),
    end=st.none() | NAME,
    old=st.none() | st.integers(1, 10**9),
    new=st.none() | st.integers(1, 10**9),
)


@given(ADDRESS)
def test_an_address_read_back_is_the_same_address(address: Address) -> None:
    assert read(address.parameters) == address


@given(ADDRESS)
def test_a_link_opens_the_address_that_it_was_made_for(address: Address) -> None:
    opened: list[Address] = []
    opening(opened.append)(address.query)
    assert opened == [address]


def test_a_table_alone_is_the_short_address_that_others_link_to() -> None:
    assert Address(table=("crm", "odd name")).query == "?schema=crm&table=odd+name"


def test_what_makes_no_sense_counts_as_not_said() -> None:
    nonsense = {"view": "x", "scope": "?", "hops": "99", "rows": "", "from": "-1", "to": "1e3", "schema": "crm"}
    assert read(nonsense) == Address(hops=3)
