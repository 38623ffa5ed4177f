"""The address of the page of drafts: which draft, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lib.ui.components.page_address import PageAddress, number_in

DraftView = Literal["report", "map", "versions"]


@dataclass(frozen=True)
class Address(PageAddress):
    """One state of the page; without a draft it is the list, with a table a new draft about that."""

    draft: int | None = None
    view: DraftView = "report"
    old: int | None = None
    """The version compared with `new`; None for the one before."""
    new: int | None = None
    schema: str = ""
    table: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        written = {
            "draft": str(self.draft or ""),
            "view": "" if self.view == "report" else self.view,
            "from": str(self.old or ""),
            "to": str(self.new or ""),
            "schema": self.schema,
            "table": self.table,
        }
        return {name: value for name, value in written.items() if value}


def read(parameters: Mapping[str, str]) -> Address:
    """The address in the page's query parameters; what makes no sense there counts as not said."""
    view = parameters.get("view", "")
    return Address(
        draft=number_in(parameters.get("draft", "")),
        view=view if view in get_args(DraftView) else "report",  # type: ignore[arg-type]
        old=number_in(parameters.get("from", "")),
        new=number_in(parameters.get("to", "")),
        schema=parameters.get("schema", ""),
        table=parameters.get("table", ""),
    )
