"""The client context page: read, compare, refresh, decide."""

import streamlit as st

st.title("Clients")
