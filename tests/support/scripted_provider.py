"""A login provider that lets in whoever it is told to: OpenID Connect's code flow, as much of it as a login needs."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT = "orb"


class Provider(ThreadingHTTPServer):
    """The provider; `claims` is what it says of the next person who logs in."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {}
        self.nonce = ""
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})

    def id_token(self) -> str:
        """What the provider signs about the person."""
        now = int(time.time())
        stamps = {"iss": self.address, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 600, "nonce": self.nonce}
        return jwt.encode({"alg": "RS256", "kid": "test"}, {**stamps, **self.claims}, self.key)


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.server.nonce = query.get("nonce", [""])[0]
            back = urlencode({"code": "a-code", "state": query["state"][0]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri'][0]}?{back}")
            self.end_headers()
        elif path == "/keys":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        else:
            address = self.server.address
            self._json(
                {
                    "issuer": address,
                    "authorization_endpoint": f"{address}/authorize",
                    "token_endpoint": f"{address}/token",
                    "jwks_uri": f"{address}/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        token = self.server.id_token()
        self._json({"access_token": "none", "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _json(self, document: object) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that answers as long as this lasts."""
    with Provider() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()
