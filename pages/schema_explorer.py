"""The schema explorer page: concerns, tables, relations."""

from lib.ui import explorer, problems

with problems.shown():
    explorer.page()
