"""A schema, whole or a part, in one of five formats; all hold the same tables and foreign keys."""

import json

from lib.schema.export.compact import compact
from lib.schema.export.dbml import dbml
from lib.schema.export.document import to_document
from lib.schema.export.formats import Format
from lib.schema.export.markdown import markdown
from lib.schema.export.mermaid import mermaid
from lib.schema.model import Schema
from lib.schema.relations.partitions import folded, without_partitions
from lib.schema.trigger_arguments import masked


def export(schema: Schema, format_name: Format, *, whole: Schema | None = None, partitions: bool = False) -> str:
    """The text; `whole` is the schema of which `schema` is a part: references from outside are told from there.

    Partitions are folded into their tables unless `partitions`; arguments of triggers that look like secrets are
    masked.
    """
    if not partitions:
        schema, whole = folded(schema, whole or schema), whole and without_partitions(whole)
    if format_name == "json":
        return json.dumps(to_document(masked(schema), whole=whole), ensure_ascii=False) + "\n"
    if format_name == "markdown":
        return markdown(schema, whole=whole)
    return {"compact": compact, "mermaid": mermaid, "dbml": dbml}[format_name](schema)
