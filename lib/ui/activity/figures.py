"""A share on the activity page: the count, of how many, how sure it is, and the contacts behind it to open."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from markupsafe import Markup

from lib.context.alignment.figures import Figure
from lib.context.alignment.stored import BEHIND
from lib.ui.activity.tables import client_link

ENOUGH = 10
"""Of fewer no percentage is shown: it would say more than is known."""


def card(title: str, note: str, figures: Iterable[tuple[str, Figure]], *, names: Mapping[UUID, str]) -> Markup:
    """Figures under a title, each with its label; "nothing yet" where none has anything to count."""
    drawn = [_figure(label, figure, names) for label, figure in figures]
    body = (
        Markup('<div class="orb-figures">{}</div>').format(Markup("").join(drawn))
        if drawn
        else Markup('<p class="orb-none">Nothing to count yet.</p>')
    )
    return Markup(
        '<div class="orb"><section class="orb-card"><header><h4>{}</h4><span>{}</span></header>{}</section></div>'
    ).format(title, note, body)


def _figure(label: str, figure: Figure, names: Mapping[UUID, str]) -> Markup:
    return Markup('<div class="orb-figure"><p class="orb-label">{}</p><p class="orb-value">{}</p>{}</div>').format(
        label, value(figure), _behind(figure, names)
    )


def value(figure: Figure) -> Markup:
    """The count of how many, and from ten on the percentage with the interval that holds it 95 times in a hundred."""
    share = figure.share
    if not share.of:
        return Markup("nothing to count")
    counted = Markup("{:,} of {:,}").format(share.right, share.of)
    if share.of < ENOUGH or share.value is None or share.interval is None:
        return counted
    low, high = share.interval
    return Markup("{} <small>{:.0%}, between {:.0%} and {:.0%}</small>").format(counted, share.value, low, high)


def _behind(figure: Figure, names: Mapping[UUID, str]) -> Markup:
    """The contacts, each with a link to its page."""
    known = [(contact, names[contact]) for contact in figure.contacts if contact in names]
    if not known:
        return Markup("")
    lines = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(client_link(contact), name) for contact, name in known
    )
    count = "1 client" if len(known) == 1 else f"{'the first ' * (len(known) >= BEHIND)}{len(known)} clients"
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(count, lines)
