"""`make audit` never takes silence for safety."""

import json
import sys

import pytest

from tests.security.audit import NONE, SOME, UNKNOWN, main

SAFE = {"name": "safe", "version": "1.0", "vulns": []}
HOLE = {"id": "CVE-2026-1", "fix_versions": ["2.1"]}


@pytest.mark.parametrize(
    ("dependencies", "code", "said"),
    [
        ([SAFE], NONE, "1 locked dependencies were checked, 0 known vulnerabilities found."),
        ([SAFE, {**SAFE, "vulns": [HOLE]}], SOME, "safe 1.0: CVE-2026-1, mended in 2.1"),
        ([SAFE, {**SAFE, "vulns": [{"id": "X", "fix_versions": []}]}], SOME, "mended in none yet"),
        ([SAFE, {"name": "odd", "skip_reason": "not on OSV"}], UNKNOWN, "NOT CHECKED: odd, not on OSV"),
        ([], UNKNOWN, "0 locked dependencies were checked"),
    ],
)
def test_what_is_known_is_told(dependencies: object, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.dumps({"dependencies": dependencies})
    assert main((sys.executable, "-c", f"print({answer!r})")) == code
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["", "[]", "null", "<html>", '{"fixes": []}'])
def test_without_an_answer_it_says_that_nothing_was_checked(answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = f"import sys; print({answer!r}); sys.exit('No address was found for the service.')"
    assert main((sys.executable, "-c", command)) == UNKNOWN
    told = "NOT CHECKED: the known vulnerabilities could not be had. No address was found for the service.\n"
    assert capsys.readouterr().out == told
