"""The button that puts on the clipboard what an agent needs to know."""

from markupsafe import Markup

from lib.ui.components.markup import linked
from lib.ui.explorer.address import Address

LABEL = "Copy for an agent"


def agent_copy(text: str, *, key: str) -> None:
    """A button that copies `text`."""
    linked(
        Markup('<button data-copy="agent">{}</button>').format(LABEL), key=key, on_open=_stay, copies={"agent": text}
    )


def _stay(_there: Address) -> None:
    """Nothing opens: the button only copies."""
