"""What somebody needs to know before they answer a client: pure code, the same for a person and for an agent."""
