"""Judges proposals, makes the next object. PURE but for `state`: imports `context.model` and `context.text`."""
