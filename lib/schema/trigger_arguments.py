"""Arguments of triggers that look like secrets, masked: webhooks carry keys there, which no export may spread."""

import re
from collections.abc import Container
from dataclasses import replace

from lib.schema.model import Schema, Table, Trigger

MASK = "'***'"
LITERAL = re.compile(r"'((?:[^']|'')*)'")
ARGUMENTS = " EXECUTE FUNCTION "
WORDS = r"authori[sz]ation|bearer|api[_-]?key|access[_-]?key|private[_-]?key|secret|passw(?:or)?d|passphrase|credential"
NAMED = re.compile(rf"(?i)[\w-]*(?:{WORDS}|token|service_role)[\w-]*")
"""What calls a secret by its name; alone in an argument it is the name of a column or a setting, not the secret."""
SECRET = re.compile(
    r"""
    \beyJ[\w-]{10,}                                             # a JSON web token
    | -----BEGIN                                                # a key in PEM
    | ://[^/\s:@]*:[^/\s@]+@                                    # a password in an address
    | [?&](?:key|sig|signature|code|auth)=                      # a key in an address
    | \b(?:sk|rk|pk|whsec|ghp|gho|ghs|glpat|xox[abprs]|sbp|sb)[_-]\w{8,}
    | \b(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{20,}\b        # letters and digits, nothing that parts words
    | \b(?=[\w+/=-]*[a-z])(?=[\w+/=-]*[A-Z])(?=[\w+/=-]*\d)[\w+=-]{20,}
    | \b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b  # a UUID
    """,
    re.X,
)


def masked_text(definition: str, columns: Container[str] = ()) -> str:
    """A trigger's definition in which every argument that looks like a secret, or follows the name of one, is '***'.

    Arguments that are `columns` of its table stay, and name no secret.
    """
    head, separator, arguments = definition.rpartition(ARGUMENTS)
    after_name = False

    def replaced(match: re.Match[str]) -> str:
        nonlocal after_name
        text = match[1]
        if text in columns:
            after_name = False
            return match[0]
        is_name = bool(NAMED.fullmatch(text))
        is_secret = after_name or bool(SECRET.search(text)) or (bool(NAMED.search(text)) and not is_name)
        after_name = is_name
        return MASK if is_secret else match[0]

    return f"{head}{separator}{LITERAL.sub(replaced, arguments)}" if separator else definition


def masked_table(table: Table) -> Table:
    """The table with the arguments of its triggers masked."""
    triggers = tuple(_masked(trigger, table.column_named) for trigger in table.triggers)
    return table if triggers == table.triggers else replace(table, triggers=triggers)


def masked(schema: Schema) -> Schema:
    """The schema with the arguments of all triggers masked; the same object where nothing looks like a secret."""
    tables = tuple(map(masked_table, schema.tables))
    return replace(schema, tables=tables) if tables != schema.tables else schema


def _masked(trigger: Trigger, columns: Container[str]) -> Trigger:
    return replace(trigger, definition=masked_text(trigger.definition, columns)) if trigger.definition else trigger
