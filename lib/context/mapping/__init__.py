"""Whether the site's own mapping gives what the dashboard can learn from; imports the database and `text`."""
