"""A draft's script as the statements it holds, each with its place, divided as psql divides them.

No library does it: sqlparse and sqlglot lose the text or the `begin atomic` bodies, and pglast, which has the parser of
Postgres itself, is under the GPL, which does not go with this product's licence. Only where a statement ends is decided
here; whether it is one, the server says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lib.errors import OrbError

MOST_CHARACTERS = 1_000_000
MOST_STATEMENTS = 1_000
"""More than these in one draft nobody reviews; each one is run three times."""

TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<line>--[^\n\r]*)
    | (?P<block>/\*)
    | (?P<escaped>[eE]'(?:[^'\\]|\\.|'')*(?P<escaped_end>')?)
    | (?P<string>(?:[uU]&|[bBxXnN])?'(?:[^']|'')*(?P<string_end>')?)
    | (?P<identifier>(?:[uU]&)?"(?:[^"]|"")*(?P<identifier_end>")?)
    | (?P<dollar>\$(?P<tag>(?:[^\W\d]\w*)?)\$)
    | (?P<parameter>\$\d+)
    | (?P<word>[^\W\d][\w$]*)
    | (?P<number>\d[\w.]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
KINDS = tuple(name for name in TOKEN.groupindex if name != "tag" and not name.endswith("_end"))
BLOCK_EDGE = re.compile(r"/\*|\*/")
ROUTINES = tuple(
    (*beginning, kind) for beginning in (("create",), ("create", "or", "replace")) for kind in ("function", "procedure")
)


class UnreadableScript(OrbError):
    """`line` and `column`, both from 1, say where the script cannot be divided or holds what no draft may."""

    title = "The draft's SQL cannot be read."
    next_step = "Mend the SQL at this place."

    def __init__(self, title: str, *, place: "ScriptPlace", next_step: str = "") -> None:
        super().__init__(f"Line {place.line}, column {place.column}: {title}", next_step=next_step)
        self.place = place


@dataclass(frozen=True)
class ScriptPlace:
    """A character of a script, both numbers from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class DraftStatement:
    """One statement: its number from 1, its text without the semicolon, and where in the script the text begins."""

    number: int
    sql: str
    start: int
    words: tuple[str, ...]
    """Its first words in small letters, quoted names and signs left out: enough to know its kind."""

    @property
    def is_control(self) -> bool:
        """Whether it begins or ends a transaction, which a check does by itself."""
        return is_border(self.sql)

    @property
    def sets_locally(self) -> bool:
        """Whether it is a setting until the end of its transaction."""
        return self.words[:2] == ("set", "local")


def statements(script: str) -> tuple[DraftStatement, ...]:
    """The statements of a script in their order; raises `UnreadableScript` for what a draft cannot hold.

    Refused are an open quote or comment, commands of psql, data for COPY, programs, and statements that undo a part of
    the script. An empty script has none.
    """
    if len(script) > MOST_CHARACTERS:
        raise _refusal(script, 0, "It is longer than a million characters.", "Divide it into several drafts.")
    if "\0" in script:
        raise _refusal(script, script.index("\0"), "There is a character that no text in Postgres may hold.")
    parts: list[DraftStatement] = []
    for pieces in _divided(script):
        if len(parts) == MOST_STATEMENTS:
            hint = "Divide it into several drafts."
            raise _refusal(script, pieces[0].start, f"It holds more than {MOST_STATEMENTS:,} statements.", hint)
        start, end = pieces[0].start, pieces[-1].end
        words = tuple(piece.word for piece in pieces if piece.word)
        parts.append(DraftStatement(len(parts) + 1, script[start:end], start, words[:8]))
        _check_allowed(script, pieces, words)
    return tuple(parts)


def is_border(sql: str) -> bool:
    """Whether a statement without its semicolon begins or ends a transaction."""
    words = sql.lower().split()
    return words[:1] in (["begin"], ["commit"], ["end"]) or words[:2] == ["start", "transaction"]


def place_at(script: str, offset: int) -> ScriptPlace:
    """The line and column of the character at `offset`, from 0."""
    before = script[: max(offset, 0)]
    return ScriptPlace(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


@dataclass(frozen=True)
class Token:
    """A part of a script that is neither blank nor comment; `word` in small letters, "" for what is no bare word."""

    start: int
    end: int
    word: str
    sign: str


def _divided(script: str) -> Iterator[list[Token]]:
    """The pieces of one statement after the other; those that hold nothing are left out."""
    pieces: list[Token] = []
    depth, bodies = 0, 0
    for piece in tokens(script):
        if piece.sign == ";" and depth == 0 and bodies == 0:
            if pieces:
                yield pieces
            pieces = []
            continue
        depth = max(0, depth + (piece.sign == "(") - (piece.sign == ")"))
        bodies = _bodies(bodies, piece.word, pieces)
        pieces.append(piece)
    if pieces:
        yield pieces


def _bodies(bodies: int, word: str, before: list[Token]) -> int:
    """How many bodies `begin atomic … end` are open after `word`: a semicolon in one ends nothing."""
    if bodies == 0:
        opens = word == "atomic" and before and before[-1].word == "begin" and _is_routine(before)
        return 1 if opens else 0
    return bodies + (word == "case") - (word == "end")


def _is_routine(pieces: list[Token]) -> bool:
    words = tuple(piece.word for piece in pieces[:4])
    return any(words[: len(routine)] == routine for routine in ROUTINES)


def tokens(script: str) -> Iterator[Token]:
    """The words, names, texts and signs of a script in their order; raises `UnreadableScript` for an open quote."""
    at = 0
    while at < len(script):
        token = TOKEN.match(script, at)
        assert token is not None  # noqa: S101 - the last alternative takes any character
        start, at = token.start(), token.end()
        kind = next(name for name in KINDS if token[name] is not None)
        if kind in ("space", "line"):
            continue
        if kind == "block":
            at = _end_of_block(script, start)
            continue
        if kind == "dollar":
            at = _end_of_dollar(script, token)
        elif kind in ("escaped", "string", "identifier") and token[f"{kind}_end"] is None:
            what = "quoted name" if kind == "identifier" else "string"
            raise _refusal(script, start, f"The {what} that begins here has no end.")
        word = token[0].lower() if kind == "word" else ""
        yield Token(start, at, word, token[0] if kind == "other" else "")


def _end_of_block(script: str, start: int) -> int:
    """Where the comment that begins at `start` ends; comments lie in comments."""
    depth = 0
    for edge in BLOCK_EDGE.finditer(script, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    raise _refusal(script, start, "The comment that begins here has no end.")


def _end_of_dollar(script: str, token: re.Match[str]) -> int:
    end = script.find(token[0], token.end())
    if end < 0:
        raise _refusal(script, token.start(), f"The text that begins with {token[0]} here has no end.")
    return end + len(token[0])


def _check_allowed(script: str, pieces: list[Token], words: tuple[str, ...]) -> None:
    """Raise for what a draft may not hold; the server's own refusals are left to it."""
    start = pieces[0].start
    for piece in pieces:
        if piece.sign == "\\":
            hint = "Write SQL alone: commands that begin with a backslash are psql's."
            raise _refusal(script, piece.start, "A draft holds no commands of psql.", hint)
    if words[0:1] == ("copy",):
        _check_copy(script, pieces, start)
    if words[0:1] in (("rollback",), ("abort",), ("savepoint",), ("release",)) or words[0:2] == (
        "prepare",
        "transaction",
    ):
        hint = "Leave it out: a check runs the draft as one transaction and undoes it by itself."
        raise _refusal(script, start, f"A draft does not undo a part of itself ({words[0]}).", hint)


def _check_copy(script: str, pieces: list[Token], start: int) -> None:
    """Raise for a COPY that runs a program or needs a stream of data; the words inside of parentheses do not count."""
    depth, outer = 0, []
    for piece in pieces:
        depth += (piece.sign == "(") - (piece.sign == ")")
        outer += [piece.word] if depth == 0 else []
    after = {then for word, then in pairwise(outer) if word in ("from", "to")}
    if "program" in after:
        raise _refusal(script, start, "A draft runs no program of the server.", "Leave `copy … program` out.")
    if after & {"stdin", "stdout"}:
        raise _refusal(script, start, "A draft has no stream of data beside it.", "Write `insert` instead of `copy`.")


def _refusal(script: str, offset: int, why: str, next_step: str = "") -> UnreadableScript:
    return UnreadableScript(why, place=place_at(script, offset), next_step=next_step)
