"""The map of tables and relations; imports `schema`, `ui.components` and `ui.app`."""
