"""The client page's address: what a link says is what the page restores, and what makes no sense is said."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.ui.clients.address import PARTS, Address, InvalidAddress, Part, read

CONTACT = UUID("8f6f2f6e-52b8-4d8c-9ad4-6c1d1f7b1a01")
VERSION = st.none() | st.integers(1, 10**9 - 1)
ADDRESS = st.builds(Address, contact=st.none() | st.uuids(), part=st.sampled_from(PARTS), old=VERSION, new=VERSION)


@given(ADDRESS)
def test_an_address_read_back_is_the_same_address(address: Address) -> None:
    assert read(address.parameters) == address


def test_a_contact_and_two_versions_are_the_address_that_others_link_to() -> None:
    assert Address(CONTACT).query == f"?contact={CONTACT}"
    assert Address(CONTACT).changes(2, 5).query == f"?contact={CONTACT}&from=2&to=5"


def test_another_part_keeps_the_versions() -> None:
    assert Address(CONTACT).changes(2, 5).but(part="History").parameters == {
        "contact": str(CONTACT), "from": "2", "to": "5", "view": "history",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "part"),
    [
        ({}, "Now"),
        ({"view": "json"}, "JSON"),
        ({"view": "HISTORY"}, "History"),
        ({"to": "5"}, "Changes"),
        ({"from": "x"}, "Changes"),
        ({"to": "5", "view": "now"}, "Now"),
        ({"view": "nowhere"}, "Now"),
    ],
)
def test_versions_open_their_changes_where_no_part_is_named(parameters: dict[str, str], part: Part) -> None:
    assert read(parameters).part == part


def test_a_version_that_is_no_number_counts_as_not_said_and_is_remembered() -> None:
    assert read({"contact": str(CONTACT), "from": "-1", "to": "7"}) == Address(
        CONTACT, "Changes", None, 7, has_wrong_version=True
    )


def test_a_contact_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidAddress):
        read({"contact": "anna"})
