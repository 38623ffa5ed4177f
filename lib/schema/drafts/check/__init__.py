"""The check of a draft: what it does, changes and breaks, whether today's rows allow it, and the way back."""
