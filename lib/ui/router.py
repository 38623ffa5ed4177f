"""The main script: page configuration, then the page that the address names."""

import streamlit as st

from lib.settings import ROOT

PAGES = ROOT / "pages"


def home() -> None:
    """Lead to the clients; no page of ours is the default, since Streamlit calls its own address "not found"."""
    st.switch_page(clients)


st.set_page_config(page_title="Orb", page_icon="🔮", layout="wide")
default = st.Page(home, title="Orb", default=True, visibility="hidden")
clients = st.Page(PAGES / "client_context.py", title="Clients", url_path="client_context")
explorer = st.Page(PAGES / "schema_explorer.py", title="Schema", url_path="schema_explorer")
st.navigation([default, clients, explorer], position="top").run()
