"""Fixtures for tests of what finds data: this machine has none of it."""

import os
import pathlib

import pytest

DATA = os.environ.get("TER_GAN_DATA")


@pytest.fixture(autouse=True)
def no_data_of_this_machine(monkeypatch, tmp_path):
    """Each test has an empty cache, no data directory, no prepared datasets."""
    monkeypatch.delenv("TER_GAN_DATA", raising=False)
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TFDS_DATA_DIR", str(tmp_path / "no_tfds"))


@pytest.fixture
def real_data():
    if not DATA:
        pytest.skip("needs TER_GAN_DATA, a folder with the official files")
    return pathlib.Path(DATA)


@pytest.fixture
def lines():
    """What is reported, when `lines.append` is given as `report`."""
    return []
