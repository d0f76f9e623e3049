"""A study goes on from a report, whose trials are not measured again."""

import dataclasses
import json

import pytest

from experiments.engine import earlier, report, workers
from experiments.engine.trials import Study, open_storage
from ter_gan.errors import UserError
from tests.experiments.engine import toys


def study(folder, experiment=toys.EXPERIMENT):
    return Study("plants", experiment, open_storage(workers.sqlite_url(folder)))


@pytest.fixture
def found(tmp_path):
    """The report of a finished study of one seed."""
    one = study(tmp_path / "one")
    one.plan(1)
    one.work()
    return report.results("plants", one)


def test_only_what_the_report_lacks_is_measured(tmp_path, found):
    lost = found["trials"].pop(2)
    for each in found["trials"]:
        each["outcomes"]["height"] = 77.0
    other = study(tmp_path / "other")
    earlier.adopt(other, json.loads(json.dumps(found)))
    other.plan(2)
    assert other.open() == 1 + 6
    other.work()
    rows = {(*row.cell.values(), row.seed): row for row in other.table().rows}
    heights = [row.outcomes["height"] == 77.0 for row in rows.values()]
    assert sum(heights) == 5
    assert rows[*lost["cell"].values(), 0].outcomes["height"] != 77.0
    assert rows[*found["trials"][0]["cell"].values(), 0].curves
    assert {each["hardware"] for each in other.environments()} == {
        found["environment"]["hardware"]
    }


def test_own_trials_count_more(tmp_path, found):
    one = study(tmp_path / "one")
    before = one.study.get_trials()
    earlier.adopt(one, found)
    assert len(one.study.get_trials()) == len(before)


def test_other_settings_and_other_outcomes_are_refused(tmp_path, found):
    slower = dataclasses.replace(toys.EXPERIMENT, vary={}, base={"pause": 0.001})
    with pytest.raises(UserError, match=r"share \{'pause': 0.0\}, those of this"):
        earlier.adopt(study(tmp_path / "slower", slower), found)
    del found["definition"]["outcomes"]["height"]
    with pytest.raises(UserError, match="has no height"):
        earlier.adopt(study(tmp_path / "other"), found)


@pytest.mark.parametrize("text", ["{", "[]", '{"trials": []}'])
def test_a_file_that_is_no_report_is_refused(text, tmp_path):
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(UserError, match="is no report with trials"):
        earlier.read(path)
    with pytest.raises(UserError, match="No such file"):
        earlier.read(tmp_path / "nothing.json")
