"""What people and a second reading make of what readers did; imports the database, `share` and `text`."""
