"""What `pg_dump --schema-only` says, one fact a line, so that it can be compared with what a `Schema` says."""

import re
import subprocess
from collections import Counter
from pathlib import Path

TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$).*?\1|--[^\n]*|[(),;]""", re.DOTALL)
NAME = r'(?:"(?:[^"]|"")+"|[\w$]+)'
QUALIFIED = rf"{NAME}\.{NAME}"
OTHER_KINDS = (
    "FUNCTION|PROCEDURE|AGGREGATE|CAST|OPERATOR|PUBLICATION|SERVER|STATISTICS|EVENT TRIGGER|COLLATION"
    "|FOREIGN DATA WRAPPER|RULE|TEXT SEARCH|SUBSCRIPTION|LANGUAGE|USER MAPPING|CONVERSION"
)
IGNORED = re.compile(
    r"(SET|SELECT pg_catalog\.set_config|GRANT|REVOKE|ALTER DEFAULT PRIVILEGES"
    rf"|(CREATE|ALTER|COMMENT ON) (OR REPLACE )?({OTHER_KINDS})\b"
    rf"|CREATE TYPE {QUALIFIED} AS (\(|RANGE)|ALTER (TYPE|DOMAIN|SCHEMA) .* OWNER TO|CREATE SCHEMA public"
    rf"|ALTER TABLE (ONLY )?{QUALIFIED} (REPLICA IDENTITY|CLUSTER ON|ALTER COLUMN {NAME} SET (STORAGE|STATISTICS|\())"
    rf"|ALTER INDEX {QUALIFIED} ATTACH PARTITION)"
)
"""What a schema map does not hold: functions, rights, settings, storage, and who owns what is no table."""
SEQUENCE = re.compile(
    rf"(?:CREATE (?:UNLOGGED )?SEQUENCE |ALTER TABLE .* IDENTITY \(\n    SEQUENCE NAME )({QUALIFIED})\n", re.DOTALL
)


def dump(url: str, program: Path) -> str:
    """The schema of a database as pg_dump writes it."""
    done = subprocess.run(
        [str(program), "--schema-only", "--no-sync", url], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def facts(text: str) -> Counter[str]:
    """The facts of a dump; a statement that is neither understood nor ignored stands for itself."""
    found: Counter[str] = Counter()
    for statement in statements(text):
        if not IGNORED.match(statement):
            found.update(_facts(statement))
    sequences = {f"OWNER {match[1]}" for match in map(SEQUENCE.match, found) if match}
    return Counter({fact: n for fact, n in found.items() if fact.split(" is ")[0] not in sequences})


def statements(text: str) -> list[str]:
    """The statements of a script, without comments and the semicolons that end them."""
    return [part.strip() for part in split(re.sub(r"^\\(un)?restrict.*$", "", text, flags=re.M), ";") if part.strip()]


def split(text: str, by: str) -> list[str]:
    """`text` divided at `by` where that stands outside of quotes, parentheses and comments."""
    parts, start, depth, pieces = [], 0, 0, []
    for match in TOKEN.finditer(text):
        token = match[0]
        if token.startswith("--"):
            pieces.append(text[start : match.start()])
            start = match.end()
        elif token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif token == by and depth == 0:
            parts.append("".join([*pieces, text[start : match.start()]]))
            pieces, start = [], match.end()
    return [*parts, "".join([*pieces, text[start:]])]


def _facts(statement: str) -> list[str]:
    statement = re.sub(r"^(ALTER (?:FOREIGN )?TABLE) ONLY ", r"\1 ", statement)
    statement = re.sub(r"^ALTER FOREIGN TABLE ", "ALTER TABLE ", statement)
    created = re.match(rf"CREATE ((?:UNLOGGED )?(?:FOREIGN )?)TABLE ({QUALIFIED})(?: OF ({QUALIFIED}))? ?", statement)
    if created:
        return _table(created, statement)
    owner = re.match(rf"ALTER (?:TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE) ({QUALIFIED}) OWNER TO (.*)", statement)
    if owner:
        return [f"OWNER {owner[1]} is {owner[2]}"]
    constraint = re.match(rf"ALTER TABLE ({QUALIFIED})\s+ADD (CONSTRAINT {NAME} .*)", statement, re.DOTALL)
    if constraint:
        return [f"{constraint[1]}: {constraint[2]}"]
    policy = re.match(
        rf"(CREATE POLICY .*? TO )({NAME}(?:, {NAME})*)( USING .*| WITH CHECK .*|)$", statement, re.DOTALL
    )
    if policy:  # roles stand in no order
        return [policy[1] + ", ".join(sorted(split(policy[2].replace(", ", ","), ","))) + policy[3]]
    return [statement]


def _table(created: re.Match[str], statement: str) -> list[str]:
    name = created[2]
    rest = statement[created.end() :]
    body = ""
    if rest.startswith("("):
        body = _inside(rest)
        rest = rest[len(body) + 2 :]
    of = f" OF {created[3]}" if created[3] else ""
    found = [f"{created[1]}TABLE {name}{of}{' ' + ' '.join(rest.split()) if rest.strip() else ''}"]
    return found + [f"{name}: {line.strip()}" for line in split(body, ",") if line.strip()]


def _inside(text: str) -> str:
    depth = 0
    for match in TOKEN.finditer(text):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return text[1 : match.start()]
    raise AssertionError(f"no closing parenthesis in {text[:80]}")
