"""A schema, whole or a part, in one of five formats; all hold the same tables and foreign keys."""

import json

from lib.schema.export.compact import compact
from lib.schema.export.dbml import dbml
from lib.schema.export.document import to_document
from lib.schema.export.formats import Format
from lib.schema.export.markdown import markdown
from lib.schema.export.mermaid import mermaid
from lib.schema.model import Schema


def export(schema: Schema, format_name: Format, *, whole: Schema | None = None) -> str:
    """The text; `whole` is the schema of which `schema` is a part: references from outside are told from there."""
    if format_name == "json":
        return json.dumps(to_document(schema, whole=whole), ensure_ascii=False) + "\n"
    if format_name == "markdown":
        return markdown(schema, whole=whole)
    return {"compact": compact, "mermaid": mermaid, "dbml": dbml}[format_name](schema)
