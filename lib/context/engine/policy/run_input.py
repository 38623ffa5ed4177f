"""What the policy is given of one run."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.context.evidence.quotes.correspondence import Correspondence
from lib.context.evidence.quotes.source import Source
from lib.context.model import Contact


@dataclass(frozen=True)
class RunInput:
    """What one run read: its sources and facts by alias, and the whole correspondence, to date the words."""

    contact: Contact
    sources: Mapping[str, Source]
    facts: Mapping[str, int]
    correspondence: Correspondence
