"""The main script: page configuration, the gate, then the page that the address names."""

from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from lib.settings import ROOT
from lib.ui.app import auth, error_box
from lib.ui.app.cached import current_settings

PAGES = ROOT / "pages"


def home() -> None:
    """Lead to the clients; no page of ours is the default, since Streamlit calls its own address "not found"."""
    st.switch_page(clients)


def closed(pages: list[StreamlitPage]) -> list[StreamlitPage]:
    """The login alone, under the address that was asked for: before the login nobody is told which pages there are."""
    asked = urlsplit(st.context.url or "").path.rpartition("/")[2]
    there = [st.Page(home, title="Orb", url_path=asked)] if asked in {page.url_path for page in pages} - {""} else []
    return [default, *there]


st.set_page_config(page_title="Orb", page_icon="🔮", layout="wide")
default = st.Page(home, title="Orb", default=True, visibility="hidden")
clients = st.Page(PAGES / "client_context.py", title="Clients", url_path="client_context")
explorer = st.Page(PAGES / "schema_explorer.py", title="Schema", url_path="schema_explorer")
drafts = st.Page(PAGES / "schema_drafts.py", title="Drafts", url_path="schema_drafts")
activity = st.Page(PAGES / "activity.py", title="Activity", url_path="activity")
leave = [st.Page(auth.leave, title="Log out", url_path="log_out")] if auth.is_logged_in() else []
pages = [default, clients, explorer, drafts, activity, *leave]
is_open = False
with error_box.show_errors():
    is_open = auth.passed(current_settings())
page = st.navigation(pages if is_open else closed(pages), position="top" if is_open else "hidden")
if is_open:
    with error_box.show_errors():
        page.run()
