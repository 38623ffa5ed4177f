"""Where the dashboard listens: this machine alone, unless a login or a proxy guards it."""

import errno
import ipaddress
import socket

from lib.errors import AddressRefused, InvalidSettings, PortTaken
from lib.settings import Settings


def check_port(settings: Settings) -> None:
    """Raise `PortTaken` or `InvalidSettings` where the dashboard could not listen."""
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.address, settings.port))
    except OSError as error:
        raise _refusal(error, settings) from error


def check_guard(address: str, settings: Settings, *, has_login: bool) -> None:
    """Raise `AddressRefused` where others can reach `address` and neither a login nor a proxy guards it."""
    if is_local(address):
        return
    if not (settings.behind_proxy or has_login):
        raise AddressRefused
    if not settings.hosts and is_any(address):
        raise InvalidSettings(
            "The dashboard does not know the names under which it is reached.",
            next_step="Set ORB_HOSTS to them, divided by commas: ORB_HOSTS=orb.example.com.",
        )


def hosts(settings: Settings) -> tuple[str, ...]:
    """The names under which a browser may reach the dashboard; all others are refused (DNS rebinding)."""
    own = () if is_any(settings.address) else (settings.address,)
    return tuple(dict.fromkeys(("localhost", "127.0.0.1", *own, *settings.hosts)))


def is_local(address: str) -> bool:
    """Whether only this machine reaches `address`."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def is_any(address: str) -> bool:
    """Whether `address` means every address of this machine."""
    return address in ("0.0.0.0", "::")  # noqa: S104


def _refusal(error: OSError, settings: Settings) -> Exception:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"Port {settings.port} is taken by another program.",
            next_step=f"Stop that program, or choose another port: PORT={settings.port % 65535 + 1} make run.",
        )
    if error.errno == errno.EACCES:
        return PortTaken(
            f"Port {settings.port} is reserved for the system.", next_step="Choose a port above 1023: PORT=8501."
        )
    return InvalidSettings(f"This machine has no address {settings.address}.", next_step="Correct ADDRESS.")
