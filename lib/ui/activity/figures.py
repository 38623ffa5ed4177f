"""A share on the activity page: the count, of how many, how sure it is, and what it counts to open."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from markupsafe import Markup

from lib.context.alignment.figures import Counted, Figure
from lib.context.alignment.stored import BEHIND
from lib.ui.activity.tables import page_link
from lib.ui.clients.address import Address

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
    """What it counts, each with a link to the fact, the message or the history that it stands in."""
    known = [item for item in figure.behind if item.contact_id in names]
    if not known:
        return Markup("")
    lines = Markup("").join(
        Markup('<li><a href="{}">{}</a> {}</li>').format(_link(item), names[item.contact_id], item.words)
        for item in known
    )
    which = "Which one" if len(known) == 1 else f"{'The first' if len(known) >= BEHIND else 'Which'} {len(known)}"
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(which, lines)


def _link(item: Counted) -> str:
    """Where a counted thing is seen: a fact on its client's page, a message in the conversation, else the history."""
    there = Address(item.contact_id)
    if item.fact_id is not None:
        return page_link(replace(there, fact=item.fact_id))
    if item.interaction_id:
        return page_link(there.conversation(anchor=item.interaction_id))
    return page_link(replace(there, part="History"))
