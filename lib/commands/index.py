"""Every command of `orb`: where it is, what it takes and what it does, known before its module is imported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: `module:function`, its help in a line, and its arguments as its usage writes them."""

    place: str
    help: str
    takes: str = ""


GROUPS = {
    "token": "Who may ask over the network.",
    "sources": "The site's own mapping, sql/sources.sql.",
    "schema": "The explored database.",
    "draft": "Changes of the explored database, proposed and checked.",
    "context": "What is known about each client.",
}
"""The groups with their help; their commands stand in `COMMANDS` behind the group's name and a blank."""

COMMANDS = {
    "migrate": Command("lib.commands.migrate:migrate", "Install or upgrade the tables (asks nothing, safe to repeat)."),
    "backup": Command(
        "lib.commands.backups.backup:backup",
        "Write the embedded database into one file, for this user alone; it is whole or not there.",
        "{FILE}",
    ),
    "restore": Command(
        "lib.commands.backups.backup:restore",
        "Put a backup in the place of the embedded database; with DATABASE_URL, into the empty tables of that one.",
        "{FILE}",
    ),
    "demo": Command(
        "lib.commands.demo:load",
        "Load the demo business; more than forty contacts adds generated ones with letters, deals and bills.",
    ),
    "worker": Command(
        "lib.commands.worker:worker",
        "Refresh the contacts that are due; one line of JSON a run goes to standard error.",
    ),
    "mcp": Command(
        "lib.commands.mcp:mcp",
        "The Model Context Protocol server on standard input and output, until its client hangs up, or over HTTP.",
    ),
    "token new": Command(
        "lib.commands.access.token:new",
        "A token for `orb mcp --http`, shown this once; only its hash is kept.",
        "{NAME}",
    ),
    "token list": Command(
        "lib.commands.access.token:list_tokens",
        "Every token ever made, with its scopes, how it stands and how often it was used; no secret is kept.",
    ),
    "token revoke": Command(
        "lib.commands.access.token:revoke", "End a token now; what it was used for stays recorded.", "{TOKEN}"
    ),
    "evaluate": Command(
        "lib.commands.quality.evaluate:evaluate",
        "How well a reader reads: cases are replayed in a database of their own, and scored by code.",
    ),
    "sources check": Command(
        "lib.commands.sources.check:check",
        "Count what the four source views give; say what looks wrong and how to mend it.",
    ),
    "schema refresh": Command(
        "lib.commands.schema:refresh", "Read the schema of the explored database, write cache and snapshot."
    ),
    "schema check": Command(
        "lib.commands.schema:check", "Whether the schema has changed since it was cached: fresh, changed or never."
    ),
    "schema export": Command(
        "lib.commands.schema_export:export_schema",
        "The schema, or a part of it, as JSON, compact text, Markdown, Mermaid or DBML.",
    ),
    "schema find": Command(
        "lib.commands.schema_find:find",
        "Tables, columns, types, labels, constraints, indexes and comments, best first.",
        "{WORDS}...",
    ),
    "schema show": Command("lib.commands.schema_queries:show", "One table, complete.", "{S.T}"),
    "schema path": Command(
        "lib.commands.schema_queries:path", "Join paths between two tables, best first, with SQL.", "{S.T} {S.T}"
    ),
    "schema pack": Command(
        "lib.commands.schema_queries:pack",
        "The most useful description of some tables that fits a budget of tokens.",
    ),
    "schema lint": Command(
        "lib.commands.schema_queries:lint_schema",
        "Findings with reason and remedy; those whose key stands in sql/lint_ignore.txt are left out.",
    ),
    "draft new": Command("lib.commands.drafts.draft:new", "A draft from SQL; nothing is run.", "{TITLE}"),
    "draft list": Command(
        "lib.commands.drafts.draft:list_drafts",
        "The drafts of the explored database, newest first, each with its state.",
    ),
    "draft show": Command(
        "lib.commands.drafts.draft:show", "One draft: its newest SQL, and what its newest check found.", "{N}"
    ),
    "draft edit": Command("lib.commands.drafts.draft:edit", "A new version of a draft; the earlier ones stay.", "{N}"),
    "draft check": Command(
        "lib.commands.drafts.check:check_draft",
        "Run a draft in a shadow of the explored database and say what it does; exit 0 passed, 1 failed.",
        "{N}",
    ),
    "draft safer": Command(
        "lib.commands.drafts.review:safer",
        "A new version in safer steps, as the newest check found them, and its own check; exit 0 passed, 1 failed.",
        "{N}",
    ),
    "draft approve": Command(
        "lib.commands.drafts.review:approve",
        "Approve the newest version as it was checked; each grave effect is accepted by its name.",
        "{N}",
    ),
    "draft refuse": Command("lib.commands.drafts.review:refuse", "Refuse the newest version, with a reason.", "{N}"),
    "draft backup": Command(
        "lib.commands.drafts.review:backup",
        "Dump the tables whose rows the draft drops or rewrites, count them, and read the dump again.",
        "{N}",
    ),
    "draft export": Command(
        "lib.commands.drafts.review:export",
        "Write an approved draft as migration files, the way back and the text of a pull request; nothing is run.",
        "{N}",
    ),
    "context show": Command(
        "lib.commands.context:show",
        "The object in the spec's shape, as it is stored; what is wrong with it goes to standard error.",
        "{CONTACT}",
    ),
    "context history": Command("lib.commands.context:history", "The versions, newest first.", "{CONTACT}"),
    "context facts": Command(
        "lib.commands.context:facts", "Every fact ever stated, with its status and evidence.", "{CONTACT}"
    ),
    "context refresh": Command(
        "lib.commands.context:refresh", "Run one refresh now: verdicts, new version.", "{CONTACT}"
    ),
    "context brief": Command(
        "lib.commands.replies.brief:brief", "What an answer to a client needs, from what is on file alone.", "{CONTACT}"
    ),
    "context reply": Command(
        "lib.commands.replies.reply:reply",
        "Hold the draft of a reply against what is on file, yours or the model's; nothing is sent.",
        "{CONTACT}",
    ),
    "context json-schema": Command("lib.commands.context:json_schema", "The JSON Schema of the object."),
    "context erase": Command(
        "lib.commands.context:erase",
        "Erase a person from all tables of the dashboard; the site's own tables are named, not touched.",
        "{CONTACT}",
    ),
    "context list": Command(
        "lib.commands.context_list:contact_list",
        "The contacts with status, version, last update, and why and since when they are due.",
    ),
    "context reread": Command(
        "lib.commands.quality.reread:reread",
        "Read again what was read before, as it stood then, and compare; nothing is saved.",
    ),
    "context drift": Command(
        "lib.commands.quality.drift:drift",
        "Whose relationship turns, what is old, disputed or contradicted, and which promises are overdue.",
    ),
    "context diff": Command(
        "lib.commands.context_diff:diff",
        "Changes from one version to another, with the evidence of each.",
        "{CONTACT}",
    ),
}
"""In the order of the help; `tests/house/test_cli.py` holds each line to what the command itself says."""
