"""Whether a question was about a day that is over: a table for tomorrow waits no longer the day after."""

import re
from datetime import date

from lib.context.text.reply_cues import questions
from lib.context.text.values.dates import days
from lib.context.text.values.relative_days import relative_days

_OURS_TO_SAY = re.compile(
    r"\b(?:send|call|ring|phone|write|tell|let|answer|reply|confirm|check|explain|e?-?mail|text|forward|know|hear|news|"
    r"schick\w*|send\w*|ruf\w*|an\w*ruf\w*|schreib\w*|sag\w*|meld\w*|antwort\w*|bestätig\w*|prüf\w*|erklär\w*|"
    r"envoy\w*|(?:r?[am]')?(?:r?appel)\w*|écri\w*|dire|dites|répond\w*|vérifi\w*|"
    r"(?:re)?env[ií]\w*|mand\w*|llam\w*|escrib\w*|decir\w*|dig[ao]\w*|respond\w*|contest\w*|confirm\w*|"
    r"invi\w*|chiam\w*|richiam\w*|scriv\w*|dir\w*|dica|rispond\w*|conferm\w*|"
    r"lig[au]\w*|telefon\w*|escrev\w*|diz\w*)\b"
)
"""What is asked of us to say or send is wanted after its day, too."""
_BY_THEN = re.compile(
    r"\b(?:by(?! the (?!end\b|week|month|year|\d))|until|till|before|"
    r"bis|vor|spätestens|avant|d'ici|jusqu\w*|antes|hasta|entro|prima|fino|até)\b"
)
_NAMED_MONTHS = 6
"""A date without a year is of the year of writing, or of the next where it was more than so many months ago."""


def is_over(text: str, sent: date, *, today: date) -> bool:
    """Whether all that `text`, written on the day `sent`, asks was for days before `today`, and not for us to say."""
    asked = list(questions(text))
    return bool(asked) and all(_is_over(sentence, sent, today) for sentence in asked)


def _is_over(sentence: str, sent: date, today: date) -> bool:
    lowered = sentence.lower()
    if _OURS_TO_SAY.search(lowered) or _BY_THEN.search(lowered):
        return False
    return all_past(sentence, sent, today=today)


def all_past(text: str, sent: date, *, today: date) -> bool:
    """Whether `text`, written on the day `sent`, names days, and all of them are before `today`."""
    meant = [_dated(day.year, day.month, day.day, sent) for day in (*relative_days(text, sent), *days(text))]
    return bool(meant) and all(day is not None and day < today for day in meant)


def _dated(year: int | None, month: int, day: int | None, sent: date) -> date | None:
    if day is None:
        return None
    if year is None:
        year = sent.year + (1 if sent.month - month > _NAMED_MONTHS else 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None
