"""The formats a schema is written in, by name; apart from what writes them, for those who only ask which there are."""

from typing import Literal

Format = Literal["json", "compact", "markdown", "mermaid", "dbml"]
