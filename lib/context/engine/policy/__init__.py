"""The policy: facts stand unless contradicted with newer evidence, new ones are appended, nothing is overwritten.

One pure function judges a reader's operations one by one against the working ledger; a wrong one is rejected alone.

A pin protects a fact from being ended or disputed by a reader: a contradiction of a pinned fact is rejected. A pin does
not keep evidence away: the client's own newer confirmation settles the dispute of a pinned fact as of any other
(disputed becomes active), because that strengthens what the pin protects.
"""

from lib.context.engine.policy.judgement import MOST_OPERATIONS, Judgement, judge
from lib.context.engine.policy.located_quotes import MOST_FROM_MESSAGE, most_from_message
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.policy.said import known_names

__all__ = [
    "MOST_FROM_MESSAGE",
    "MOST_OPERATIONS",
    "Judgement",
    "RunInput",
    "judge",
    "known_names",
    "most_from_message",
]
