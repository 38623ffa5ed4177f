"""The client context page: read, compare, refresh, decide."""

import streamlit as st

from lib.ui.app import error_box, style
from lib.ui.app.mapping_notice import mapping_notice
from lib.ui.clients import navigation, page
from lib.ui.clients.address import Address
from lib.ui.clients.finder import finder
from lib.ui.components import formatting

style.apply()
now = formatting.now()
here = Address()
with error_box.show_errors():
    here = navigation.current()
if here.contact is None:
    st.title("Clients")
    above = st.container()
    with error_box.show_errors():
        finder(now=now)
    with above:
        mapping_notice()
else:
    with error_box.show_errors():
        with st.sidebar:
            finder(now=now, chosen=str(here.contact))
        page.client(here.contact, here, now=now)
