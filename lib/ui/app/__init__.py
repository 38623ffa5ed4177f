"""The frame of all pages: sign-in, headers, style, caches, error boxes; imports `ui.components`, no page's parts."""
