"""The check of a draft in words, a line for each thing to look at."""

from lib.context.brief.quoting import said
from lib.context.reply.marks import ReplyCheck


def text(found: ReplyCheck) -> str:
    """What to look at before the draft is sent, and how much of it is supported; words of others stand quoted."""
    lines = [f"{lack.kind}: {lack.note}" for lack in found.lacks]
    lines += [f"{mark.kind}: {said(mark.words)}; {' '.join(mark.note.split())}" for mark in found.marks]
    supported = sum(bool(item.supported) for item in found.sentences)
    count = f"{len(found.sentences)} sentence{'s' if len(found.sentences) != 1 else ''}"
    tail = f"{count}, {supported} with something on file behind {'it' if supported == 1 else 'them'}. Nothing was sent."
    return "\n".join([*(lines or ["Nothing to look at."]), tail])
