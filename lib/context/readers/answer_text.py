"""From the words of a model to the answer document: the first balanced JSON object, or what is wrong."""

import json
import math
from typing import Any, NoReturn

from lib.context.readers.answer_schema import ANSWER_SCHEMA
from lib.context.readers.contract import ReaderFailed
from lib.context.text.jsonb import storable_document
from lib.context.text.normalize import storable

TRIES = 1000
"""So many opening braces are tried before a text counts as broken."""
FORMAT_REMEDY = "try again, or choose a model that follows a JSON format."
_TYPES = {"array": list, "object": dict}


def document_in(text: str) -> dict[str, Any]:
    """The answer document in `text`; its items are unchecked. Raises `ReaderFailed` with the slug of what is wrong.

    Thoughts before the answer, code fences and words around it are passed over. A key that says null counts as absent,
    and a relationship status with an empty value as nothing said.
    """
    answer = without_thoughts(text)
    if not answer.strip():
        raise ReaderFailed("The model answered with nothing.", status="empty")
    document = {key: value for key, value in _first_object(answer).items() if value is not None}
    _check_shape(document)
    if document.get("relationship_status", {}).get("value") == "":
        del document["relationship_status"]
    kept: dict[str, Any] = storable_document(document, clean=_cleaned)
    return kept


def without_thoughts(text: str) -> str:
    """What follows the thoughts of a model that thinks aloud; raises `ReaderFailed` where nothing does."""
    if not text.lstrip().startswith("<think"):
        return text
    _thoughts, end, rest = text.partition("</think>")
    if not end:
        raise ReaderFailed(
            "The model thought aloud and never came to its answer.",
            status="thinking",
            remedy="allow the model a longer answer or choose another.",
        )
    return without_thoughts(rest)


def _first_object(text: str) -> dict[str, Any]:
    """The first balanced object; one before a closing tag without an opening one was still a thought."""
    decoder = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
    position = text.find("{")
    if position < 0:
        raise ReaderFailed("The model answered in prose instead of JSON.", status="prose", remedy=FORMAT_REMEDY)
    for _ in range(TRIES):
        try:
            value: dict[str, Any]
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            position = text.find("{", position + 1)
            if position < 0:
                break
        else:
            _thoughts, closed, rest = text[end:].partition("</think>")
            return _first_object(rest) if closed and "{" in rest else value
    raise ReaderFailed("The model's answer is not valid JSON.", status="broken_json", remedy=FORMAT_REMEDY)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(number)
    return value


def _check_shape(document: dict[str, Any]) -> None:
    properties = ANSWER_SCHEMA["properties"]
    if "operations" not in document:
        raise ReaderFailed(
            "The model's server ignored the agreed format.", status="ignored_format", remedy=FORMAT_REMEDY
        )
    wrong = [
        key for key in properties if key in document and not isinstance(document[key], _TYPES[properties[key]["type"]])
    ]
    if wrong:
        raise ReaderFailed(
            f"The model's answer has a wrong type in {', '.join(wrong)}.", status="wrong_types", remedy=FORMAT_REMEDY
        )


def _cleaned(text: str) -> str:
    """`text` as Postgres can keep it; a NUL goes without a trace, so that a quote still stands in its source."""
    return storable(text.replace("\0", ""))
