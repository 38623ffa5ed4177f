"""Finds or installs the browser that the browser tests drive."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell first: it draws the same pages and takes half the processor's time, having no window to draw for."""
PACKAGES = ("chromium-headless-shell", "chromium")
"""Debian's, the second where a release has not the first."""
ADVICE = "Browser tests are skipped: put chromium on PATH, or run `.venv/bin/python -m playwright install chromium`."


def browser() -> str | None:
    """The path of a Chromium: from PATH, else the one that Playwright has installed."""
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def is_required() -> bool:
    """Whether a missing browser is a failure."""
    return bool(os.environ.get("ORB_REQUIRE_BROWSER"))


def install() -> str | None:
    """Install a browser (Debian's package as root, else Playwright's own); its path, or None where neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3"]
        _run([*apt, "update"], quiet)
        for package in PACKAGES:
            if browser() is None:
                _run([*apt, "install", "-y", "--no-install-recommends", package, "fonts-liberation"], quiet)
    if browser() is None:
        _run([sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"], dict(os.environ))
    return browser()


def _run(command: list[str], environment: dict[str, str]) -> None:
    print(" ".join(command), file=sys.stderr)
    subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, timeout=600)


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    shell = sorted(Path(path).parents[2].glob("chromium_headless_shell-*/*/*headless*shell")) if path else []
    return next((str(found) for found in (Path(path), *shell) if found.is_file()), None)


if __name__ == "__main__":
    if browser() is None and install() is None:
        print(ADVICE, file=sys.stderr)
        sys.exit(1 if is_required() else 0)
