"""Who may see the pages: everybody at this machine, or with Streamlit's `[auth]` configured the people on the list."""

import tomllib
from pathlib import Path

import streamlit as st

from lib.errors import InvalidSettings, OrbError
from lib.serve import listen
from lib.settings import Settings
from lib.ui.components.escape import plain


class NotAllowed(OrbError):
    title = "This address is not on the list of people who may use the dashboard."
    next_step = "Ask whoever runs it to add the address to ORB_PEOPLE."


def check_address(settings: Settings) -> None:
    """Raise `AddressRefused` where this server listens to other machines and nothing guards it."""
    listen.check_guard(st.get_option("server.address") or "0.0.0.0", settings, has_login=has_login())  # noqa: S104


def passed(settings: Settings) -> bool:
    """Whether this person may see the pages; where not, what to do is drawn. Raises an `OrbError` when in doubt."""
    check_address(settings)
    if not (has_login() or settings.people):
        return True
    if has_login() and not is_logged_in():
        _invite()
        return False
    if not is_allowed(dict(st.user), settings.people):
        if is_logged_in():
            st.button("Log out", on_click=st.logout)
        raise NotAllowed
    return True


def is_allowed(claims: dict[str, object], people: tuple[str, ...]) -> bool:
    """Whether the login names an address on the list that its provider does not call unverified; no list, nobody."""
    address = claims.get("email")
    is_listed = (
        isinstance(address, str) and address != "" and address.casefold() in {person.casefold() for person in people}
    )
    return is_listed and claims.get("email_verified") in (True, None)


def person() -> str:
    """The address of who is logged in, or "" where the dashboard has no login."""
    return str(st.user.get("email") or "")


def actor() -> str:
    """Who acts, as records keep it: the address of who is logged in, or "dashboard" where it has no login."""
    return person() or "dashboard"


def is_logged_in() -> bool:
    """Whether somebody has logged in, on the list or not."""
    return bool(getattr(st.user, "is_logged_in", False))


def leave() -> None:
    """End this person's login."""
    st.logout()


def has_login() -> bool:
    """Whether `[auth]` is configured; raises `InvalidSettings` where a file of secrets cannot be read."""
    return any(_has_login(Path(file)) for file in st.get_option("secrets.files"))


def _has_login(file: Path) -> bool:
    try:
        return "auth" in tomllib.loads(file.read_text("utf-8")) if file.is_file() else False
    except (OSError, ValueError) as error:
        raise InvalidSettings(f"{file.name} cannot be read.", next_step="Correct it; it is TOML.") from error


def _invite() -> None:
    st.title("Orb")
    st.button("Log in", on_click=st.login, type="primary", icon=":material/login:")
    st.caption(plain("The dashboard is open to the people on its list."))
