"""`orb schema export`: the cached schema in the formats that other programs read."""

from typing import Annotated

import typer

from lib.commands.arguments import AsJson, Hidden
from lib.commands.output import print_json, run
from lib.commands.schema import cached
from lib.schema import names
from lib.schema.concerns.visible import asked_of
from lib.schema.export import subset
from lib.schema.export.export import export
from lib.schema.export.formats import Format


def export_schema(
    format_name: Annotated[Format, typer.Option("--format", help="What to write.")] = "json",
    concern: Annotated[str, typer.Option(help="Only the tables of this concern.")] = "",
    schema_name: Annotated[str, typer.Option("--schema", help="Only the tables of this schema.")] = "",
    table: Annotated[str, typer.Option(help="Only this table and what is near it.")] = "",
    hops: Annotated[int, typer.Option(min=0, help="How near: relations away from the table.")] = subset.HOPS,
    partitions: Annotated[bool, typer.Option("--partitions", help="Every partition, not only its table.")] = False,
    hidden: Hidden = False,
    as_json: AsJson = False,
) -> None:
    """The schema, or a part of it, as JSON, compact text, Markdown, Mermaid or DBML."""
    if sum(map(bool, (concern, schema_name, table))) > 1:
        raise typer.BadParameter("give one of --concern, --schema and --table")

    def text() -> str:
        complete = cached()
        centre = names.parse(table, complete) if table else None
        schema = asked_of(complete, hidden=hidden, names=[centre] if centre else (), schemas=[schema_name])
        chosen = schema
        if concern:
            chosen = subset.of_concern(schema, concern)
        elif schema_name:
            chosen = subset.of_schema(schema, schema_name)
        elif centre:
            chosen = subset.around(schema, centre, hops=hops)
        return export(chosen, format_name, whole=schema, partitions=partitions)

    written = run(text)
    if as_json and format_name != "json":
        print_json({"format": format_name, "text": written})
    else:
        typer.echo(written, nl=False)
