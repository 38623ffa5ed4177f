"""Fixtures: the mapping of the kept states."""

from pathlib import Path

import pytest

from tests.upgrades.freeze import SITE


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """The site's mapping as one that may be repeated: the views alone, over the tables that a kept state has."""
    file = tmp_path / SITE.name
    text = SITE.read_text("utf-8")
    file.write_text(text[text.index("create or replace view") :], "utf-8")
    return file
