"""What a model is told."""

import json
from hashlib import sha256
from typing import Any

from lib.context.readers.answer_schema import ANSWER_SCHEMA
from lib.context.readers.prompt import FACTS_AS_QUOTED, FACTS_IN, FORMAT, INSTRUCTIONS, PROMPT_VERSION, WORKED, messages

VERSIONS = {
    "2026-11-22": "0fa2a54cd370b43a",
    "2026-11-28": "b13e42658bfc6b16",
    "2026-12-05": "e72b9a165e8c98a7",
    "2026-12-06": "e9a35b626834fd10",
    "2026-12-07": "42ec6ecfcd10e5c3",
    "2026-12-08": "4547a86a733d22dd",
    "2026-12-09": "cbd0b20dbfda1134",
}
COMMON = {"type", "properties", "required", "additionalProperties", "items", "enum"}


def test_a_changed_prompt_has_a_new_version() -> None:
    assert (
        VERSIONS[PROMPT_VERSION]
        == sha256((INSTRUCTIONS + FACTS_IN + FACTS_AS_QUOTED + WORKED + FORMAT).encode()).hexdigest()[:16]
    )


def test_the_schema_stays_in_the_subset_that_all_servers_accept() -> None:
    def check(schema: dict[str, Any]) -> None:
        assert set(schema) <= COMMON
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])
            for part in schema["properties"].values():
                check(part)
        elif schema["type"] == "array":
            check(schema["items"])
        else:
            assert schema["type"] in ("string", "integer")

    check(ANSWER_SCHEMA)
    assert list(ANSWER_SCHEMA["properties"]) == [
        "operations", "interactions", "relationship_status", "summary", "threads", "opportunities",
    ]  # fmt: skip
    json.dumps(ANSWER_SCHEMA)


def test_facts_are_asked_for_in_the_language_of_the_setting_or_in_that_of_the_quote() -> None:
    german = str(messages({}, fact_language="German")[0]["content"])
    quoted = str(messages({})[0]["content"])
    assert "written in this language, whatever the sources are written in: German.\n" in german
    assert "in the language of its quote" not in german
    assert "in the language of its quote" in quoted
    assert "whatever the sources" not in quoted


def test_the_model_is_told_what_the_moment_of_a_fact_means() -> None:
    assert "said_at of a fact is when it was last said." in INSTRUCTIONS


def test_the_model_is_told_what_a_sentence_states_and_shown_two_worked_examples() -> None:
    system = str(messages({})[0]["content"])
    for word in ("negation", "a condition", "a question", "a joke or irony", "third person", "past", "a relative date"):
        assert f"\n- {word}" in system
    for word in ("earlier", "parts", "weekday", "author_name", "thread", "said_by"):
        assert word in INSTRUCTIONS
    assert system.count("Document: {") == system.count("\noperations: [") == 2
    assert WORKED in system
