"""The commands that help to answer a client."""
