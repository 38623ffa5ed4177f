"""`orb sources`: the site's own mapping."""
