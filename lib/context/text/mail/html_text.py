"""HTML bodies as the text that a person sees, with quoted parts marked by `> ` as in a plain mail.

The tree is made by selectolax (Lexbor: an HTML parser as browsers have it, without scripts and without network). What
the libraries that also write text (inscriptis, html-text, html2text) leave of a mail has lost where its quotes were.
Marked with `> `, one division into parts serves every mail. Time is linear in the length, whatever is left unclosed.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST = 5_000_000
"""Characters of a body that are read as HTML; more stays out of the tree."""
_TAGS = (
    "html|head|body|meta|style|title|div|p|br|table|tbody|tr|td|span|font|blockquote|ul|ol|li|h[1-6]|center|a|b|strong"
    "|i|em|img|pre"
)
_OPENS = re.compile(
    rf"\s*(?:<\?xml[^>]{{0,200}}>\s*)?(?:<!doctype html|<!--|<(?:{_TAGS})(?:\s[^<>]{{0,4000}})?/?>)", re.I
)
_BLOCK_TAG = re.compile(r"</?(?:html|body|div|p|br|table|tr|td|blockquote|li|ul)(?:\s[^<>]{0,2000})?/?>", re.I)
_MARKED_LINE = re.compile(r"^[ \t]*>", re.M)
_DROPPED = {
    "script",
    "style",
    "head",
    "title",
    "meta",
    "link",
    "template",
    "noscript",
    "object",
    "iframe",
    "svg",
    "-comment",
}
_BLOCKS = {
    *("p", "div", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "section", "article"),
    *("header", "footer", "center", "form", "fieldset", "address", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html"),
}
_PARAGRAPHS = {"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_QUOTES = (
    *("gmail_quote", "gmail_attr", "moz-cite-prefix", "moz-forward-container", "yahoo_quoted", "protonmail_quote"),
    *("zmail_extra", "apple-mail-quote", "replyforwardmessage", "outlookmessageheader"),
)
_REST = (
    "divrplyfwdmsg",
    "appendonsend",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
    "reply-intro",
    "isforwardcontent",
)
"""Ids and classes of a quoted part, and of what stands before one that goes on to the end of the mail."""
_RULE_ABOVE = re.compile(
    r"border(?:-top)?\s*:[^;]*;?\s*border-top\s*:\s*solid\s+#[0-9a-f]{3,6}|^border-top\s*:\s*solid\s+#", re.I
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|(?<![\w-])(?:max-)?height\s*:\s*0(?:px|pt)?\s*;.*overflow\s*:\s*hidden",
    re.I,
)
"""What nobody sees: programs hide previews so, and others words for a program that reads along."""
DEEPEST = 256
"""Elements inside one another; the parser's time grows with the square of the depth, and no mail needs more."""
_ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_NEVER_DEEP = {
    *("br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr", "p", "li", "td", "th", "tr", "tbody"),
    *("thead", "tfoot", "dd", "dt", "option", "html", "head", "body", "o"),
}
_SPACE = re.compile(r"[ \t\r\n\f]+")


def is_html(body: str) -> bool:
    """Whether `body` is HTML rather than plain text that holds a `<`; plain text with lines after `>` is none."""
    if "<" not in body:
        return False
    if _OPENS.match(body):
        return True
    found = sum(1 for _, _ in zip(_BLOCK_TAG.finditer(body[:MOST]), range(2), strict=False))
    return found == 2 and not _MARKED_LINE.search(body)


def shown_text(body: str) -> str:
    """An HTML `body` as its reader sees it, with `> ` before each quoted line; any other body as it is."""
    if not is_html(body):
        return body
    root = LexborHTMLParser(_shallow(body[:MOST].replace("\x00", "\ufffd"))).root
    if root is None:
        return body
    return _Writer().text(root)


def _shallow(body: str) -> str:
    """`body` without nesting past `DEEPEST`: from there on its tags are dropped and its words are a quoted part."""
    depth = 0
    if body.count("<") > DEEPEST:
        for match in _ELEMENT.finditer(body):
            if match[2].lower() not in _NEVER_DEEP:
                depth = max(0, depth - 1) if match[1] else depth + 1
                if depth > DEEPEST:
                    rest = _ANY_TAG.sub("\n", body[match.start() :])
                    return f'{body[: match.start()]}<div id="appendonsend"></div><pre>{rest}'
    return body


class _Writer:
    """Writes the text of one tree, from top to bottom, without recursion."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = self.kept_space = 0
        self.is_rest_quoted = False

    def text(self, root: LexborNode) -> str:
        """The text of the tree under `root`."""
        node: LexborNode | None = root
        ends: list[tuple[LexborNode, bool, bool]] = []
        while node is not None:
            child = self._enter(node, ends)
            if child is not None:
                node = child
                continue
            while node is not None:
                following = node.next
                if following is not None:
                    node = following
                    break
                if not ends:
                    node = None
                    break
                node = self._leave(*ends.pop())
        self._break()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self.lines)).strip("\n")

    def _enter(self, node: LexborNode, ends: list[tuple[LexborNode, bool, bool]]) -> LexborNode | None:
        """Write what stands at the beginning of `node`; its first child, if that is to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return None
        if tag in _DROPPED:
            return None
        if tag == "br":
            self._break()
            return None
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return None
        if tag in _BLOCKS:
            self._break(is_paragraph=tag in _PARAGRAPHS)
        elif tag in ("td", "th") and self.line:
            self.line.append("\t")
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".casefold()
        if any(name in names for name in _REST) or (tag == "div" and _RULE_ABOVE.search(attributes.get("style") or "")):
            self._break()
            self.is_rest_quoted = True
        is_quote = tag == "blockquote" or any(name in names for name in _QUOTES)
        child = node.child
        if child is None:
            if tag in _BLOCKS:
                self._break()
            return None
        if is_quote:
            self._break()
        self.quotes += is_quote
        self.kept_space += tag == "pre"
        ends.append((node, is_quote, tag == "pre"))
        return child

    def _leave(self, node: LexborNode, is_quote: bool, is_pre: bool) -> LexborNode:
        """Write what stands at the end of `node`."""
        if is_quote or node.tag in _BLOCKS:
            self._break(is_paragraph=node.tag in _PARAGRAPHS)
        self.quotes -= is_quote
        self.kept_space -= is_pre
        return node

    def _write(self, words: str) -> None:
        if self.kept_space:
            for number, line in enumerate(words.split("\n")):
                if number:
                    self._break()
                self.line.append(line)
            return
        words = _SPACE.sub(" ", words)
        if words != " " or self.line:
            self.line.append(words)

    def _break(self, *, is_paragraph: bool = False) -> None:
        """End the line; after a paragraph one line stays empty."""
        mark = "> " if self.quotes or self.is_rest_quoted else ""
        words = "".join(self.line).strip(" \t\xa0" if not self.kept_space else "\r")
        self.line.clear()
        if words:
            self.lines.append(mark + words)
        elif not is_paragraph and self.lines and self.lines[-1]:
            self.lines.append("")
        if is_paragraph and self.lines and self.lines[-1]:
            self.lines.append("")
