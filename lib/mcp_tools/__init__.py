"""The tools of the agents' server."""
