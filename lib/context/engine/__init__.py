"""Judges proposals, makes the next object. PURE but for `state`: imports `context.model`, `text` and `evidence`."""
