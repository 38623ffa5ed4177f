"""Who runs a command."""

from getpass import getuser


def actor() -> str:
    """The name that the system knows the user by; it is kept with what they decide."""
    try:
        return getuser()
    except (KeyError, OSError):
        return "somebody at the command line"
