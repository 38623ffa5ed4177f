"""The address of the page of drafts: which draft, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

DraftView = Literal["report", "map", "versions"]


@dataclass(frozen=True)
class Address:
    """One state of the page; without a draft it is the list, with a table a new draft about that."""

    draft: int | None = None
    view: DraftView = "report"
    old: int | None = None
    """The version compared with `new`; None for the one before."""
    new: int | None = None
    schema: str = ""
    table: str = ""

    def but(self, **changes: Any) -> "Address":
        """This address with some parts changed."""
        return replace(self, **changes)

    @property
    def parameters(self) -> dict[str, str]:
        """The address as query parameters; what is as usual stands for itself."""
        written = {
            "draft": str(self.draft or ""),
            "view": "" if self.view == "report" else self.view,
            "from": str(self.old or ""),
            "to": str(self.new or ""),
            "schema": self.schema,
            "table": self.table,
        }
        return {name: value for name, value in written.items() if value}

    @property
    def query(self) -> str:
        """The address as a link from the page to itself."""
        return f"?{urlencode(self.parameters)}"


def read(parameters: Mapping[str, str]) -> Address:
    """The address in the page's query parameters; what makes no sense there counts as not said."""
    view = parameters.get("view", "")
    return Address(
        draft=_number(parameters.get("draft", "")),
        view=view if view in get_args(DraftView) else "report",  # type: ignore[arg-type]
        old=_number(parameters.get("from", "")),
        new=_number(parameters.get("to", "")),
        schema=parameters.get("schema", ""),
        table=parameters.get("table", ""),
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 and int(text) else None
