"""Readers turn one request document into proposals; a language model is one, the local rules are another.

They import the model, `text`, `evidence` and the rules of the engine, never the store."""

from lib.context.readers.contract import Reader, ReaderFailed
from lib.context.readers.local_rules import LocalRules
from lib.settings import Settings

__all__ = ["LocalRules", "Reader", "ReaderFailed", "reader_for"]


def reader_for(settings: Settings) -> Reader:
    """The reader that the settings choose: the configured language model, else the local rules."""
    if not settings.has_model:
        return LocalRules()
    from lib.context.readers.openai_reader import OpenAIReader  # the model's library is slow to load: only when needed

    return OpenAIReader(
        model=settings.model,
        base_url=settings.openai_base_url,
        api_key=settings.openai_api_key,
        deadline=settings.model_deadline,
        prices=settings.prices,
        fact_language=settings.fact_language,
    )
