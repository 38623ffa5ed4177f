"""The mermaid inside Streamlit, in a real browser: what it makes of a diagram."""

from pathlib import Path
from typing import Any

import streamlit
from playwright.sync_api import Page, Route

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
ORIGIN = "http://mermaid.test"
READ = """async (text) => {
    window.mermaid.initialize({startOnLoad: false, maxTextSize: 10000000, maxEdges: 100000});
    await window.mermaid.parse(text);
    const diagram = await window.mermaid.mermaidAPI.getDiagramFromText(text);
    return {tables: diagram.db.getEntities().size, relations: diagram.db.getRelationships().length,
            names: [...diagram.db.getEntities().values()].map((entity) => entity.attributes.length)};
}"""


def open_mermaid(page: Page) -> None:
    """Load mermaid into a page of its own, whose files come from Streamlit's folder and from nowhere else."""
    page.route("**/*", _serve)
    page.goto(f"{ORIGIN}/index.html")
    page.wait_for_function("window.mermaid !== undefined")


def parsed(page: Page, text: str) -> dict[str, Any]:
    """How many tables and relations mermaid reads, and how many columns each table has; raises where it reads none."""
    found: dict[str, Any] = page.evaluate(READ, text)
    return found


def _serve(route: Route) -> None:
    name = route.request.url.rsplit("/", 1)[1]
    if name == "index.html":
        (core,) = SCRIPTS.glob("mermaid.core.*.js")
        script = f"""<script type="module">
            import * as all from "./{core.name}";
            window.mermaid = Object.values(all).find((item) => item && item.mermaidAPI);
        </script>"""
        route.fulfill(body=script, content_type="text/html")
    elif (SCRIPTS / name).is_file():
        route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
    else:
        route.abort()
