"""The page of schema drafts: what is proposed, what a check found, and a person's word about it."""
