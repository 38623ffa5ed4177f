"""Rules of text: folding, segments, reply cues, numbers and dates. PURE: no database, page, network, clock."""
