"""The shadow: the explored database's schema, built anew on a private server where a draft may do what it likes."""
