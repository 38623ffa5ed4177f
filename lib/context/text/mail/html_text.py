"""HTML bodies as the text that a person sees, with quoted parts marked by `> ` as in a plain mail.

The tree is made by selectolax (Lexbor: an HTML parser as browsers have it, without scripts and without network). What
the libraries that also write text (inscriptis, html-text, html2text) leave of a mail has lost where its quotes were.
Marked with `> `, one division into parts serves every mail. Time is linear in the length, whatever is left unclosed.
"""

import re
from collections.abc import Mapping
from itertools import islice, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from lib.context.text.mail.hidden_text import LONGEST_STYLE, hiding_names, is_hiding

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
    "xml",
    "select",
    "button",
    "textarea",
    "s",
    "strike",
    "del",
    "-comment",
}
"""What is not shown, or struck out: it holds no longer."""
_BLOCKS = {
    *("p", "div", "table", "tr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "section", "article"),
    *("header", "footer", "center", "form", "fieldset", "address", "h1", "h2", "h3", "h4", "h5", "h6", "body", "html"),
}
_PARAGRAPHS = {"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
_QUOTES = (
    *("quote", "gmail_attr", "moz-cite-prefix", "moz-forward-container", "zmail_extra", "replyforwardmessage"),
    *("outlookmessageheader", "isreplycontent", "messagereplysection", "__headers__"),
)
"""Names of a quoted part; `quote` is in those of Gmail, Yahoo, Proton, GMX, Zimbra and more …"""
_REST = (
    *("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "reply-intro", "isforwardcontent"),
    *("ms-outlook-mobile-reference-message", "zwchr"),
)
"""… of what stands before one that goes on to the end of the mail …"""
_SIGNATURES = ("signature", "__sig_", "zm-_id_-sgn")
"""… and of what a program adds below what somebody wrote."""
_NAMES = ("class", "id", "name", "data-marker")
_RULE_ABOVE = re.compile(
    r".*?border(?:-top)?\s*:[^;]*;?\s*border-top\s*:\s*solid\s+#[0-9a-f]{3,6}|border-top\s*:\s*solid\s+#"
    r"|(?=.*border(?:-top|-style)\s*:[^;]*solid).*padding\s*:\s*3(?:\.0)?pt\s+0",
    re.I | re.S,
)
"""The rule that Outlook draws above an old mail, in its own words or a browser's …"""
_BAR_BESIDE = re.compile(r"border-left\s*:(?![^;]*none)[^;]*solid", re.I)
"""… and the bar that programs draw beside one."""
DEEPEST = 256
"""Elements inside one another; the parser's time grows with the square of the depth, and no mail needs more."""
FIRST_ELEMENTS = 8
"""Elements of a container among which stands who wrote."""
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
    return _Writer(hiding_names(body[:MOST])).text(root)


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

    def __init__(self, hiding: frozenset[str]) -> None:
        self.hiding = hiding
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = self.kept_space = 0
        self.is_rest_quoted = self.has_own = False

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
        style = (attributes.get("style") or "")[:LONGEST_STYLE]
        if "hidden" in attributes or is_hiding(style) or (self.hiding and self._is_hidden(attributes)):
            return None
        if tag in _BLOCKS:
            self._break(is_paragraph=tag in _PARAGRAPHS)
        elif tag in ("td", "th") and self.line:
            self.line.append("\t")
        names = " ".join(attributes.get(name) or "" for name in _NAMES).casefold() if attributes else ""
        if any(name in names for name in _REST) or (tag == "div" and _RULE_ABOVE.match(style)):
            self._break()
            self.is_rest_quoted = True
        is_quote = tag in ("blockquote", "includetail") or self._is_quote(node, tag, names, style)
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

    def _is_hidden(self, attributes: Mapping[str, str | None]) -> bool:
        """Whether a sheet of the body hides an element by its class or id."""
        names = {f".{name}" for name in (attributes.get("class") or "").casefold().split()}
        return not self.hiding.isdisjoint(names | {f"#{(attributes.get('id') or '').casefold()}"})

    def _is_quote(self, node: LexborNode, tag: str, names: str, style: str) -> bool:
        """Whether the element is a quoted part by its names or its bar, or a signature below own words."""
        if any(name in names for name in _SIGNATURES):
            return self.has_own or bool(self.line)
        if tag == "div" and _BAR_BESIDE.search(style):
            return True
        return any(name in names for name in _QUOTES) and not ("gmail_quote" in names and _is_answered(node))

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
            self.has_own = self.has_own or not mark
        elif not is_paragraph and self.lines and self.lines[-1]:
            self.lines.append("")
        if is_paragraph and self.lines and self.lines[-1]:
            self.lines.append("")


def _is_answered(node: LexborNode) -> bool:
    """Whether Gmail's container holds each quote by itself, with answers between: who wrote, and at once the quote.

    In a forward the old mail stands in the container bare, after a line's break.
    """
    elements = islice(node.iter(), FIRST_ELEMENTS)
    return any(
        "gmail_attr" in (before.attributes.get("class") or "") and after.tag == "blockquote"
        for before, after in pairwise(elements)
    )
