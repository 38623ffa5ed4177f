"""Who may see the pages."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.errors import AddressRefused, InvalidSettings
from lib.serve.listen import check_guard, hosts
from lib.settings import Settings, made_of
from lib.ui.app.auth import is_allowed

PEOPLE = ("Tom@example.com",)


@pytest.mark.parametrize(
    ("claims", "people", "expected"),
    [
        ({"email": "tom@EXAMPLE.com"}, PEOPLE, True),
        ({"email": "tom@example.com", "email_verified": True}, PEOPLE, True),
        ({"email": "tom@example.com", "email_verified": False}, PEOPLE, False),
        ({"email": "tom@example.com", "email_verified": "false"}, PEOPLE, False),
        ({"email": "eve@example.com"}, PEOPLE, False),
        ({"email": "tom@example.com"}, (), False),
        ({"email": ["tom@example.com"]}, PEOPLE, False),
        ({}, PEOPLE, False),
        ({"email": ""}, ("",), False),
    ],
)
def test_only_a_verified_address_on_the_list_passes(
    claims: dict[str, object], people: tuple[str, ...], expected: bool
) -> None:
    assert is_allowed(claims, people) is expected


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_machine_alone_needs_no_guard(address: str) -> None:
    check_guard(address, Settings(), has_login=False)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.5", "orb.example.com", ""])
def test_any_other_address_needs_one(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_guard(address, Settings(), has_login=False)
    named: dict[str, Any] = {"ORB_HOSTS": "orb.example.com"}
    check_guard(address, made_of(named), has_login=True)
    check_guard(address, made_of({"ORB_BEHIND_PROXY": "1", **named}), has_login=False)


def test_every_address_at_once_needs_the_names_too() -> None:
    with pytest.raises(InvalidSettings, match="names under which it is reached"):
        check_guard("0.0.0.0", Settings(), has_login=True)


def test_a_browser_may_use_this_machines_names_and_those_set() -> None:
    given: dict[str, Any] = {"ADDRESS": "10.0.0.5", "ORB_HOSTS": "orb.example.com, *.orb.example.com"}
    assert hosts(made_of(given)) == ("localhost", "127.0.0.1", "10.0.0.5", "orb.example.com", "*.orb.example.com")
    assert hosts(Settings()) == ("localhost", "127.0.0.1")


def gated() -> None:
    import streamlit as st

    from lib.settings import Settings
    from lib.ui.app import auth, error_box

    with error_box.show_errors():
        if auth.passed(Settings(people=("tom@example.com",))):
            st.text("secret")


@pytest.mark.parametrize(
    ("claims", "shown"),
    [
        ({"is_logged_in": True, "email": "tom@example.com"}, ["secret"]),
        ({"is_logged_in": True, "email": "eve@example.com"}, []),
        ({"is_logged_in": True}, []),
        ({}, []),
    ],
)
def test_a_page_is_drawn_for_people_on_the_list_alone(claims: dict[str, Any], shown: list[str]) -> None:
    page = AppTest.from_function(gated, default_timeout=30)
    for name, value in claims.items():
        page.user[name] = value
    page.run()
    assert [text.value for text in page.text] == shown
    assert len(page.error) == (0 if shown else 1)
