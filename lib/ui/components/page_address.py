"""What the addresses of the pages have in common: each is a frozen state that is written as query parameters."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode


@dataclass(frozen=True)
class PageAddress(ABC):
    """One state of a page; a page's own `Address` says what belongs to it."""

    def but(self, **changes: Any) -> Self:
        """This address with some parts changed."""
        return replace(self, **changes)

    @property
    @abstractmethod
    def parameters(self) -> dict[str, str]:
        """The address as query parameters; what is as usual stands for itself."""

    @property
    def query(self) -> str:
        """The address as a link from the page to itself."""
        return f"?{urlencode(self.parameters)}"


def number_in(text: str) -> int | None:
    """The positive number that a parameter says; None for every other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 and int(text) else None
