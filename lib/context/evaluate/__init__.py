"""How well a reader reads: cases with what is true in them, replayed through the product's refresh, scored by code."""
