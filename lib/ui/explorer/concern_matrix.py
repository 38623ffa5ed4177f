"""How concerns depend on each other: a matrix of the foreign keys that lead from one to another."""

from markupsafe import Markup

from lib.schema.relations.concern_graph import ConcernGraph
from lib.ui.components.markup import link
from lib.ui.explorer.address import Address
from lib.ui.explorer.map.palette import colours


def concern_matrix(graph: ConcernGraph, here: Address) -> Markup:
    """The matrix, rows refer to columns; every concern is a link into it; nothing where there is none."""
    if not graph.tables:
        return Markup("")
    colour_of, counts = colours(graph.tables), graph.matrix
    most = max((count for (one, other), count in counts.items() if one != other), default=1)
    heads = Markup("").join(Markup("<th>{}</th>").format(name or "unassigned") for name in graph.tables)
    lines = Markup("").join(
        Markup('<tr><th><i class="dot" style="background:{}"></i>{} <small>{}</small></th>{}</tr>').format(
            colour_of[name],
            link(here.but(scope="concern", concern=name, table=None, relation="", column=""), name or "unassigned"),
            tables,
            Markup("").join(_cell(counts.get((name, other), 0), most, is_own=name == other) for other in graph.tables),
        )
        for name, tables in graph.tables.items()
    )
    return Markup(
        '<h3>Concerns <small>a row refers to a column so many times</small></h3><div class="scroll">'
        '<table class="matrix"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(heads, lines)


def _cell(count: int, most: int, *, is_own: bool) -> Markup:
    if is_own:
        return Markup('<td class="quiet">{}</td>').format(count or "·")
    share = round(8 + 40 * count / most) if count else 0
    return Markup('<td style="background:color-mix(in srgb, var(--st-primary-color) {}%, transparent)">{}</td>').format(
        share, count or ""
    )
