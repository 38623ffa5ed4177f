"""What changed between two kept snapshots of the schema, the gravest first."""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from lib.schema.changes.change import SEVERITIES, SchemaChange
from lib.schema.model import Schema
from lib.schema.names import written
from lib.ui.components.markup import link
from lib.ui.explorer.address import Address

MOST = 500


def changes_view(changes: Sequence[SchemaChange], schema: Schema, here: Address) -> Markup:
    """One line a change with its severity and why; tables that are still there are links."""
    if not changes:
        return Markup("<p>Nothing changed between these two snapshots.</p>")
    counts = Counter(change.severity for change in changes)
    badges = Markup(" ").join(
        Markup('<span class="badge {}">{} {}</span>').format(severity, counts[severity], severity)
        for severity in SEVERITIES
        if counts[severity]
    )
    lines = Markup("").join(_line(change, schema, here) for change in changes[:MOST])
    more = Markup("<p class=quiet>… and {} more</p>").format(len(changes) - MOST) if len(changes) > MOST else ""
    return Markup(
        '<p class="row">{}</p><div class="scroll"><table><thead><tr><th></th><th>What</th><th>Table</th><th>Change</th>'
        "<th>Why</th></tr></thead><tbody>{}</tbody></table>{}</div>"
    ).format(badges, lines, more)


def _line(change: SchemaChange, schema: Schema, here: Address) -> Markup:
    table = Markup("")
    if change.table is not None:
        is_there = change.table in schema.table_named
        table = (
            link(here.at(change.table).but(view="table"), written(change.table))
            if is_there
            else Markup("{}").format(written(change.table))
        )
    return Markup(
        '<tr><td class="mark"><span class="badge {}">{}</span></td><td>{} {}</td><td>{}</td><td>{}</td>'
        "<td><small>{}</small></td></tr>"
    ).format(change.severity, change.severity, change.kind, change.what, table, _difference(change), change.reason)


def _difference(change: SchemaChange) -> Markup:
    name = Markup("<b>{}</b> ").format(change.name)
    if not change.attribute:
        return name
    return name + Markup('{}: <span class="type was">{}</span> → <span class="type">{}</span>').format(
        change.attribute, change.before or "none", change.after or "none"
    )
