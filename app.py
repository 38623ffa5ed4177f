"""The entry that `streamlit run app.py` finds: the router inside an ASGI application with a strict content policy."""

import streamlit as st

app = st.App("lib/ui/router.py")
