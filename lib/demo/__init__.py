"""The demo business: forty contacts with six months of correspondence, and the contexts that refreshing made of it."""
