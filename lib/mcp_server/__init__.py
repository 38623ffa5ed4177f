"""The read-only MCP server, a thin face on the answers of `context` and `schema`; imports no page."""
