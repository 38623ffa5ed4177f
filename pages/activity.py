"""The activity page: who is due, what the workers did, and what it cost."""

import streamlit as st

from lib.ui.activity.alignment import judged_by_people
from lib.ui.activity.drift import moving
from lib.ui.activity.page import activity
from lib.ui.app import error_box, style

style.apply()
st.title("Activity")
with error_box.show_errors():
    activity()
moving()
judged_by_people()
