"""The headers of every answer: a content policy under which a page asks no other machine and runs no foreign script."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.app.index_html import inline_scripts


def content_policy(inline: Iterable[str]) -> str:
    """The policy for a page with the scripts `inline` in its text, which run by their hash (CSP 3, section 2.3.1).

    Components of the second version are loaded from `blob:`; styles are set inline by Streamlit's own style library.
    """
    scripts = " ".join(f"'sha256-{_digest(script)}'" for script in inline)
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {scripts}".strip(),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Headers:
    """An ASGI layer that adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.added = {
            "Content-Security-Policy": content_policy(inline_scripts()),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.added)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode("ascii")
