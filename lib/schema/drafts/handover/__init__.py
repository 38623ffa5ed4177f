"""What leaves the house: migration files, the way back, the text of a pull request, a branch that nobody pushed."""
