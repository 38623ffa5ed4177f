"""Findings about who gets at rows: row-level security that is off, that views go around, that lets everybody in."""

import re
from collections.abc import Iterator, Sequence

from lib.schema.finding import Finding, Level, table_finding
from lib.schema.model import Policy, Schema, Table, TableName
from lib.schema.names import quoted, written

EXPOSED = frozenset({"public"})
"""The schemas that Supabase's API serves to browsers unless told otherwise."""
WITHOUT_SESSION = frozenset({"anon", "PUBLIC"})
"""Who asks when nobody has logged in."""
PIECES = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()\[\]]| (?:OR|AND) |[^'"()\[\] ]+|.""", re.S)
"""Literals, quoted names, brackets, the words between conditions, and what stands between all these."""
CALL = re.compile(r"\b(?:auth\.(?:uid|jwt|role|email)|current_setting)\(")
ALWAYS = re.compile(
    r"(?i)true|auth\.uid IS NULL|auth\.role = 'anon'(?:::text)?|1 = 1|auth\.role = ANY ARRAY\[.*'anon'.*\].*"
)
"""Conditions that hold for whoever has no session, parentheses left out."""
SECURITY_INVOKER = re.compile(r"security_invoker=(?:t(?:r(?:ue?)?)?|on|y(?:es?)?|1)\Z", re.I)


def access_findings(table: Table, partitions: Sequence[Table], schema: Schema) -> Iterator[Finding]:
    """What is wrong with the access to a table, a view, or a partitioned table and its partitions."""
    if table.kind in ("table", "partitioned table"):
        yield from _rls_off(table, partitions)
        yield from _policies_without_rls(table)
        yield from _closed_to_all(table)
        yield from _open_to_everybody(table)
        yield from _calls_each_row(table)
    if table.kind == "view":
        yield from _bypasses(table, schema)
    if table.kind == "materialized view":
        yield from _keeps_rows(table, schema)


def _rls_off(table: Table, partitions: Sequence[Table]) -> Iterator[Finding]:
    """One finding for a table and its partitions: each of these is served under a name of its own.

    It is an error where a role that an API serves can reach one of them, by a grant to PUBLIC too; a database in which
    no such role exists has no API that serves it, and there it is a line of information.
    """
    bare = [item for item in (table, *partitions) if not item.rls]
    served = [item for item in bare if item.api_roles]
    noted = [item for item in bare if item.schema in EXPOSED]
    if not (served or noted):
        return
    concerned = [item for item in served or noted if item is not table]
    count = f", here and in {len(concerned):,} partitions" if concerned else ""
    if concerned and table not in (served or noted):
        count = f" in {len(concerned):,} of its partitions, for which its own policies do not hold"
    reaching = {role for item in served for role in item.api_roles}
    roles = "everybody (PUBLIC)" if "PUBLIC" in reaching else " and ".join(sorted(reaching))
    reason = (
        f"Row-level security is off{count}, and {roles} can reach it: whoever has the API's key reads or writes it."
    )
    if not served:
        reason = f"Row-level security is off{count}. No role of an API can reach it now; a grant would open all of it."
    remedy = f"alter table {written(table.key)} enable row level security; then add policies."
    level: Level = "error" if served else "info"
    yield table_finding("rls_off", level, table=table, reason=reason, remedy=remedy)


def _policies_without_rls(table: Table) -> Iterator[Finding]:
    if table.policies and not table.rls:
        names = ", ".join(policy.name for policy in table.policies)
        reason = f"It has policies ({names}) that do nothing, because row-level security is off."
        remedy = f"alter table {written(table.key)} enable row level security;"
        yield table_finding("policies_without_rls", "warning", table=table, reason=reason, remedy=remedy)


def _closed_to_all(table: Table) -> Iterator[Finding]:
    if table.rls and not table.policies:
        reason = "Row-level security is on and no policy lets anyone in: only owners and superusers see rows."
        remedy = f"create policy … on {written(table.key)} …; or leave it so on purpose and ignore this finding."
        yield table_finding("rls_without_policy", "info", table=table, reason=reason, remedy=remedy)


def _open_to_everybody(table: Table) -> Iterator[Finding]:
    for policy in table.policies:
        who = sorted(WITHOUT_SESSION.intersection(policy.roles))
        if not (table.rls and policy.permissive and who and _lets_in(policy)):
            continue
        is_reached = bool(WITHOUT_SESSION.intersection(table.api_roles))
        is_writing = policy.command != "SELECT"
        deed = "write" if is_writing else "read"
        reason = f"It lets {' and '.join(who)} {deed} every row: nobody needs to have logged in."
        remedy = f"alter policy {quoted(policy.name)} on {written(table.key)} to authenticated; or say which rows."
        level: Level = "error" if is_writing and is_reached else "warning"
        yield table_finding("open_to_everybody", level, table=table, name=policy.name, reason=reason, remedy=remedy)


def _lets_in(policy: Policy) -> bool:
    """Whether its condition for rows that are read, or written, holds for whoever has no session."""
    return any(_is_always(condition) for condition in (policy.using, policy.check) if condition is not None)


def _is_always(condition: str) -> bool:
    """Whether one of its alternatives holds, or of several conditions that must all hold each one."""
    plain = re.sub(r"\( SELECT (auth\.\w+)\(\) AS \w+\)", r"\1", condition.strip())
    while plain.startswith("(") and _closing(plain, 0) == len(plain):
        plain = plain[1:-1].strip()
    for word, needed in ((" OR ", any), (" AND ", all)):
        parts = _parted(plain, word)
        if len(parts) > 1:
            return needed(map(_is_always, parts))
    return ALWAYS.fullmatch(" ".join(re.sub(r"[()]", " ", plain).split())) is not None


def _parted(condition: str, word: str) -> list[str]:
    """What `word` parts in the condition, but for what stands in brackets and quotes."""
    parts, depth = [""], 0
    for piece in PIECES.findall(condition):
        depth += (piece in "([") - (piece in ")]")
        if piece == word and not depth:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _calls_each_row(table: Table) -> Iterator[Finding]:
    for policy in table.policies:
        conditions = _without_single_selects(f"{policy.using or ''} {policy.check or ''}")
        called = sorted({f"{match.group()[:-1]}()" for match in CALL.finditer(conditions)})
        if called:
            reason = f"It calls {', '.join(called)} for each row that is looked at, where once for a query is enough."
            remedy = f"alter policy {quoted(policy.name)} on {written(table.key)} … with (select {called[0]}) instead."
            yield table_finding(
                "policy_calls_each_row", "warning", table=table, name=policy.name, reason=reason, remedy=remedy
            )


def _without_single_selects(condition: str) -> str:
    """The condition without its selects from no table, which Postgres runs once for a query."""
    start = condition.find("( SELECT ")
    while start != -1:
        end = _closing(condition, start)
        if " FROM " not in condition[start:end]:
            condition = condition[:start] + condition[end:]
        start = condition.find("( SELECT ", start + (" FROM " in condition[start:end]))
    return condition


def _closing(text: str, start: int) -> int:
    """Behind the parenthesis that closes the one at `start`."""
    depth = 0
    for piece in PIECES.finditer(text, start):
        depth += (piece.group() == "(") - (piece.group() == ")")
        if depth == 0:
            return piece.end()
    return len(text)


def _bypasses(view: Table, schema: Schema) -> Iterator[Finding]:
    guarded = sorted(_guarded(view, schema, seen=set()))
    if guarded and not any(map(SECURITY_INVOKER.match, view.options)):
        tables = ", ".join(map(written, guarded))
        reason = (
            f"It reads {tables} with its owner's rights: the policies there do not hold for whoever reads the view."
        )
        if view.api_roles:
            reason += f" {' and '.join(view.api_roles)} can reach it."
        remedy = f"alter view {written(view.key)} set (security_invoker = true);"
        level: Level = "error" if view.api_roles else "warning"
        yield table_finding("view_bypasses_rls", level, table=view, reason=reason, remedy=remedy)


def _keeps_rows(view: Table, schema: Schema) -> Iterator[Finding]:
    """A materialized view holds rows of its own, and no policy can stand on it."""
    guarded = sorted(_guarded(view, schema, seen=set()))
    if guarded and view.api_roles:
        roles = " and ".join(view.api_roles)
        reason = f"It keeps rows of {', '.join(map(written, guarded))}, whose policies do not hold here."
        grantees = ", ".join("public" if role == "PUBLIC" else quoted(role) for role in view.api_roles)
        remedy = f"revoke all on {written(view.key)} from {grantees}; and read it through a function that checks."
        yield table_finding(
            "view_bypasses_rls", "error", table=view, reason=f"{reason} {roles} can reach it.", remedy=remedy
        )


def _guarded(view: Table, schema: Schema, *, seen: set[TableName]) -> set[TableName]:
    """The tables with row-level security that a view reads, also through other views."""
    seen.add(view.key)
    read = (schema.table_named.get((item.schema, item.table)) for item in view.reads)
    names: set[TableName] = set()
    for table in (item for item in read if item is not None and item.key not in seen):
        names |= {table.key} if table.rls else _guarded(table, schema, seen=seen)
    return names
