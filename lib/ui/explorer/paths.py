"""Join paths between two tables, step by step, with the SQL to copy."""

from collections.abc import Sequence

from markupsafe import Markup

from lib.schema.names import written
from lib.schema.relations.join import Join
from lib.schema.relations.paths import JoinPath
from lib.ui.components.markup import link
from lib.ui.explorer.address import Address


def path_view(paths: Sequence[JoinPath], here: Address) -> Markup:
    """The paths, best first; what multiplies rows, is optional, lacks an index or goes through a hub is said."""
    if not paths:
        return Markup(
            "<p>No foreign keys connect these two tables, directly or through others.</p>"
            "<p class=quiet>Relations that only names suggest stand in each table's detail, marked as inferred.</p>"
        )
    return Markup("").join(_card(path, i, here=here) for i, path in enumerate(paths))


def copies(paths: Sequence[JoinPath]) -> dict[str, str]:
    """The SQL of each path, under the name its copy button gives."""
    return {f"path{i}": path.sql for i, path in enumerate(paths)}


def _card(path: JoinPath, number: int, *, here: Address) -> Markup:
    notes = [f"{len(path.steps)} join{'s' * (len(path.steps) != 1)}"]
    notes += ["rows may multiply"] if path.multiplies else ["one row stays one row"]
    notes += [f"through the hub {written(name)}" for name in path.hubs]
    steps = Markup("").join(_step(step, here) for step in path.steps)
    return Markup(
        '<div class="card"><div class="row"><b>{}</b><small>{}</small>'
        '<button data-copy="path{}">Copy SQL</button></div>'
        "{}<pre>{}</pre></div>"
    ).format("Best path" if number == 0 else f"Path {number + 1}", " · ".join(notes), number, steps, path.sql)


def _step(step: Join, here: Address) -> Markup:
    pairs = ", ".join(f"{own} = {their}" for own, their in step.columns)
    signs = [("multiplies rows", "risky", step.multiplies), ("optional", "", step.optional)]
    signs += [("no index", "breaking", step.lacks_index), ("not vouched for", "risky", not step.trusted)]
    badges = Markup(" ").join(
        Markup('<span class="badge {}">{}</span>').format(css, text) for text, css, is_so in signs if is_so
    )
    return Markup('<div class="step">{} → {} <span class="type">{}</span> <small>{}</small> {}</div>').format(
        link(here.at(step.start).but(view="table"), written(step.start)),
        link(here.at(step.end).but(view="table"), written(step.end)),
        pairs,
        step.cardinality,
        badges,
    )
