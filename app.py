"""The entry that `streamlit run app.py` finds: the router inside an ASGI application with a strict content policy.

The router is not beside `pages/`: there Streamlit would serve each file of that folder alone, without the gate.
"""

import sys

import streamlit as st
from starlette.middleware import Middleware

from lib import settings
from lib.errors import OrbError
from lib.serve.background_worker import beside_the_dashboard
from lib.ui.app import auth, index_html
from lib.ui.app.security_headers import Headers

try:
    auth.check_address(settings.load())
except OrbError as error:
    sys.exit(str(error))

index_html.load_common()
app = st.App(
    "lib/ui/app/router.py", lifespan=beside_the_dashboard, routes=index_html.routes(), middleware=[Middleware(Headers)]
)
