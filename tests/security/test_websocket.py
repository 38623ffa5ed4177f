"""The gate on the websocket: a visitor who brings his own client gets no further than the login."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.support import site

NAME = "Anna Berg"
PAGES = ("", "client_context", "schema_explorer", "schema_drafts", "activity", "log_out", "nowhere")
TITLES = ("Clients", "Schema", "Drafts", "Activity", "Log out")
"""Of pages that a visitor need not know of."""
FINISHED = ("script_finished",)


def answer(address: str, page: str) -> str:
    """Everything that a page sends to a visitor without a cookie, as text."""
    asked = BackMsg()
    asked.rerun_script.page_name, asked.rerun_script.query_string = page, f"contact={site.ANNA}&view=relations"
    asked.rerun_script.context_info.url = f"{address}/{page}"
    socket = f"ws{address.removeprefix('http')}/_stcore/stream"
    with connect(socket, subprotocols=["streamlit"], origin=address, max_size=None) as connection:  # type: ignore[arg-type, list-item]
        connection.send(asked.SerializeToString())
        told = []
        while not told or told[-1].WhichOneof("type") not in FINISHED:
            message = connection.recv(timeout=60)
            assert isinstance(message, bytes)
            told.append(ForwardMsg.FromString(message))
    return "".join(map(str, told))


def test_no_page_says_anything_on_the_websocket_before_the_login(
    dashboard: Callable[..., str], database: Engine, database_url: str, tmp_path: Path
) -> None:
    site.install(database)
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1:1/oauth2callback"\ncookie_secret = "of this test"\n'
        'client_id = "orb"\nclient_secret = "another"\n'
        'server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"\n'
    )
    guarded = dashboard(database_url, STREAMLIT_SECRETS_FILES=str(secrets), ORB_PEOPLE="tom@example.com")
    for page in PAGES:
        told = answer(guarded, page)
        assert "Log in" in told, page
        for word in (NAME, "berg", "crm_client", "site_contact", "of this test", "another", *TITLES):
            assert word not in told, (page, word)
        assert [other for other in PAGES if other and other != page and f'"{other}"' in told] == [], page
        assert ("page_not_found" in told) == (page in ("nowhere", "log_out")), page
    assert NAME in answer(dashboard(database_url), "client_context"), "the same without a login says it"
