"""The text of a body as its reader sees it: without remains of an encoding, HTML as text."""

from lib.context.text.mail.hidden_text import without_sheet
from lib.context.text.mail.html_text import shown_text
from lib.context.text.mail.mime_text import text_part
from lib.context.text.mail.quoted_printable import decoded
from lib.context.text.mail.segments import own_text


def shown_body(body: str) -> str:
    """`body` decoded and without tags; mostly `body` itself."""
    return without_sheet(shown_text(decoded(text_part(body))))


def own_words(body: str) -> str:
    """What the author of `body` wrote themselves, as its reader sees it."""
    return own_text(shown_body(body))
