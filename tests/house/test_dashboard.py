"""The dashboard as a browser meets it."""

import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from lib.settings import ROOT
from lib.ui.app.index_html import INLINE_SCRIPT, SERVER, VIS, VIS_FILE, inline_scripts
from lib.ui.app.security_headers import content_policy
from tests.support.browsers import BrowserPage, free_port
from tests.support.scripted_provider import CLIENT, provider

LOGIN = """
[auth]
redirect_uri = "http://127.0.0.1:8501/oauth2callback"
cookie_secret = "a secret of this test alone"
client_id = "orb"
client_secret = "another secret"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""
PAGES = [("client_context", "Clients"), ("schema_explorer", "Schema"), ("schema_drafts", "Drafts")]


def start(**environment: str) -> "subprocess.CompletedProcess[str]":
    """What the dashboard says when it does not start."""
    command = [sys.executable, "-m", "lib.serve.run"]
    own = {**os.environ, "DATABASE_URL": "postgresql://127.0.0.1:9/none", "PORT": str(free_port()), **environment}
    return subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.browser
@pytest.mark.parametrize(("path", "heading"), PAGES)
def test_each_page_opens_cold_at_its_own_address_in_light_and_dark(
    path: str, heading: str, dashboard: Callable[..., str], database_url: str, browser_page: BrowserPage
) -> None:
    address = dashboard(database_url)
    page = browser_page.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{address}/{path}")
        expect(page.get_by_role("link", name=heading).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.url == f"{address}/{path}"
    page.goto(address)
    page.wait_for_url(f"{address}/client_context")
    assert browser_page.hosts == {"127.0.0.1"}
    assert browser_page.messages == []


@pytest.mark.browser
def test_with_a_login_configured_a_cold_deep_link_shows_the_login_alone(
    dashboard: Callable[..., str], database_url: str, browser_page: BrowserPage, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(LOGIN)
    address = dashboard(database_url, STREAMLIT_SECRETS_FILES=str(secrets), ORB_PEOPLE="tom@example.com")
    for path in ("schema_explorer", "schema_drafts", "client_context", "log_out", "", "anything"):
        browser_page.page.goto(f"{address}/{path}")
        expect(browser_page.page.get_by_role("button", name="Log in")).to_be_visible()
        browser_page.page.wait_for_load_state("networkidle")
        for _, heading in PAGES:
            assert browser_page.page.get_by_text(heading).count() == 0


@pytest.mark.browser
def test_a_login_lets_in_the_people_on_the_list_alone(
    dashboard: Callable[..., str], database_url: str, browser_page: BrowserPage, tmp_path: Path
) -> None:
    secrets, port, page = tmp_path / "secrets.toml", free_port(), browser_page.page
    with provider() as login:
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "of this test"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "another"\n'
            f'server_metadata_url = "{login.address}/.well-known/openid-configuration"\n'
        )
        own = {"PORT": str(port), "STREAMLIT_SECRETS_FILES": str(secrets), "ORB_PEOPLE": "tom@example.com"}
        address = dashboard(database_url, **own)
        login.claims = {"email": "eve@example.com", "email_verified": True}
        page.goto(f"{address}/schema_explorer")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("This address is not on the list")).to_be_visible()
        assert page.get_by_role("link", name="Schema").count() == 0
        page.get_by_role("button", name="Log out").click()
        login.claims = {"email": "tom@example.com", "email_verified": True}
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("link", name="Schema").first).to_be_visible()
        page.goto(f"{address}/log_out")
        expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_every_answer_carries_the_policy(dashboard: Callable[..., str], database_url: str) -> None:
    host = urlsplit(dashboard(database_url)).netloc
    for path in ("/", "/client_context", "/_stcore/health", "/static/none.js"):
        connection = http.client.HTTPConnection(host)
        connection.request("GET", path)
        headers = connection.getresponse().headers
        connection.close()
        assert headers["Content-Security-Policy"] == content_policy(inline_scripts())
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"


def test_a_page_says_where_its_server_is_and_the_maps_library_is_kept(
    dashboard: Callable[..., str], database_url: str
) -> None:
    host = urlsplit(dashboard(database_url)).netloc

    def answer(path: str) -> tuple[str | None, bytes]:
        connection = http.client.HTTPConnection(host)
        connection.request("GET", path)
        got = connection.getresponse()
        body = got.read()
        connection.close()
        return got.headers["Cache-Control"], body

    for page, library in (("client_context", 0), ("activity", 0), ("schema_explorer?view=map", 1)):
        kept, body = answer(f"/{page}")
        assert (kept, body.count(SERVER.encode()), body.count(VIS.encode())) == ("no-cache", 1, library)
    assert answer(f"/{VIS}") == ("public, immutable, max-age=31536000", VIS_FILE.read_bytes())


def test_the_policy_carries_the_hash_of_each_inline_script() -> None:
    # the digest as `printf 'alert(1)' | openssl dgst -sha256 -binary | base64` prints it
    page = "<script>alert(1)</script><script type='module' src='x.js'></script>"
    policy = content_policy(INLINE_SCRIPT.findall(page))
    assert "script-src 'self' blob: 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=';" in policy


@pytest.mark.parametrize(("proxy", "said"), [("", "a login"), ("1", "ORB_HOSTS")])
def test_an_address_open_to_others_needs_a_guard_and_the_names_it_is_reached_by(proxy: str, said: str) -> None:
    ended = start(ADDRESS="0.0.0.0", ORB_BEHIND_PROXY=proxy)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_named(dashboard: Callable[..., str], database_url: str) -> None:
    port = urlsplit(dashboard(database_url)).port
    ended = start(PORT=str(port))
    assert ended.returncode == 1
    assert f"Port {port} is taken by another program." in ended.stderr.replace("\n", " ")


def test_ctrl_c_ends_it_without_a_trace(database_url: str) -> None:
    own = {**os.environ, "DATABASE_URL": database_url, "PORT": str(free_port())}
    running = subprocess.Popen(
        [sys.executable, "-m", "lib.serve.run"], cwd=ROOT, env=own, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    said = running.stderr.readline()
    running.send_signal(signal.SIGINT)
    assert "The dashboard runs at" in said
    assert (running.wait(30), running.stderr.read().strip()) == (0, "")


@pytest.mark.parametrize("host", ["127.0.0.1", "evil.example"])
def test_a_foreign_name_for_the_machine_gets_no_connection(
    host: str, dashboard: Callable[..., str], database_url: str
) -> None:
    port = urlsplit(dashboard(database_url)).port
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Host": f"{host}:{port}"}
    asked.request("GET", "/_stcore/stream", headers={**upgrade, **key})
    assert asked.getresponse().status == (101 if host == "127.0.0.1" else 403)
    asked.close()
