"""What a figure of a statement must agree with in its quotes: what it counts, how often, and of which whole."""
