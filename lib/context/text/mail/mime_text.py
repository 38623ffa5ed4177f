"""The text of a body that came as MIME, its parts and their headers undivided."""

import re
from email import message_from_string
from email.errors import MessageError
from email.policy import default

MOST, MOST_PARTS, LONGEST_HEADERS = 5_000_000, 100, 60_000
"""Characters and parts of a body that are read as MIME, and characters of the headers of one part; more stays as it is:
the library takes a time that grows with the square of one header."""
_PREAMBLE = r"\s*(?:This is a multi-?part message in MIME format\.?\s*)?"
_PARTS = re.compile(
    _PREAMBLE + r"--(?P<boundary>[\w'()+,./:=?-]{4,70})[ \t]*\r?\n(?:[\w-]+:[^\n]*\n)*?Content-Type:", re.I
)
_PART_BEGINS = re.compile(r"\A|^--(?=\S)[^\n]{0,100}\n", re.M)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WHOLE = re.compile(r"\s*(?:[\w-]{2,40}:[^\n]*\r?\n(?:[ \t]+[^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.I)


def text_part(body: str) -> str:
    """The plain text of a `body` of MIME parts, or their HTML; any other body as it is."""
    head = body[:4000]
    if "content-type:" not in head.lower() or len(body) > MOST or body.count("\n--") > MOST_PARTS:
        return body
    if parts := _PARTS.match(head):
        head_line = f'Content-Type: multipart/mixed; boundary="{parts["boundary"]}"\n\n'
        written = head_line + body[parts.start("boundary") - 2 :]
    elif _WHOLE.match(head):
        written = body.lstrip()
    else:
        return body
    return body if _has_endless_headers(written) else _text(written) or body


def _has_endless_headers(written: str) -> bool:
    """Whether a blank line ends the headers of a part too late, where a part may begin."""
    starts = (match.end() for match in _PART_BEGINS.finditer(written))
    return any(
        not _BLANK_LINE.search(written, start, start + LONGEST_HEADERS)
        for start in starts
        if len(written) - start > LONGEST_HEADERS
    )


def _text(written: str) -> str:
    """The text of a whole message, or nothing."""
    try:
        text = message_from_string(written, policy=default).get_body(("plain", "html"))
        if text is None:
            return ""
        is_encoded = str(text["Content-Transfer-Encoding"]).lower() in ("quoted-printable", "base64")
        content = text.get_content() if is_encoded else text.get_payload()  # other parts are signs already
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return ""
    return content if isinstance(content, str) and content.strip() else ""
