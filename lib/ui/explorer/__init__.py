"""The schema explorer, part by part; imports `schema`, `ui.components` and `ui.app`, nothing of `context`."""
