"""The demo business: forty contacts with six months of correspondence, and the contexts that refreshing made of it."""

from lib.demo.loading import check_empty, is_loaded, load

__all__ = ["check_empty", "is_loaded", "load"]
