"""The benchmark of large tables, at the size of a small one."""

import csv

import pytest

from benchmarks import table_memory as benchmark
from tests.helpers import eager


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a table that is made in two parts."""
    folder = tmp_path_factory.mktemp("memory")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(benchmark, "CHUNK", 250)
        benchmark.make(folder / "table.csv", 400)
    return folder


def test_a_table_has_rows_numbers_and_many_categories(folder):
    with open(folder / "table.csv", newline="") as file:
        names, *rows = csv.reader(file)
    assert len(names) == 20 and len(rows) == 400
    assert len({row[-1] for row in rows}) > 150 > 80 >= len({row[-2] for row in rows})
    assert {row[names.index("weight")] for row in rows} & {""}
    assert rows[:150] != rows[250:]


def test_every_stage_is_measured(folder):
    with eager():
        found = benchmark.measure(folder, steps=1)
    assert list(found) == list(benchmark.STAGES)
    peaks = [each["GiB"] for each in found.values()]
    assert peaks == sorted(peaks) and 0.1 < peaks[-1] < 20
    assert all(each["seconds"] > 0 for each in found.values())
    with open(folder / "made.csv", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + 40


def _found(**peaks):
    """What processes find whose last stage needs so many GiB."""
    zero = dict.fromkeys(("seconds", "cpu_seconds"), 1.0)
    stages = dict.fromkeys(benchmark.STAGES, zero | {"GiB": 0.5})
    return {
        int(rows[1:]): stages | {"train": zero | {"GiB": peak}}
        for rows, peak in peaks.items()
    }


@pytest.mark.parametrize(
    "peaks, growth, words",
    [
        ((1.0, 1.2, 1.9), 1.0, "Both targets are met"),
        ((1.0, 1.2, 2.9), 17 / 7, "Not both"),  # rows become dearer
        ((1.0, 1.7, 3.1), 4 / 7, "Not both"),  # too much
    ],
)
def test_the_verdict_follows_from_the_peaks(peaks, growth, words):
    found = _found(**dict(zip(("_100000", "_300000", "_1000000"), peaks)))
    said = benchmark.verdict(found)
    assert said["growth"] == pytest.approx(growth) and said["GiB"] == peaks[-1]
    assert said["kept"] == (words == "Both targets are met")
    text = benchmark.text(found, said, 30)
    assert words in text and f"| {peaks[1]:.2f} GiB, 1 s |" in text
