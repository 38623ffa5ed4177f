"""What a draft of a reply says, held against what is on file: pure code, never a gate, nothing is sent."""
