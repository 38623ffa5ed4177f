"""The client context page: read, compare, refresh, decide."""

import streamlit as st

from lib.ui import address, client_view, moments, problems, style
from lib.ui.finder_view import finder

style.apply()
now = moments.now()
contact = None
with problems.shown():
    contact = address.contact()
if contact is None:
    st.title("Clients")
    with problems.shown():
        finder(now=now)
else:
    with problems.shown():
        with st.sidebar:
            finder(now=now, chosen=str(contact))
        client_view.client(contact, now=now)
