"""Whether quotes carry a claim: where they stand, what they say, about what. PURE: imports `context.model` and `text`."""
