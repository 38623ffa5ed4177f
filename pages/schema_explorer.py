"""The schema explorer page: concerns, tables, relations."""

import streamlit as st

st.title("Schema")
