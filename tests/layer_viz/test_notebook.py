"""The gallery in a notebook's output."""

import sys

import numpy as np
import pytest

from layer_viz.notebook import show
from layer_viz.store import Record
from ter_gan.errors import UserError


@pytest.fixture
def shown(monkeypatch):
    from IPython import display

    pages = []
    monkeypatch.setattr(display, "display", lambda page: pages.append(page.data))
    return pages


@pytest.fixture
def record(tmp_path):
    manifest = {
        "id": "run",
        "title": "a <title>",
        "kind": "images",
        "facts": {},
        "probes": {"sha256": "0", "n": 1, "shape": [2, 2, 1], "sheets": {}},
        "networks": [],
        "streams": [],
        "target": "class",
        "layers": [],
        "methods": [],
    }
    record = Record.create(tmp_path / "layer_viz", manifest)
    np.save(tmp_path / "other.npy", np.zeros(1))
    record.add_epoch(0, 0, {"epoch": 0, "step": 0}, 0.1)
    return record


def test_jupyter_gets_a_sandboxed_frame(shown, record):
    show(record.path.parent)
    assert (
        shown[0].startswith("<iframe srcdoc=") and 'sandbox="allow-scripts"' in shown[0]
    )
    assert "<script" not in shown[0]  # all of the page is inside the attribute


def test_colab_gets_the_page_itself(shown, record, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    show(record, height=500)
    assert "<iframe" not in shown[0]
    assert "setIframeHeight(500" in shown[0] and "<script" in shown[0]


def test_no_record(tmp_path):
    with pytest.raises(UserError, match="holds no record"):
        show(tmp_path)
