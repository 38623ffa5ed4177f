"""How well a reader reads: cases with what is true in them, replayed through the product's refresh, scored by code.

It may import everything of the context, and the embedded server."""
