"""Small pictures that say what a column is."""

from markupsafe import Markup

from lib.schema.model import Column, Table
from lib.schema.relations.cardinality import is_unique

SHAPES = {
    "key": Markup('<circle cx="5" cy="9" r="3.2"/><path d="M7.4 6.8 13 1.5M10.4 4l2 2"/>'),
    "link": Markup(
        '<rect x="1" y="5" width="7" height="4.5" rx="2.2"/><rect x="6" y="5" width="7" height="4.5" rx="2.2"/>'
    ),
    "filled": Markup('<path d="M7 2l5 5-5 5-5-5z" fill="currentColor"/>'),
    "hollow": Markup('<path d="M7 2l5 5-5 5-5-5z"/>'),
    "unique": Markup('<circle cx="7" cy="7" r="5.5"/><path d="M5.5 5.5 7.3 4V10"/>'),
    "hash": Markup('<path d="M5 2 4 12M10 2 9 12M2 5h10M2 9h10"/>'),
    "formula": Markup('<path d="M11 2H4l4 5-4 5h7"/>'),
}
WORDS = {
    "key": "primary key",
    "link": "foreign key",
    "filled": "never null",
    "hollow": "may be null",
    "unique": "unique",
    "hash": "identity",
    "formula": "generated",
}
COLOURS = {"key": "key", "link": "foreign"}


def marks(table: Table, column: Column) -> Markup:
    """The pictures of one column: key, foreign key, nullable, unique, identity, generated."""
    return Markup("").join(icon(name) for name in _meanings(table, column))


def icon_legend(table: Table) -> Markup:
    """What the pictures beside the columns of a table mean, each that stands there once."""
    seen = {name for column in table.columns for name in _meanings(table, column)}
    entries = Markup("").join(
        Markup("<span>{} {}</span>").format(icon(name), words) for name, words in WORDS.items() if name in seen
    )
    return Markup('<p class="icons">{}</p>').format(entries) if seen else Markup("")


def _meanings(table: Table, column: Column) -> list[str]:
    """The names of a column's pictures."""
    meanings = {
        "key": column.is_pk,
        "link": column.is_fk,
        "hollow": column.nullable,
        "filled": not column.nullable,
        "unique": not column.is_pk and is_unique(table, (column.name,)),
        "hash": column.identity is not None,
        "formula": column.generated is not None,
    }
    return [name for name, is_so in meanings.items() if is_so]


def icon(name: str) -> Markup:
    """One picture with its meaning in words."""
    return Markup(
        '<svg class="{}" viewBox="0 0 14 14" fill="none" stroke="currentColor" stroke-width="1.4" role="img">'
        "<title>{}</title>{}</svg>"
    ).format(COLOURS.get(name, "plain"), WORDS[name], SHAPES[name])
