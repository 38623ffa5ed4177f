"""How concerns depend on each other: a matrix of the foreign keys that lead from one to another."""

from collections.abc import Mapping

from markupsafe import Markup

from lib.schema.model import Schema
from lib.schema.relations.concern_graph import ConcernGraph, concern_graph
from lib.ui.components.markup import link
from lib.ui.components.names import breakable, one_line
from lib.ui.explorer.address import Address

MOST, MOST_IN_WORDS = 40, 5
"""Concerns in the matrix, of more the biggest, and those named of one where there is no room for a matrix."""


def concern_matrix(schema: Schema, here: Address, *, colour_of: Mapping[str, str]) -> Markup:
    """The matrix, rows refer to columns; every concern is a link into it; nothing where there is none."""
    graph = concern_graph(schema)
    if not graph.tables:
        return Markup("")
    names = sorted(sorted(graph.tables, key=lambda name: (-graph.tables[name], name))[:MOST])
    more = len(graph.tables) - len(names)
    counts = graph.matrix
    most = max((count for (one, other), count in counts.items() if one != other), default=1)
    heads = Markup("").join(Markup("<th>{}</th>").format(one_line(name or "unassigned")) for name in names)
    there = here.but(scope="concern", table=None, relation="", column="")
    lines = Markup("").join(
        Markup('<tr><th><i class="dot" style="background:{}"></i>{} <small>{}</small></th>{}</tr>').format(
            colour_of[name],
            link(there.but(concern=name), one_line(name or "unassigned")),
            graph.tables[name],
            Markup("").join(_cell(counts.get((name, other), 0), most, is_own=name == other) for other in names),
        )
        for name in names
    )
    return Markup(
        '<div class="on-wide"><h3>Concerns <small>a row refers to a column so many times</small></h3><div class="grid">'
        '<table class="matrix"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div></div>'
        '<div class="on-narrow"><h3>Concerns <small>and how often each refers to others</small></h3>{}</div>{}'
    ).format(
        heads,
        lines,
        Markup("").join(_in_words(name, graph, there=there, colour=colour_of[name]) for name in names),
        Markup("<p class=quiet>… and {} smaller concerns.</p>").format(more) if more else "",
    )


def _in_words(concern: str, graph: ConcernGraph, *, there: Address, colour: str) -> Markup:
    """A row of the matrix for a narrow screen: to which concerns one refers, the most referred to first."""
    others = {edge.other: edge.relations for edge in graph.dependencies if edge.concern == concern != edge.other}
    ordered = sorted(others, key=lambda name: (-others[name], name))
    more = Markup(", {} more").format(len(ordered) - MOST_IN_WORDS) if len(ordered) > MOST_IN_WORDS else ""
    listed = Markup(", ").join(
        Markup("{} {}").format(breakable(name or "unassigned"), others[name]) for name in ordered[:MOST_IN_WORDS]
    )
    return Markup('<p><i class="dot" style="background:{}"></i>{} <small>{}{}{}{}</small></p>').format(
        colour,
        link(there.but(concern=concern), breakable(concern or "unassigned")),
        graph.tables[concern],
        Markup(" → ") if listed else "",
        listed,
        more,
    )


def _cell(count: int, most: int, *, is_own: bool) -> Markup:
    if is_own:
        return Markup('<td class="quiet">{}</td>').format(count or "·")
    share = round(8 + 40 * count / most) if count else 0
    return Markup('<td style="background:color-mix(in srgb, var(--st-primary-color) {}%, transparent)">{}</td>').format(
        share, count or ""
    )
