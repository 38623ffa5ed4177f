"""A reader whose answers a test writes; it remembers which interactions it was shown."""

import threading
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from lib.context.model import ReaderAnswer

Script = Callable[[dict[str, Any]], dict[str, Any]]


def notes_every_source(request: dict[str, Any]) -> dict[str, Any]:
    """An answer that adds one fact a source, in the source's own words."""
    return {
        "operations": [
            {
                "op": "add", "kind": "key_fact", "type": "", "fact": "", "text": source["text"], "reason": "",
                "evidence": [{"source": source["id"], "quote": source["text"]}],
            }
            for source in request["sources"]
        ],
        "summary": [],
    }  # fmt: skip


class ScriptedReader:
    """Answers with what `script` makes of the request; counts how often each text was shown."""

    name = "scripted"
    prompt_version = "1"

    def __init__(self, script: Script = notes_every_source) -> None:
        self.script = script
        self.calls = 0
        self.shown: Counter[str] = Counter()
        self._lock = threading.Lock()

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        with self._lock:
            self.calls += 1
            self.shown.update(source["text"] for source in request["sources"])
        return ReaderAnswer(self.script(request), 100, 20, Decimal("0.001"), 5, "scripted-1")
