"""The page of schema drafts: propose, check, review."""

from lib.ui.app import error_box, style
from lib.ui.drafts import page

style.apply()
with error_box.show_errors():
    page.page()
