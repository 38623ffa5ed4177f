"""The JSON Schema of a reader's answer, in the subset that OpenAI strict, vLLM, Ollama, llama.cpp and LM Studio share.

No `$ref`, `oneOf`, `const`, `pattern`, `format` or length: every object is flat and closed, every property is required,
and what does not apply is an empty string. It is the same for every call, so that servers compile it once.
"""

from typing import Any, get_args

from lib.context.engine.proposals import OPERATIONS
from lib.context.model import KINDS, Energy, RelationshipStatus

JsonSchema = dict[str, Any]


def _one_of(*values: Any) -> JsonSchema:
    return {"type": "integer" if isinstance(values[0], int) else "string", "enum": list(values)}


def _object(**properties: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(item: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": item}


_TEXT: JsonSchema = {"type": "string"}

ANSWER_SCHEMA = _object(
    operations=_list(
        _object(
            op=_one_of(*OPERATIONS),
            kind=_one_of(*KINDS),
            type=_TEXT,
            fact=_TEXT,
            text=_TEXT,
            reason=_TEXT,
            evidence=_list(_object(source=_TEXT, quote=_TEXT)),
        )
    ),
    interactions=_list(_object(source=_TEXT, valence=_one_of(-2, -1, 0, 1, 2), energy=_one_of(*get_args(Energy)))),
    relationship_status=_object(value=_one_of(*get_args(RelationshipStatus), ""), source=_TEXT, quote=_TEXT),
    summary=_list(_object(text=_TEXT, cites=_list(_TEXT))),
    threads=_list(_object(thread=_TEXT, suggested_tone=_TEXT, waits=_one_of("yes", "no", ""), quote=_TEXT)),
    opportunities=_list(_object(opportunity=_TEXT, next_action=_TEXT)),
)
