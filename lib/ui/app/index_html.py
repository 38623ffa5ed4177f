"""Streamlit's own index at the addresses of our pages, with what each would ask the server for first."""

import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import streamlit
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Route

from lib.errors import OrbError

VIS = "vis-network-9.1.2.min.js"
# found without an import, which takes a quarter of a second of every start
VIS_FILE = Path(str(distribution("pyvis").locate_file("pyvis/lib/vis-9.1.2/vis-network.min.js")))
INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
# Streamlit looks for its server below the page's path, fails, waits and then asks at the root: a fifth of a second
SERVER = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', location.href).href };</script>"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
VIS_SCRIPT = str(Markup('<script type="module" src="./{}"></script>').format(VIS))
SCRIPTS = {"schema_explorer": VIS_SCRIPT}
SWITCH_SECONDS = 0.0005
"""After how long a thread that computes lets another go on; Python's own 5 ms are waited for at each file served."""


Prepare = Callable[[str], None]
"""What fills a page's caches for a query."""


def _load_clients() -> Prepare:
    import lib.ui.clients.page  # noqa: F401

    return lambda _query: None


def _load_explorer() -> Prepare:
    from lib.ui.explorer.page import prepare

    return prepare


def _load_activity() -> Prepare:
    import lib.ui.activity.page  # noqa: F401

    return lambda _query: None


def _load_drafts() -> Prepare:
    import lib.ui.drafts.page  # noqa: F401

    return lambda _query: None


PAGES = {
    "client_context": _load_clients,
    "schema_explorer": _load_explorer,
    "schema_drafts": _load_drafts,
    "activity": _load_activity,
}
"""The pages with what loads each: a browser takes as long to load Streamlit before it asks for more."""


def routes() -> list[Route]:
    """The pages' addresses, and the library of the relation map, which a browser keeps for a year."""
    pages = [Route(f"/{name}", _page, name=name) for name in PAGES]
    return [*pages, Route(f"/{VIS}", _library)]


def inline_scripts() -> list[str]:
    """The scripts that stand in a page's text."""
    return INLINE_SCRIPT.findall(INDEX + SERVER)


async def _page(request: Request) -> HTMLResponse:
    """The index, which tells the page where its server is; it is asked for anew at every visit, as Streamlit's is."""
    name = request.url.path.rpartition("/")[2]
    _load(name, request.url.query)
    first = SERVER + SCRIPTS.get(name, "")
    return HTMLResponse(INDEX.replace("</head>", first + "</head>", 1), headers={"Cache-Control": "no-cache"})


def load_common() -> None:
    """Begin to load what every page needs, in a thread of its own: the server reads its own files meanwhile.

    From now on all threads of the process take turns after `SWITCH_SECONDS`.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    threading.Thread(target=_loaded_common, name="load common", daemon=True).start()


def _loaded_common() -> None:
    import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401
    import streamlit.delta_generator

    import lib.ui.app.cached  # noqa: F401

    with suppress(ImportError):  # Streamlit's own affair: another version may keep them elsewhere
        import streamlit.emojis  # the browser tab's icon is looked up there
    # else it goes over all modules at its first element, only to warn those who use it from a Python prompt
    streamlit.delta_generator._use_warning_has_been_displayed = True


def _load(name: str, query: str) -> None:
    """Begin to load a page in a thread of its own, once, and to prepare it for the query of its first visit."""
    if _first(name).acquire(blocking=False):
        threading.Thread(target=_loaded, args=(PAGES[name], query), name=f"load {name}", daemon=True).start()


@cache
def _first(name: str) -> threading.Lock:
    """A lock that the first visit of a page takes and none gives back."""
    return threading.Lock()


def _loaded(load: Callable[[], Prepare], query: str) -> None:
    prepare = load()
    with suppress(OrbError):  # the page itself says what is wrong
        prepare(query)


async def _library(_: Request) -> FileResponse:
    return FileResponse(VIS_FILE, headers={"Cache-Control": "public, immutable, max-age=31536000"})
