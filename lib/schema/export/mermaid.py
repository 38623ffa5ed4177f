"""A Mermaid entity relationship diagram."""

import re
from collections.abc import Iterator

from lib.schema.export.labels import labels
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Column, ForeignKey, Schema, Table, TableName
from lib.schema.relations.cardinality import cardinality

NOT_IN_NAME = re.compile(r"[^A-Za-z0-9_\u00c0-\uffff-]")
NOT_IN_TYPE = re.compile(r"[^A-Za-z0-9_\[\](),.\u00c0-\uffff-]")
KEYWORD = re.compile(r"(?i)(pk|fk|uk)\b")
SPECIAL = re.compile(r'["%\\<>#;`{}]|[^\x20-\uffff]')


def mermaid(schema: Schema) -> str:
    """The diagram; tables outside the scope that foreign keys refer to stand in it without columns."""
    known = [*(table.key for table in schema.tables), *schema.foreign]
    outside = {key.other for table in schema.tables for key in table.foreign_keys} - set(known)
    names = labels([*known, *sorted(outside)], lambda name: quote(f"{name[0]}.{name[1]}"))
    lines = ["erDiagram", *(f"    %% {line.replace('{', '(').replace('}', ')')}" for line in stamp(schema))]
    for table in schema.tables:
        lines += _entity(table, names[table.key])
    for table in schema.tables:
        lines += [_relation(table, key, names) for key in table.foreign_keys]
    return "\n".join(lines) + "\n"


def quote(text: str) -> str:
    """Text for a place in double quotes; what Mermaid would read as its own is written as a code."""
    coded = SPECIAL.sub(lambda match: f"#{ord(match.group())};", one_line(text))
    return re.sub(r"(?i)(direction) +(?=[tblr][tblr])", r"\1_", coded)  # a line with these words is an order to it


def _entity(table: Table, label: str) -> Iterator[str]:
    if not table.columns:
        yield f'    "{label}"'
        return
    yield f'    "{label}" {{'
    names = labels([column.name for column in table.columns], _name)
    unique = {key.columns[0] for key in table.unique if len(key.columns) == 1}
    for column in table.columns:
        yield f"        {_attribute(column, names[column.name], column.name in unique)}"
    yield "    }"


def _attribute(column: Column, name: str, is_alone_unique: bool) -> str:
    keys = [*["PK"] * column.is_pk, *["FK"] * column.is_fk, *["UK"] * is_alone_unique]
    remark = column.comment or ""
    if name != column.name:
        remark = f"{column.name} {remark}".strip()
    words = [_typed(column.type), name, ", ".join(keys), f'"{quote(remark)}"' if remark else ""]
    return " ".join(word for word in words if word)


def _relation(table: Table, key: ForeignKey, names: dict[TableName, str]) -> str:
    ends = cardinality(table, key)
    many = "|o" if ends.is_one_to_one else "}o"
    one = ("o" if ends.is_optional else "|") + ("{" if ends.refers_to_many else "|")
    return f'    "{names[table.key]}" {many}--{one} "{names[key.other]}" : "{quote(", ".join(key.columns)) or " "}"'


def _name(name: str) -> str:
    plain = NOT_IN_NAME.sub("_", name)
    return plain if re.match(r"[A-Za-z_\u00c0-\uffff]", plain) and not KEYWORD.match(plain) else f"_{plain}"


def _typed(type_name: str) -> str:
    plain = NOT_IN_TYPE.sub("_", type_name)
    return plain if re.match(r"[A-Za-z_\u00c0-\uffff]", plain) and not KEYWORD.match(plain) else f"_{plain}"
