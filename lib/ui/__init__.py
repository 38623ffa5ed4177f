"""What the pages draw with; with `pages` the only folder that imports Streamlit."""
