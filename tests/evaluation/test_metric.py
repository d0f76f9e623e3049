"""The table's rows: chosen, measured once, and never left out in silence."""

import types

import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation.estimate import Estimate
from ter_gan.evaluation.metric import (
    Bench,
    Metric,
    NoValue,
    Side,
    choose,
    count_name,
    work_off,
)
from ter_gan.evaluation.progress import Silent
from tests.evaluation import players


def mean(bench, side):
    side.asked = getattr(side, "asked", 0) + 1
    return {"mean": Estimate(side.samples.mean(), 0.1), "n": Estimate(len(side))}


def never(bench):
    raise UserError("the moon is full.")


MEAN = Metric("mean", "mean_{n}", "less", "The mean.", mean, key="mean")
COUNT = Metric("count", "n", "more", "How many.", mean, key="n", floor=None)
MOON = Metric("moon", "m", "less", "-", mean, needs=(never,), standard=False)
TABLE = (MEAN, COUNT, MOON)


@pytest.fixture
def bench():
    data = players.dataset(30, 20, 10)
    gan = players.Player(data, players.among(data.train))
    made, real, other = (
        Side(name, getattr(data, name).x) for name in ("train", "test", "validation")
    )
    judge = types.SimpleNamespace(dataset=data, real=real, stand_in=other, n=30, seed=0)
    judge.generated = lambda gan: made
    return Bench(judge, gan)


def test_sets_and_names():
    assert choose(TABLE, "standard") == ((MEAN, COUNT), False)
    assert choose(TABLE, "all") == (TABLE, False)
    assert choose(TABLE, "moon, mean,moon") == ((MOON, MEAN), True)


def test_an_unknown_name_gets_a_suggestion():
    with pytest.raises(UserError, match="'maen'. Did you mean mean"):
        choose(TABLE, "mean,maen")


def test_values_floors_and_protocol(bench):
    found = work_off((MEAN, COUNT), bench, True, Silent())
    assert [result.name for result in found] == ["mean_30", "n"]
    assert [result.metric for result in found] == ["mean", "count"]
    assert found[0].value == pytest.approx(bench.generated.samples.mean())
    assert found[0].floor == pytest.approx(bench.stand_in.samples.mean())
    assert (found[1].value, found[1].floor) == (30, None)
    wanted = {"n_generated": 30, "n_real": 10, "real": "test", "floor": "validation"}
    wanted["n_floor"] = 20
    assert wanted.items() <= found[0].protocol.items()


def test_the_metrics_have_a_progress_bar(bench):
    seen = []
    progress = types.SimpleNamespace(
        stage=lambda name: lambda done, total: seen.append((name, done, total))
    )
    work_off((MEAN, COUNT), bench, True, progress)
    assert seen == [("2 metrics", 1, 2), ("2 metrics", 2, 2)]


def test_each_side_is_measured_once(bench):
    work_off((MEAN, COUNT, MEAN), bench, True, Silent())
    assert (bench.generated.asked, bench.stand_in.asked) == (1, 1)


def test_what_is_not_possible_is_a_row_or_a_mistake(bench):
    found = work_off(TABLE, bench, False, Silent())
    assert (found[2].value, found[2].why) == (None, "the moon is full.")
    with pytest.raises(UserError, match="moon is not possible: the moon is full"):
        work_off(TABLE, bench, True, Silent())


def test_a_mistake_is_refused_before_anything_is_generated(bench):
    bench.evaluator.generated = None
    with pytest.raises(UserError, match="moon is not possible: the moon is full"):
        work_off((MEAN, MOON), bench, True, Silent())


def test_counts_as_names_have_them():
    assert [count_name(n) for n in (10_000, 512, 9_500, 3)] == [
        *("10k", "512", "9500", "3")
    ]


def test_what_has_no_value_is_no_mistake(bench):
    def nothing(bench, side):
        raise NoValue("there is none.")

    row = Metric("none", "none", "less", "-", nothing, floor=None)
    (found,) = work_off((row,), bench, True, Silent())
    assert found.why == "there is none."
