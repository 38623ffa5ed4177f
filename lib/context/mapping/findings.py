"""What looks wrong in what the source views give, in sentences, each with how to mend it; the gravest first."""

import tomllib
from functools import cache
from typing import Any

from lib.context.mapping.counts import InteractionCounts, SourceCounts
from lib.context.mapping.finding import LEVELS, MappingFinding
from lib.context.mapping.vocabulary import VIEW, unknown_words
from lib.settings import ROOT

ENOUGH = 20
"""Rows from which on a share of them says something."""
MOST_OTHERS = 0.5
"""The share of messages to us by others above which the comparison of addresses is probably wrong."""
NEARLY_ALL = 0.9
MOST_BEFORE = 0.1
"""The share of messages filed before they were sent above which it is no sender's wrong clock."""
NAMED = 3
"""Tables that a sentence names."""


def findings(counts: SourceCounts) -> tuple[MappingFinding, ...]:
    """Everything that looks wrong; empty where the mapping gives what it should."""
    seen = [
        *unknown_words(counts),
        *_authors(counts),
        *_threads(counts),
        *_single_rows(counts),
        *_moments(counts),
        *_whole_reads(counts),
        *_unread(counts),
    ]
    levels = list(LEVELS)
    return tuple(sorted(seen, key=lambda finding: levels.index(finding.level)))


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads((ROOT / "lib" / "context" / "mapping" / "rules.toml").read_text("utf-8"))


def _single_rows(counts: SourceCounts) -> list[MappingFinding]:
    """What `rules.toml` says of rows by themselves."""
    made = []
    for view, entry in _rules().items():
        of = counts.looked_at(view)
        for rule in entry["rules"]:
            count = counts.odd(view, rule["column"])
            if count and count >= rule.get("share", 0) * of:
                made.append(
                    MappingFinding(
                        rule=f"{view.removeprefix('crm_source_')}_{rule['column']}",
                        level=rule["level"],
                        view=view,
                        sentence=f"{count:,} of {of:,} {entry['things']} {rule['said']}",
                        next_step=rule["mend"],
                        count=count,
                        of=of,
                    )
                )
    return made


def _of_messages(rule: str, count: int, of: int, *, sentence: str, next_step: str) -> MappingFinding:
    return MappingFinding(rule, "wrong", view=VIEW, sentence=sentence, next_step=next_step, count=count, of=of)


def _authors(counts: SourceCounts) -> list[MappingFinding]:
    """Whether the contacts' own words are known as theirs."""
    of = counts.sampled()
    incoming, others = counts.incoming
    if of >= ENOUGH and not counts.sampled(lambda item: item.author == "contact"):
        return [
            _of_messages(
                "no_words_of_contacts",
                of,
                of,
                sentence=f"Not one of {of:,} interactions has the author `contact`; nothing is learned about anybody.",
                next_step="Write `contact` where the sender is the contact, comparing addresses in lower case.",
            )
        ]
    if incoming >= ENOUGH and others > MOST_OTHERS * incoming:
        return [
            _of_messages(
                "senders_not_recognised",
                others,
                incoming,
                sentence=f"{others:,} of {incoming:,} messages to us ({others / incoming:.0%}) count as words of"
                " others; no fact comes from them.",
                next_step="Compare the sender without its name and in lower case with every address of the contact.",
            )
        ]
    return []


def _threads(counts: SourceCounts) -> list[MappingFinding]:
    """Whether mails of one conversation are told together."""
    mails = counts.sampled(_is_mail)
    without = counts.sampled_odd("without_thread", _is_mail)
    if mails >= ENOUGH and without >= NEARLY_ALL * mails:
        return [
            _of_messages(
                "no_thread_ids",
                without,
                mails,
                sentence=f"{without:,} of {mails:,} mails have no `thread_id`; who owes a reply is told by thread.",
                next_step="Give the provider's thread or conversation id, else the first Message-ID of References.",
            )
        ]
    if mails - without >= ENOUGH and not counts.sampled_odd("further_in_thread", _is_mail):
        return [
            _of_messages(
                "threads_of_one",
                mails,
                mails,
                sentence=f"No two of {mails:,} mails of a contact share a `thread_id`; an answer is not known as one.",
                next_step="Give what the mails of one conversation have in common, not the Message-ID of each.",
            )
        ]
    return []


def _moments(counts: SourceCounts) -> list[MappingFinding]:
    """Whether `changed_at` stands still, or is but another name of `occurred_at`."""
    messages = counts.sampled(_is_message)
    before = counts.sampled_odd("changed_before", _is_message)
    if messages < ENOUGH:
        return []
    if before > MOST_BEFORE * messages:
        return [
            _of_messages(
                "changed_at_stands_still",
                before,
                messages,
                sentence=f"{before:,} of {messages:,} messages have a `changed_at` from more than a day before they"
                " were sent: it does not move, and what is new is found by the hourly look at everything alone.",
                next_step="Give when the row was inserted or last edited, as timestamptz; a trigger on update keeps"
                " such a column.",
            )
        ]
    if counts.sampled_odd("changed_as_occurred", _is_message) < messages:
        return []
    return [
        MappingFinding(
            rule="changed_at_is_sending",
            level="advice",
            view=VIEW,
            sentence=f"`changed_at` is `occurred_at` in all of {messages:,} messages: one that is filed late is found"
            " by the hourly look at everything alone, and an edit never.",
            next_step="Give when the row was inserted or last edited, whichever is later.",
            count=messages,
            of=messages,
        )
    ]


def _whole_reads(counts: SourceCounts) -> list[MappingFinding]:
    return [
        MappingFinding(
            rule=f"no_index_{item.view.removeprefix('crm_source_')}_{item.column}",
            level="slow",
            view=item.view,
            sentence=f"No index serves `{item.column}`: to find {item.purpose}, {_size(item.bytes)} are read whole"
            f" ({', '.join(item.tables[:NAMED])}{', …' * (len(item.tables) > NAMED)}).",
            next_step=f"Index what `{item.column}` of {item.view} is made of, word for word as the view writes it; "
            "the end of sql/sources.sql has examples.",
            count=len(item.tables),
            of=len(item.tables),
        )
        for item in counts.whole_reads
    ]


def _unread(counts: SourceCounts) -> list[MappingFinding]:
    """The parts that could not be counted."""
    slow = [
        MappingFinding(
            rule="too_slow",
            level="slow",
            view="",
            sentence=f"Counting {part} took too long and was ended.",
            next_step="See that indexes serve the views (sql/sources.sql), then look again at a quieter hour.",
            count=0,
            of=0,
        )
        for part in counts.too_slow
    ]
    broken = [
        MappingFinding(
            rule="broken",
            level="wrong",
            view="",
            sentence=f"Counting {part} fails with the error {state}: a view fails on some of its rows.",
            next_step="Run `select count(v.*) from crm_source_interaction as v` in psql, and so on for the four views;"
            " mend what the server says.",
            count=0,
            of=0,
        )
        for part, state in counts.broken
    ]
    return [*slow, *broken]


def _is_mail(item: InteractionCounts) -> bool:
    return item.kind == "email"


def _is_message(item: InteractionCounts) -> bool:
    return item.kind in ("email", "sms")


def _size(size: int) -> str:
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size / 2**10:,.0f} KB"
