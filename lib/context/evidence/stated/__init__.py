"""Whether a quote states what is claimed of it: not cut, not in others' words, and not taken back. Pure."""
