"""Every notebook runs from top to bottom, at a smoke size, without a network."""

import os
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

from tests import helpers

NOTEBOOKS = sorted((helpers.ROOT / "notebooks_colab").glob("*.ipynb"))


@pytest.fixture
def images(tmp_path, rng):
    """A folder of 60 small grey images in two classes: bright bars on black."""
    folder = tmp_path / "images"
    for i in range(60):
        (folder / str(i % 2)).mkdir(parents=True, exist_ok=True)
        picture = np.zeros((28, 28), "uint8")
        picture[rng.integers(4, 24) :, 8:20] = 255
        Image.fromarray(picture).save(folder / str(i % 2) / f"{i}.png")
    return folder


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_pictures(path, images, tmp_path, monkeypatch):
    monkeypatch.setenv("TER_GAN_SMOKE", f"folder:{images}")
    monkeypatch.setenv("PYTHONPATH", str(helpers.ROOT))
    before = set(os.listdir(helpers.ROOT))
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=240, resources=resources).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    pictures = [out for out in outputs if "image" in str(out.get("data", {}).keys())]
    assert len(pictures) >= 3
    assert set(os.listdir(helpers.ROOT)) == before


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_thin_clean_and_opens_in_colab(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] for cell in code)
    assert max(len(cell.source.splitlines()) for cell in code) <= 25
    assert f"/blob/main/notebooks_colab/{Path(path).name}" in notebook.cells[0].source
    assert "colab-badge.svg" in notebook.cells[0].source


def test_there_are_notebooks():
    assert NOTEBOOKS
