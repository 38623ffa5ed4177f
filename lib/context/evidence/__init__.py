"""Whether quotes carry a claim: where they stand and what they say. PURE: imports `context.model` and `text`."""
