"""The activity page: who is due, what the workers did, and what it cost."""

import streamlit as st

from lib.ui import activity, problems, style

style.apply()
st.title("Activity")
with problems.shown():
    activity.activity()
