"""Judges proposals, makes the next object. PURE: imports `context.model`, `text` and `evidence`."""
