"""A finished run of the plants, made in this process, and a browser."""

import json

import pytest

from experiments.engine import build, report, workers
from experiments.engine.trials import Study, open_storage
from tests.experiments.engine import toys
from tests.layer_viz.gallery.conftest import browser

__all__ = ["browser"]


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory):
    """Folder of a run of the plants with its report, films and page."""
    out = tmp_path_factory.mktemp("plants")
    study = Study(toys.__name__, toys.EXPERIMENT, open_storage(workers.sqlite_url(out)))
    study.plan(3)
    study.work(films=(out / "films", 1))
    found = report.results("plants", study)
    report.write(out, found, study)
    (out / "films" / "film.html").write_text("<title>film</title><p>a film</p>")
    build.write(out, found)
    return out


@pytest.fixture(scope="session")
def results(finished_run):
    """The content of its `results.json`."""
    return json.loads((finished_run / "results.json").read_text("utf-8"))
