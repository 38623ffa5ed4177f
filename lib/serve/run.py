"""`make run`: the database, on first start the demo business, then the dashboard."""

import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection, HTTPException

from click.exceptions import Abort
from rich.console import Console
from rich.progress import Progress, TaskID
from rich.text import Text
from sqlalchemy import Engine

from lib import settings
from lib.demo import plan
from lib.errors import OrbError
from lib.installation import context_database
from lib.serve import listen, terminal
from lib.settings import ROOT, Settings

messages = Console(stderr=True, highlight=False)


def main() -> None:
    """Start the dashboard and stay until it ends; an error of ours becomes one line and exit code 1."""
    try:
        chosen = settings.load()
        listen.check_port(chosen)
        terminal.end_when_it_closes()
        if chosen.is_embedded:
            threading.Thread(target=_load_streamlit, daemon=True).start()
            with messages.status("Starting the embedded Postgres …"):
                database = context_database(chosen)
            _load_demo(database)
            database.dispose()
    except OrbError as error:
        messages.print(Text(str(error), style="red"))
        sys.exit(1)
    threading.Thread(target=_announce, args=(chosen,), daemon=True).start()
    _serve(chosen)


def _load_streamlit() -> None:
    """Import Streamlit, which takes a second, in a thread beside the database's start."""
    import streamlit.web.cli  # noqa: F401


def _load_demo(database: Engine) -> None:
    """Load the demo business where it is missing or was interrupted, with a bar that shows how far it is."""
    if plan.is_loaded(database):
        return
    from lib.demo import loading

    with Progress(console=messages) as bar:
        task = bar.add_task("Loading the demo business")
        loading.load(database, now=datetime.now(UTC), beside=True, progress=partial(_advance, bar, task))


def _advance(bar: Progress, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total)


def _serve(chosen: Settings) -> None:
    """Run Streamlit in this process, which holds the embedded server."""
    options = {
        "server.address": (chosen.address,),
        "server.port": (str(chosen.port),),
        "server.allowedHosts": listen.hosts(chosen),
        "logger.hideWelcomeMessage": ("true",),  # it would ask another machine for this one's address
    }
    sys.argv = ["streamlit", "run", str(ROOT / "app.py")]
    sys.argv += [word for name, values in options.items() for value in values for word in (f"--{name}", value)]
    from streamlit.web import cli

    with suppress(Abort):  # Ctrl+C is how it ends
        cli.main(standalone_mode=False)


def _announce(chosen: Settings) -> None:
    """Print the address once the dashboard answers there: its port is taken half a second earlier."""
    host = "localhost" if listen.is_any(chosen.address) else chosen.address
    while not _answers(host, chosen.port):
        time.sleep(0.05)
    url_host = f"[{host}]" if ":" in host else host
    messages.print(f"The dashboard runs at http://{url_host}:{chosen.port} (stop it with Ctrl+C).", markup=False)


def _answers(host: str, port: int) -> bool:
    """Whether a web server answers there, whatever it says."""
    connection = HTTPConnection(host, port, timeout=60)
    try:
        connection.request("HEAD", "/_stcore/health")
        connection.getresponse()
    except HTTPException:  # one that speaks TLS
        return True
    except OSError:
        return False
    finally:
        connection.close()
    return True


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)  # what a shell expects of a program ended by Ctrl+C
