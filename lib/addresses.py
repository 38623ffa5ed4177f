"""Where the dashboard listens: this machine alone, unless a login or a proxy guards it."""

import errno
import ipaddress
import socket
import tomllib
from pathlib import Path

from lib.errors import AddressRefused, InvalidSettings, PortTaken
from lib.settings import ROOT, Settings

SECRETS = ROOT / ".streamlit" / "secrets.toml"


def check(settings: Settings, *, secrets: Path = SECRETS) -> None:
    """Raise `AddressRefused` where others could reach the dashboard unguarded, `PortTaken` where nobody could."""
    check_guard(settings.address, settings, secrets=secrets)
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.address, settings.port))
        except OSError as error:
            raise _refusal(error, settings) from error


def check_guard(address: str, settings: Settings, *, secrets: Path = SECRETS) -> None:
    """Raise `AddressRefused` where `address` is open to others and neither a login nor a proxy guards it."""
    if is_local(address):
        return
    if not (settings.behind_proxy or has_login(secrets)):
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


def has_login(secrets: Path = SECRETS) -> bool:
    """Whether Streamlit's `[auth]` is configured; raises `InvalidSettings` where the file cannot be read."""
    try:
        return bool(tomllib.loads(secrets.read_text("utf-8")).get("auth"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise InvalidSettings(f"{secrets.name} cannot be read.", next_step="Correct it; it is TOML.") from error


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
