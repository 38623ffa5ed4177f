"""What a person decides about a draft, and what that rests on: grave effects, backups, what became of it."""
