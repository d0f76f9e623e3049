"""Results as JSON, and whether two of them differ."""

import json

import numpy as np
import pytest

from ter_gan.evaluation.estimate import Z_95
from ter_gan.evaluation.result import Result, comparison, plain, sentence
from tests.evaluation.players import result


def test_json_gives_the_result_back():
    before = result(2.0, protocol={"n_real": 10}, details={"shares": [0.5, 0.5]})
    content = json.loads(json.dumps(before.asdict(), allow_nan=False))
    assert content["interval"] == pytest.approx(list(before.interval))
    assert before.interval == pytest.approx((1.804, 2.196), abs=1e-4)
    assert Result.fromdict(content) == before


def test_json_of_what_is_not_possible():
    before = Result("fd", "less", "What it means.", why="no labels.")
    assert before.interval is None
    assert Result.fromdict(json.loads(json.dumps(before.asdict()))) == before


@pytest.mark.parametrize("fields", [{"value": None}, {"value": 1.0, "why": "no"}])
def test_a_result_has_a_value_or_a_reason(fields):
    with pytest.raises(ValueError, match="either a value"):
        Result("fd", "less", "What it means.", **fields)


def test_an_unknown_direction_is_named():
    with pytest.raises(ValueError, match="'sideways'"):
        result(1.0, direction="sideways")


def test_what_is_best_at_its_floor_needs_one():
    with pytest.raises(ValueError, match="best at its floor"):
        result(1.0, direction="equal to floor", floor=None)


def test_a_difference_counts_from_1_96_common_errors_on():
    width = Z_95 * np.hypot(0.3, 0.4)
    within = comparison(result(1.0, 0.3), result(1.0 + 0.999 * width, 0.4))
    beyond = comparison(result(1.0, 0.3), result(1.0 + 1.001 * width, 0.4))
    assert within.half_width == pytest.approx(width)
    assert (within.exceeds, beyond.exceeds) == (False, True)
    assert (within.better, beyond.better) == (None, "first")


@pytest.mark.parametrize(
    "direction, better",
    [("less", "first"), ("more", "second"), ("equal to floor", "first")],
)
def test_the_direction_says_who_is_better(direction, better):
    pair = [result(v, 0.01, direction, floor=1.5) for v in (1.0, 3.0)]
    assert comparison(*pair).better == better
    swapped = {"first": "second", "second": "first"}[better]
    assert comparison(*pair[::-1]).better == swapped


def test_without_an_error_nothing_is_said():
    found = comparison(result(1.0, None), result(9.0, 0.1))
    assert (found.exceeds, found.better) == (None, None)
    assert "unknown" in sentence(found, "a", "b")


def test_sentences():
    near = comparison(result(1.0), result(1.1))
    assert sentence(near, "a", "b").endswith("within the interval ± 0.2772.")
    far = comparison(result(1.0), result(2.0))
    assert sentence(far, "a", "b").endswith("± 0.2772: a is better.")
    even = [result(v, 0.1, "equal to floor", floor=1.5) for v in (1.0, 2.0)]
    assert "neither" in sentence(comparison(*even), "a", "b")


def test_only_one_metric_is_compared():
    with pytest.raises(ValueError, match="of one metric"):
        comparison(result(1.0), result(1.0, name="kid"))
    with pytest.raises(ValueError, match="of one metric"):
        comparison(result(1.0), result(None, why="no labels"))


def test_numbers_of_numpy_become_plain_and_nan_becomes_none():
    found = plain({"a": np.float32(0.5), "b": np.arange(2), 3: (np.nan, float("inf"))})
    assert found == {"a": 0.5, "b": [0, 1], "3": [None, None]}
