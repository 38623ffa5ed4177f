"""The JSON document of a run: what was proposed, what was said to it, and what judging again needs.

`crm_context_run.proposals` is one document, and all of it is optional:
```
{"operations":  [{"op", "kind", "type", "fact": "f1", "text", "reason", "quotes": [{"source": "s1", "quote"}],
                  "verdict": "applied|reinforced|disputed|rejected|unchanged", "rule": slug, "why": one sentence,
                  "target_id": the fact it speaks of or null, "fact_id": the fact that says it now or null,
                  "evidence": [{"interaction_id", "start", "end", "quote", "occurred_at", "first_seen_at",
                                "author", "stance"}]}],
 "suggestions": [{"field": "relationship_status|suggested_tone|next_action|needs_reply", "key", "value", "said_at",
                  "verdict": "applied|rejected", "why", "evidence": as above or null}],
 "summary":     [{"text", "cites": ["fact 12", "thread email t-1", "deal d-1"]}],
 "summary_dropped": [{"text", "why": what it says beyond what it cites}],
 "cut":         [{"interaction_id", "digest", "shown": characters, "written": characters}],
 "second_try":  {"from": place, "mended": [place], "error": sentence or absent,
                  "refused": [{"op", "kind", "type", "fact", "text", "reason", "evidence", "rule", "why"}]},
 "decision":    {"what": "pin|unpin|retract|correct|restore|accept|restore_snapshot|dismiss", ...},
 "accepts":     the run_id of the preview that a person accepted,
 "shown":       [{"interaction_id", "digest"}],
 "preview":     {"answer", "context", "sources", "facts", "threads", "opportunities", "opportunity_keys", "read"}}
```
`operations` holds every proposal as it was made, with its verdict. `second_try` says what was `refused` of the first
answer: from the place `from` on, the operations are those of the second try (`mended`) or what it did not mend; it is
`{"skipped": true}` where the reader had no request or time left. `cut` names the texts whose author wrote more than a
reader was shown. Without `summary` no reader was asked. `decision` marks
a person's run. `shown` is what a reader that failed had been given. `preview` keeps what judging again needs, and in
`context` the object that it would make; in a preview the `fact_id` of a fact that does not exist yet is negative.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lib.context.engine.draft import Draft
from lib.context.engine.request import Aliases
from lib.context.engine.source_documents import own_shown
from lib.context.engine.suggestions import Judged
from lib.context.evidence.quotes.source import Source
from lib.context.model import Evidence, ReaderAnswer, Verdict
from lib.context.text.jsonb import storable_document


def preview_document(
    draft: Draft, answer: ReaderAnswer | None, *, aliases: Aliases, read: Sequence[Source]
) -> dict[str, Any]:
    """The proposals of a preview run: verdicts as of now, and what judging again needs."""
    return {
        **operations_document(draft),
        "preview": {
            "answer": None if answer is None else storable_document(answer.document),
            "sources": {alias: text_key(source) for alias, source in aliases.sources.items()},
            "facts": aliases.facts,
            "threads": aliases.threads,
            "opportunities": aliases.deals,
            "opportunity_keys": aliases.deal_keys,
            "read": [text_key(source) for source in read],
            "context": draft.context.model_dump(mode="json"),
        },
    }


def preview_aliases(preview: Mapping[str, Any], unread: Sequence[Source]) -> Aliases:
    """The aliases of the call that a preview kept, for those of its sources whose very texts are still unread."""
    return Aliases(
        _still_unread(preview["sources"], unread),
        preview["facts"],
        preview["threads"],
        preview["opportunities"],
        preview["opportunity_keys"],
    )


def preview_sources(preview: Mapping[str, Any], unread: Sequence[Source]) -> tuple[Source, ...] | None:
    """The texts that a preview had read; None where one of them is no longer unread, or has changed."""
    texts = _still_unread(dict(enumerate(preview["read"])), unread)
    return tuple(texts.values()) if len(texts) == len(preview["read"]) else None


def preview_answer(preview: Mapping[str, Any]) -> ReaderAnswer | None:
    """The answer that a preview kept; None where no reader was asked."""
    return None if preview["answer"] is None else ReaderAnswer(preview["answer"])


def _still_unread(texts: Mapping[Any, Mapping[str, str]], unread: Sequence[Source]) -> dict[Any, Source]:
    """The unread sources whose very texts were kept, under the names that they were kept."""
    known = {(source.interaction.id, source.interaction.digest): source for source in unread}
    keys = {name: (text["interaction_id"], text["digest"]) for name, text in texts.items()}
    return {name: known[key] for name, key in keys.items() if key in known}


def text_key(source: Source) -> dict[str, str]:
    """Which text of which interaction a source is, as the proposals of a run keep it."""
    return {"interaction_id": source.interaction.id, "digest": source.interaction.digest}


def operations_document(draft: Draft) -> dict[str, Any]:
    """The proposals of a run with their verdicts, the suggestions and the summary; new facts have negative ids."""
    document: dict[str, Any] = {"operations": [_operation(verdict) for verdict in draft.verdicts]}
    if draft.suggestions:
        document["suggestions"] = [_suggestion(judged) for judged in draft.suggestions]
    if draft.sentences is not None:
        document["summary"] = [{"text": item.text, "cites": list(item.cites)} for item in draft.sentences]
    if draft.dropped:
        document["summary_dropped"] = [asdict(item) for item in draft.dropped]
    if cut := _cut(draft):
        document["cut"] = cut
    if draft.tried_again is not None:
        document["second_try"] = storable_document(dict(draft.tried_again))
    return document


def _cut(draft: Draft) -> list[dict[str, Any]]:
    """The texts of which a reader saw the beginning alone, in characters of the author's own words."""
    if draft.labels is None:  # nobody was asked
        return []
    counted = ((source, *own_shown(source)) for source in draft.read if not source.is_automatic)
    return [
        {**text_key(source), "shown": seen, "written": written} for source, seen, written in counted if seen < written
    ]


def _operation(verdict: Verdict) -> dict[str, Any]:
    operation = verdict.operation
    return {
        **{name: getattr(operation, name) for name in ("op", "kind", "type", "fact", "text", "reason")},
        "quotes": [asdict(quote) for quote in operation.evidence],
        "verdict": verdict.verdict,
        "rule": verdict.rule,
        "why": verdict.reason,
        "target_id": verdict.target_id,
        "fact_id": verdict.fact_id,
        "evidence": [evidence_document(item) for item in verdict.evidence],
    }


def _suggestion(judged: Judged) -> dict[str, Any]:
    evidence = None if judged.evidence is None else evidence_document(judged.evidence)
    said_at = judged.suggestion.said_at.isoformat()
    outcome = {"said_at": said_at, "verdict": judged.verdict, "why": judged.why, "evidence": evidence}
    word = judged.suggestion
    return {"field": word.field, "key": word.key, "value": word.value, **outcome}


def evidence_document(evidence: Evidence) -> dict[str, Any]:
    """One quote as it is written into the proposals of a run."""
    moments = {"occurred_at": evidence.occurred_at.isoformat(), "first_seen_at": evidence.first_seen_at.isoformat()}
    return {**asdict(evidence), **moments}


def evidence_of(item: Mapping[str, Any]) -> Evidence:
    """The quote that `evidence_document` wrote."""
    moments = {name: datetime.fromisoformat(item[name]) for name in ("occurred_at", "first_seen_at")}
    return Evidence(**{**item, **moments})


def with_fact_ids(document: dict[str, Any], ids: dict[int, int]) -> dict[str, Any]:
    """The document with the ids that the facts it makes have in the database, `ids` by the ids of the draft."""
    operations = [{**item, "fact_id": ids.get(item["fact_id"])} for item in document.get("operations", ())]
    named = {**document, "operations": operations}
    if "summary" in document:
        named["summary"] = [
            {**sentence, "cites": [_cite_of(cite, ids) for cite in sentence["cites"]]}
            for sentence in document["summary"]
        ]
    return named


def _cite_of(cite: str, ids: dict[int, int]) -> str:
    kind, _, number = cite.partition(" ")
    return f"fact {ids[int(number)]}" if kind == "fact" else cite
