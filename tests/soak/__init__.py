"""Proofs for the years after the first day: load, faults, many machines, plans; `make soak` runs them."""
