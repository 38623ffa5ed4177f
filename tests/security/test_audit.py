"""`make audit` never takes silence for safety."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from lib.settings import ROOT
from tests.security.audit import AUDIT, NONE, SOME, UNKNOWN, main

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


KNOWN = {
    "id": "PYSEC-2026-1",
    "affected": [
        {
            "package": {"name": "jinja2", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


@contextmanager
def advisories(asked: list[dict[str, Any]], *, status: int) -> Iterator[str]:
    """The address of a server that speaks as OSV does, and knows one hole."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append(question)
            body = json.dumps({"vulns": [KNOWN]} if question["package"]["name"] == "jinja2" else {}).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def auditor() -> None:
    """The program that `make audit` runs; skipped where it cannot be had."""
    command = (*AUDIT[: AUDIT.index("-r")], "--version")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("pip-audit can be had from the package registry alone")


@pytest.mark.usefixtures("auditor")
def test_every_locked_dependency_is_asked_about_by_its_name_and_version_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[dict[str, Any]] = []
    with advisories(asked, status=200) as url:
        assert main((*AUDIT, "--osv-url", url)) == SOME
    lines = [line.partition(" ;")[0] for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines()]
    locked = {tuple(line.split("==")) for line in lines if "==" in line}  # some twice, for another Python each
    named = {item["package"]["name"]: item["version"] for item in asked}
    assert named.items() <= locked
    assert {"jinja2", "streamlit", "psycopg", "sqlalchemy"} <= named.keys()
    assert all(item.keys() == {"package", "version"} for item in asked)
    told = f"jinja2 {named['jinja2']}: PYSEC-2026-1, mended in 99.1\n{len(named)} locked dependencies were checked, 1 "
    assert capsys.readouterr().out.startswith(told)


@pytest.mark.usefixtures("auditor")
def test_a_source_that_refuses_is_not_taken_for_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with advisories([], status=503) as url:
        assert main((*AUDIT, "--osv-url", url)) == UNKNOWN
    assert capsys.readouterr().out.startswith("NOT CHECKED: the known vulnerabilities could not be had.")
