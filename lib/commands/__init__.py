"""The commands of `orb`; imports anything but `ui` and Streamlit, each command what it needs."""
