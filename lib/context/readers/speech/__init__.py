"""How people say what is so of themselves, in six languages: who, in what mood, about what; a language is a file of words."""
