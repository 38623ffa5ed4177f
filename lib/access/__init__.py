"""Who may ask over the network: tokens with scopes, and what was asked; imports no face."""
