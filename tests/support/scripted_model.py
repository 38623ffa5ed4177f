"""A chat completions server on the loopback whose replies a test writes; it keeps every request it was sent."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EMPTY_ANSWER: dict[str, Any] = {
    "operations": [],
    "interactions": [],
    "relationship_status": {"value": "", "source": "", "quote": ""},
    "summary": [],
    "threads": [],
    "opportunities": [],
}
USAGE = {"prompt_tokens": 1200, "completion_tokens": 80, "total_tokens": 1280}

Reply = tuple[int, object]
"""A status, and a body: a document, text as it stands, or an iterator of bytes that are sent one by one."""
Script = Callable[[dict[str, Any]], Reply]


def completion(content: object, *, finish_reason: str = "stop", **message: object) -> dict[str, Any]:
    """A chat completion that says `content`: a text, or a document written as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": text, **message}}
    return {"id": "c1", "object": "chat.completion", "model": "scripted", "choices": [choice], "usage": USAGE}


class ScriptedModel(ThreadingHTTPServer):
    """Answers each request with what `script` makes of its body."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self.broken_off = threading.Event()
        """Set when a client hung up before the end."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some tests are about."""


@contextmanager
def scripted_model(script: Script | object) -> Iterator[ScriptedModel]:
    """A server that runs `script`, or that answers every request with the same completion."""
    server = ScriptedModel(script if callable(script) else lambda _request: (200, completion(script)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedModel

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests.append(request)
        status, body = self.server.script(request)
        headers = {"content-type": "application/json"}
        if isinstance(body, Iterator):
            self._send_slowly(body)
            return
        if isinstance(body, tuple):
            body, headers = body[0], headers | body[1]
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _send_slowly(self, pieces: Iterator[bytes]) -> None:
        """Bytes as they come, beginning with the status line, until the client has had enough."""
        try:
            for piece in pieces:
                self.wfile.write(piece)
                self.wfile.flush()
        except OSError:
            self.server.broken_off.set()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


def hung_up(server: ScriptedModel, seconds: float = 5) -> bool:
    """Whether the client ended the connection before the script did."""
    with suppress(OSError):
        return server.broken_off.wait(seconds)
    return False
