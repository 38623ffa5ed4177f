"""`orb schema show|path|pack|lint`: questions that the cached schema answers."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from lib.agent_answer import MAX_TOKENS
from lib.commands.arguments import AsJson, Hidden
from lib.commands.output import print_json, print_rows, print_text, run, say
from lib.commands.schema import cached
from lib.schema import agent, lint, names
from lib.schema.agent_shapes import PackAnswer, Paths
from lib.schema.concerns.visible import asked_of
from lib.schema.export.markdown import facts, value_of
from lib.schema.finding import Finding
from lib.schema.model import Column, Schema, TableName

MOST = 20
"""Partitions that are named; of more than these only the number is told."""
TableOption = typer.Argument(metavar="S.T", help='A table as SQL writes it: crm.contact, crm."odd.name".')
TableText = Annotated[str, TableOption]


def show(table: TableText, as_json: AsJson = False) -> None:
    """One table, complete."""

    def read() -> tuple[Schema, tuple[str, str]]:
        schema = cached()
        return schema, names.parse(table, schema)

    schema, name = run(read)
    if as_json:
        print_json(agent.table(schema, name).model_dump(mode="json"))
        return
    described = schema.table_named[name]
    print_text(
        f"{names.written(name)}: {described.kind}, concern {described.concern or 'none'}. {described.comment or ''}\n"
    )
    rows = ((c.name, _typed(c), "" if c.nullable else "not null", value_of(c), c.comment) for c in described.columns)
    print_rows(("column", "type", "", "default", "comment"), rows)
    print_text("")
    for line in (*facts(described, schema.incoming.get(name, ())), *_descent(schema, name)):
        print_text(line)
    if described.definition:
        print_text(f"\n{described.definition}")


def _typed(column: Column) -> str:
    return f"{column.type} collate {column.collation}" if column.collation else column.type


def _descent(schema: Schema, name: TableName) -> Iterator[str]:
    """What comes from a table: its partitions, the tables that inherit from it, the views that read it."""
    parts = [names.written(table.key) for table in schema.tables if table.partition_of == name]
    if parts:
        more = ", …" if len(parts) > MOST else ""
        yield f"{len(parts):,} partition{'s' * (len(parts) != 1)}: {', '.join(parts[:MOST])}{more}"
    for table in schema.tables:
        if name in table.inherits:
            yield f"inherited by {names.written(table.key)}"
        if any((read.schema, read.table) == name for read in table.reads):
            yield f"read by {names.written(table.key)}"


def path(start: TableText, end: TableText, as_json: AsJson = False) -> None:
    """Join paths between two tables, best first, with SQL."""

    def paths() -> Paths:
        schema = cached()
        return agent.join_paths(schema, names.parse(start, schema), names.parse(end, schema))

    answer = run(paths)
    if as_json:
        print_json(answer.model_dump(mode="json"))
        return
    if not answer.paths:
        say("No foreign keys connect the two.")
    for number, way in enumerate(answer.paths, 1):
        hubs = f", through the hub {', '.join(way.hubs)}" if way.hubs else ""
        print_text(f"{number}. {' - '.join(way.tables)}{hubs}{', rows multiply' if way.multiplies else ''}")
        for step in way.steps:
            remarks = [*["optional"] * step.optional, *["no index"] * step.lacks_index]
            print_text(f"   {step.start} -> {step.end}: {', '.join([step.cardinality, *remarks])}")
        print_text(f"\n{way.sql}\n")


def pack(
    tables: Annotated[str, typer.Option(metavar="S.T,...", help="The tables asked for, separated by commas.")],
    max_tokens: Annotated[int, typer.Option(min=1, help="What the answer may take.")] = MAX_TOKENS,
    hidden: Hidden = False,
    as_json: AsJson = False,
) -> None:
    """The most useful description of some tables that fits a budget of tokens."""

    def packed() -> PackAnswer:
        schema = cached()
        asked = names.parse_list(tables, schema)
        return agent.packed(asked_of(schema, hidden=hidden, names=asked), asked, max_tokens=max_tokens)

    answer = run(packed)
    if as_json:
        print_json(answer.model_dump(mode="json"))
    else:
        typer.echo(answer.text, nl=False)


def lint_schema(
    concern: Annotated[str, typer.Option(help="Only the tables of this concern.")] = "",
    hidden: Hidden = False,
    as_json: AsJson = False,
) -> None:
    """Findings with reason and remedy; those whose key stands in sql/lint_ignore.txt are left out."""

    def read_findings() -> tuple[Schema, tuple[Finding, ...]]:
        schema = asked_of(cached(), hidden=hidden)
        findings = lint.findings(schema, lint.ignored_in(lint.IGNORE_FILE.read_text("utf-8")))
        return schema, tuple(item for item in findings if not concern or item.concern == concern)

    schema, findings = run(read_findings)
    if as_json:
        told = [{**asdict(item), "table": names.written(item.table)} for item in findings]
        print_json({**agent.stamp(schema), "findings": told})
        return
    rows = ((item.level, item.key, item.reason, item.remedy) for item in findings)
    print_rows(("level", "key", "reason", "remedy"), rows)
    say(f"{len(findings)} findings")
