"""The Postgres server that comes with the product; imports `errors` and `settings` alone."""
