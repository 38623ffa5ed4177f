"""The activity page, part by part; imports `context`, `ui.components` and `ui.app`, nothing of `schema`."""
