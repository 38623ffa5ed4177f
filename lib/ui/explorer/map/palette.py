"""The colours of concerns as the site's rules have them now."""

from lib.schema.concerns.colours import GREY, concern_colours
from lib.schema.concerns.rules import read_rules
from lib.schema.model import Schema
from lib.schema.relations.concern_graph import concern_graph

__all__ = ["GREY", "colours"]


def colours(schema: Schema) -> dict[str, str]:
    """A colour "#rrggbb" for each concern and for "", far from those that it relates to.

    Asked of the whole schema, so that a concern looks alike wherever it stands, whatever is hidden there.
    Raises `InvalidRules` where the file of rules is wrong.
    """
    related = concern_graph(schema).matrix
    colour_of = concern_colours((table.concern for table in schema.tables), read_rules().colours, related=related)
    return {concern: str(colour) for concern, colour in colour_of.items()}  # plain: a map is written as JSON
