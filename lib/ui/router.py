"""The main script: page configuration, then the page that the address names."""

import streamlit as st

from lib.settings import ROOT

PAGES = ROOT / "pages"

st.set_page_config(page_title="Orb", page_icon="🔮", layout="wide")
clients = st.Page(PAGES / "client_context.py", title="Clients", url_path="client_context")
explorer = st.Page(PAGES / "schema_explorer.py", title="Schema", url_path="schema_explorer")
st.navigation([clients, explorer], position="top").run()
