"""The values that a text names, what each stands for, and the clues that tell which texts may hold one; pure."""
