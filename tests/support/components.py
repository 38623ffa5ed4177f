"""Streamlit's search for installed components, made once by a process and not at each run of a page."""

from functools import cache

from streamlit.components.v2 import manifest_scanner


def remember() -> None:
    """Have what was found kept: the search reads the metadata of every installed package, and none comes meanwhile."""
    scan = manifest_scanner.scan_component_manifests
    if not hasattr(scan, "cache_info"):
        manifest_scanner.scan_component_manifests = cache(scan)
