"""The text of a body as its reader sees it: without remains of an encoding, HTML as text."""

import re
from html import unescape

from lib.context.text.mail.hidden_text import without_sheet
from lib.context.text.mail.html_text import shown_text
from lib.context.text.mail.mime_text import text_part
from lib.context.text.mail.quoted_printable import decoded
from lib.context.text.mail.segments import own_text

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)


def shown_body(body: str) -> str:
    """`body` decoded and without tags; mostly `body` itself."""
    return _without_entities(without_sheet(shown_text(decoded(text_part(body)))))


def _without_entities(text: str) -> str:
    """`text` with the signs that a program left in HTML's writing ("&nbsp;", "&#39;"), links in it as well."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def own_words(body: str) -> str:
    """What the author of `body` wrote themselves, as its reader sees it."""
    return own_text(shown_body(body))
