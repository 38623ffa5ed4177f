"""Words by which a draft claims that something was done or settled, and what on file shows that it was."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from lib.context.evidence.polarity import same_polarity
from lib.context.evidence.relatedness import label_stems
from lib.context.reply.filed import Filed
from lib.context.reply.on_file import OnFile
from lib.context.reply.values.mentions import without_runs
from lib.context.reply.values.whole_words import whole_words
from lib.context.text.languages import LANGUAGES, is_light, languages, small

ActKind = Literal["attached", "agreed", "did"]
NEEDS: dict[ActKind, str] = {
    "attached": "is it attached? No file on this computer is looked at",
    "agreed": "no message, meeting or call on file speaks of it",
    "did": "no message, note, meeting, call or row of ours on file shows it",
}
"""What a note says of an act that nothing on file shows."""
_CLAUSE_END = re.compile(r"[,.;:!?]\s")
HALF = 0.5
"""The share of the words of a claim that what shows it must have."""


@dataclass(frozen=True)
class Act:
    """A claimed act, at `sentence[start:end]`, and what shows it; an attachment is never shown by what is on file."""

    kind: ActKind
    start: int
    end: int
    shown_by: Filed | None


def acts(sentence: str, known: OnFile) -> Iterator[Act]:
    """The acts that a sentence claims, each with what on file shows it."""
    lowered = small(without_runs(sentence))
    if len(lowered) != len(sentence):
        lowered = "".join(small(sign)[:1] or sign for sign in without_runs(sentence))
    if not _any_act().search(lowered):
        return
    is_asked = lowered.rstrip().endswith(("?", "？", "؟"))
    taken: list[tuple[int, int]] = []
    told = languages(lowered) or LANGUAGES
    for code in dict.fromkeys((*told, *LANGUAGES)):
        for kind in NEEDS:
            pattern = _words()[code][kind]
            if kind != "attached" and (code not in told or (kind == "did" and is_asked)):
                continue
            for match in pattern.finditer(lowered):
                if any(match.start() < end and start < match.end() for start, end in taken):
                    continue
                if kind == "did" and _is_denied(lowered, match, code):
                    continue
                taken.append(match.span())
                shown = None if kind == "attached" else _shown(sentence, match, kind=kind, code=code, known=known)
                yield Act(kind, *match.span(), shown)


def _is_denied(lowered: str, match: re.Match[str], code: str) -> bool:
    """Whether the words of an act, or the few before them in their clause, say that it was not done."""
    before = _CLAUSE_END.split(lowered[: match.start()])[-1].split()[-3:]
    return bool(_words()[code]["denied"].search(" ".join((*before, match[0]))))


def _shown(sentence: str, match: re.Match[str], *, kind: ActKind, code: str, known: OnFile) -> Filed | None:
    """What has at least half of the words that the claim has beside those of the act itself."""
    within = match[0].rpartition(" ")[0]  # "Ich habe Ihnen die Rechnung geschickt."
    words = label_stems(f"{sentence[: match.start()]} {within} {sentence[match.end() :]}", code)
    words = frozenset(word for word in words if not is_light(word, code))
    if not words:
        return None
    for filed, said in known.sentences_with(words):
        if not _can_show(filed, kind) or said in filed.planned or said.rstrip().endswith(("?", "？")):
            continue  # what is to be done, or asked, shows nothing
        if kind == "did" and not (same_polarity(sentence, [said]) and _is_done(match[0], filed, said, code)):
            continue
        if len(words & label_stems(said, code)) >= max(1, HALF * len(words)):
            return filed
    return None


def _can_show(filed: Filed, kind: ActKind) -> bool:
    """Whether a text may show an act: settled by a word of either side, done by one of ours or a row."""
    if filed.kind in ("meeting", "call", "deal"):
        return True
    if kind == "agreed":
        return filed.standing in ("said", "internal", "holds")
    return filed.is_ours


def _is_done(act: str, filed: Filed, said: str, code: str) -> bool:
    """Whether a text shows more than that its matter was spoken of, where that is not the act itself."""
    if filed.kind != "message" or _words()[code]["told"].search(act):
        return True
    return bool(
        _any_act().search(small(said)) or label_stems(act.rsplit(maxsplit=1)[-1], code) & label_stems(said, code)
    )


@cache
def _any_act() -> re.Pattern[str]:
    """Any act in any language: most sentences claim none, and need no closer look."""
    return whole_words("|".join(table[kind] for table in _written().values() for kind in NEEDS))


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    return {code: {name: whole_words(words) for name, words in table.items()} for code, table in _written().items()}


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
