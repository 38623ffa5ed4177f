"""The schemas that benchmarks read: a big business, and a school."""
