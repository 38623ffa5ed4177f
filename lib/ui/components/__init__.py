"""Parts that every page may use: markup, lists, labels, formatting; imports no `context` and no `schema`."""
