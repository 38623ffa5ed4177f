"""Two versions of a draft beside each other, line by line."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

from lib.directions import directions_shown
from lib.schema.drafts.store import DraftVersion
from lib.ui.components.markup import choice
from lib.ui.drafts.address import Address

LONGEST = 5_000
"""Lines from which on two versions are shown whole: comparing takes the square of their number."""


def versions_view(versions: Sequence[DraftVersion], here: Address) -> Markup:
    """The versions to choose from, and what differs between the two that are chosen; by default the last two."""
    if len(versions) < 2:
        return Markup("<p class=quiet>There is one version. Each save adds another, and none is lost.</p>")
    by_number = {item.version: item for item in versions}
    new = by_number.get(here.new or 0, versions[0])
    old = by_number.get(here.old or 0) or by_number.get(new.version - 1) or versions[-1]
    said = [f"{item.version} · {item.author}{' (agent)' if item.is_by_agent else ''}" for item in versions]
    olds = choice(
        ((label, here.but(old=item.version), item == old) for label, item in zip(said, versions, strict=True)),
        title="From",
    )
    news = choice(
        ((label, here.but(new=item.version), item == new) for label, item in zip(said, versions, strict=True)),
        title="To",
    )
    return Markup("<div>{}</div><div>{}</div><pre>{}</pre>").format(
        olds, news, Markup("").join(_lines(directions_shown(old.sql), directions_shown(new.sql)))
    )


def _lines(old: str, new: str) -> Iterator[Markup]:
    before, after = old.splitlines(), new.splitlines()
    if len(before) + len(after) > LONGEST:
        before = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        if before[start:end] == after[first:last]:
            yield from (Markup("  {}\n").format(line) for line in after[first:last])
            continue
        yield from (Markup('<span class="gone">− {}</span>\n').format(line) for line in before[start:end])
        yield from (Markup('<span class="new">+ {}</span>\n').format(line) for line in after[first:last])
