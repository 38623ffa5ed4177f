"""A listing of tools that costs an agent little: what a schema repeats of names and of answers' insides is left out.

Every answer is JSON that explains itself; the listing names the fields of its first level alone.
"""

from typing import Any

STANDING = ("offset", "max_tokens", "hidden", "contact_id", "thread")
"""Arguments that mean the same in every tool: the server's instructions say what, the listing only that they exist."""

STAMP = ("as_of", "version", "contact_id", "notice")
"""Fields of nearly all answers that say what they are of."""


def lean(tool: dict[str, Any]) -> dict[str, Any]:
    """A tool as it is listed: without generated titles, its output's schema one level deep."""
    made = {**tool, "inputSchema": _untitled(tool["inputSchema"])}
    if "outputSchema" in tool:
        made["outputSchema"] = _first_level(tool["outputSchema"])
    return made


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    """An input's schema without the titles that were made of names."""
    properties = {name: _argument(name, item) for name, item in schema.get("properties", {}).items()}
    return {**_without(schema, "title"), "properties": properties}


def _argument(name: str, item: dict[str, Any]) -> dict[str, Any]:
    """One argument; that it may be left out stands in `required`, so an empty default and a null are not said."""
    kinds = [kind for kind in item.get("anyOf", ()) if kind != {"type": "null"}]
    item = {**_without(item, "anyOf"), **kinds[0]} if len(kinds) == 1 else item
    if item.get("default") in ("", None):
        item = _without(item, "default")
    if name in STANDING:
        return {key: item[key] for key in ("type", "default") if key in item}
    return _without(item, "title")


def _first_level(schema: dict[str, Any]) -> dict[str, Any]:
    """The names of an output's fields, without those of nearly all answers."""
    names = (name for name in schema.get("properties", {}) if name not in STAMP)
    return {"type": "object", "properties": {name: {} for name in names}}


def _without(item: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != name}
