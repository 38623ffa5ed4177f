"""The client context page: read, compare, refresh, decide."""

import streamlit as st

from lib.ui.app import error_box, style
from lib.ui.clients import address, page
from lib.ui.clients.finder import finder
from lib.ui.components import formatting

style.apply()
now = formatting.now()
contact = None
with error_box.shown():
    contact = address.contact()
if contact is None:
    st.title("Clients")
    with error_box.shown():
        finder(now=now)
else:
    with error_box.shown():
        with st.sidebar:
            finder(now=now, chosen=str(contact))
        page.client(contact, now=now)
