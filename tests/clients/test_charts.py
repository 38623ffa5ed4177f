"""The charts: what they send, and what they leave unloaded."""

import subprocess
import sys
from base64 import b64decode
from typing import Any

import pytest

from lib.settings import ROOT
from lib.ui.components import charts

DRAWN = """
import sys
from lib.ui.clients import history
from lib.ui.components import charts

charts.line([{"Version": 1, "Saved": "2026-03-14T12:00:00+00:00", "Valence": 0.5}], "Valence", key="a", domain=[-1, 1])
charts.day_bars([{"Day": "2026-03-14", "Runs": 2}], "Runs", key="b")
print(sorted({"altair", "pandas", "pyarrow"} & set(sys.modules)))
"""


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The documents that are drawn, instead of drawing them."""
    documents: list[dict[str, Any]] = []
    monkeypatch.setattr(charts.st, "vega_lite_chart", lambda *, spec, **_: documents.append(spec))
    return documents


def test_neither_altair_nor_pandas_is_loaded_for_a_chart() -> None:
    done = subprocess.run([sys.executable, "-c", DRAWN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_stand_in_the_layer_and_values_have_their_tones(sent: list[dict[str, Any]]) -> None:
    rows = [{"Day": "2026-03-14", "Ended": "failed", "Runs": 2}]
    charts.day_bars(rows, "Runs", key="days", by="Ended", tones={"saved": "link", "failed": "bad"})
    (layer,) = sent[0]["layer"]
    assert layer["data"] == {"values": rows}
    assert layer["encoding"]["color"]["scale"] == {"domain": ["saved", "failed"], "range": ["#3b7ddd", "#d94a57"]}


def test_a_long_line_has_no_dots(sent: list[dict[str, Any]]) -> None:
    for count in (39, 40):
        rows = [{"Version": number, "Saved": "2026-03-14", "Valence": 0} for number in range(count)]
        charts.line(rows, "Valence", key="valence", domain=[-1, 1])
    assert [bool(document["layer"][0]["mark"]["point"]) for document in sent] == [True, False]


def test_a_sparkline_is_thinned_out_and_keeps_its_last_value() -> None:
    image = charts.sparkline([0.0] * 500 + [1.0])
    picture = b64decode(image.split("base64,")[1].split('"')[0]).decode()
    assert picture.split('points="')[1].split('"')[0].split()[-1] == "200.0,4.0"
    assert picture.count(",") <= 121
    assert 'alt="Valence over 501 versions, from +0.00 to +1.00"' in image
    assert "One version so far" in charts.sparkline([0.5])
