"""The schema explorer's address: everything that a link to it restores, read and written in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl

from lib.schema.layout.places import ColumnsShown
from lib.schema.model import TableName
from lib.ui.components.page_address import PageAddress, number_in

View = Literal["map", "list", "table", "path", "health", "changes"]
Scope = Literal["", "around", "concern", "all", "concerns"]
"""What the map shows; "" leaves it to what is selected and how big the database is."""
MOST_HOPS = 3


@dataclass(frozen=True)
class Address(PageAddress):
    """One state of the page; the client page has an `Address` of its own."""

    table: TableName | None = None
    column: str = ""
    relation: str = ""
    """The relation selected in `table`, by its name."""
    concern: str = ""
    view: View = "map"
    scope: Scope = ""
    centre: TableName | None = None
    """The table that the map is drawn around, where it is not the selected one."""
    hops: int = 1
    rows: ColumnsShown = "keys"
    opened: str = ""
    """The concern whose piles on the map are opened, "*" for all."""
    only: str = ""
    """The schema that the list is limited to."""
    kind: str = ""
    """The kind of table that the list is limited to."""
    hidden: bool = False
    """Whether the schemas that are hidden by default are shown too."""
    end: TableName | None = None
    """Where a join path leads, from `table`."""
    old: int | None = None
    """The snapshot compared with `new`; None for the last two."""
    new: int | None = None

    def at(self, table: TableName, *, column: str = "", relation: str = "") -> "Address":
        """This address with another table selected and the map drawn around it."""
        return replace(self, table=table, column=column, relation=relation, centre=None, opened="")

    @property
    def parameters(self) -> dict[str, str]:
        schema, table = self.table or ("", "")
        centre_schema, centre = self.centre if self.centre and self.centre != self.table else ("", "")
        end_schema, end = self.end or ("", "")
        written = {
            "schema": schema,
            "table": table,
            "column": self.column,
            "relation": self.relation,
            "concern": self.concern,
            "view": "" if self.view == "map" else self.view,
            "scope": self.scope,
            "centre_schema": centre_schema,
            "centre": centre,
            "hops": "" if self.hops == 1 else str(self.hops),
            "rows": "" if self.rows == "keys" else self.rows,
            "opened": self.opened,
            "only": self.only,
            "kind": self.kind,
            "hidden": "1" if self.hidden else "",
            "end_schema": end_schema,
            "end": end,
            "from": "" if self.old is None else str(self.old),
            "to": "" if self.new is None else str(self.new),
        }
        return {name: value for name, value in written.items() if value}


def read(parameters: Mapping[str, str]) -> Address:
    """The address in the page's query parameters; what makes no sense there counts as not said."""
    return Address(
        table=_name(parameters, "schema", "table"),
        column=parameters.get("column", ""),
        relation=parameters.get("relation", ""),
        concern=parameters.get("concern", ""),
        view=_one_of(View, parameters.get("view", ""), "map"),
        scope=_one_of(Scope, parameters.get("scope", ""), ""),
        centre=_name(parameters, "centre_schema", "centre"),
        hops=min(number_in(parameters.get("hops", "")) or 1, MOST_HOPS),
        rows=_one_of(ColumnsShown, parameters.get("rows", ""), "keys"),
        opened=parameters.get("opened", ""),
        only=parameters.get("only", ""),
        kind=parameters.get("kind", ""),
        hidden=parameters.get("hidden") == "1",
        end=_name(parameters, "end_schema", "end"),
        old=number_in(parameters.get("from", "")),
        new=number_in(parameters.get("to", "")),
    )


Open = Callable[[Address], None]
"""What shows another state of the page."""


def opening(on_open: Open) -> Callable[[str], None]:
    """A callback for links that calls `on_open` with the address in the link's query string."""
    return lambda query: on_open(read(dict(parse_qsl(query.removeprefix("?")))))


def _name(parameters: Mapping[str, str], schema: str, table: str) -> TableName | None:
    name = parameters.get(schema, ""), parameters.get(table, "")
    return name if all(name) else None


def _one_of(choices: Any, text: str, otherwise: Any) -> Any:
    return text if text in get_args(choices) else otherwise
