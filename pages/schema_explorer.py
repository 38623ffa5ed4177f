"""The schema explorer page: concerns, tables, relations."""

from lib.ui.app import error_box
from lib.ui.explorer import page

with error_box.show_errors():
    page.page()
