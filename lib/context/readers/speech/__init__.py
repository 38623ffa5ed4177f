"""How people say what is so of themselves: who, in what mood, about what; each language is a file of words."""
