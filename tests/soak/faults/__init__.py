"""Faults in a loop with a seed: each is made, worked under, mended and looked back at."""
