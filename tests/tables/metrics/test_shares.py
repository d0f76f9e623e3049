import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from ter_gan.errors import UserError
from ter_gan.tables.metrics.detector import detector_auc
from ter_gan.tables.metrics.shares import area, clustered, mean, share
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed


def test_a_share_may_count_ties_half():
    found = share([1, 0.5, 0, 0.5])
    assert found.value == 0.5 and found.details["count"] == 2
    low, high = found.details["wilson"]
    assert 0 < low < 0.5 < high < 1
    for wrong in (share, mean):
        with pytest.raises(UserError, match="none"):
            wrong([])


def test_the_mean_s_error():
    assert mean([1, 3]).error == pytest.approx(1) and mean([1]).error is None


def test_values_that_are_alike_in_groups_count_once():
    values = np.array([0, 1, 1, 0, 1, 1.0])
    alone = clustered(values, np.arange(6))
    assert alone == pytest.approx(values.std() / 6**0.5)
    twice = clustered(np.repeat(values, 2), np.repeat(np.arange(6), 2))
    assert twice == pytest.approx(alone)


def test_the_area_and_its_error(rng):
    found = []
    for _ in range(200):
        high, low = np.rint(rng.normal(2, 2, 40)), np.rint(rng.normal(0, 2, 30))
        found.append(area(high, low))
    scores, labels = np.concatenate([high, low]), np.repeat([1, 0], [40, 30])
    assert found[-1].value == pytest.approx(roc_auc_score(labels, scores))
    spread = np.std([each.value for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.15)


def test_the_detector_works_with_few_rows_and_refuses_fewer(rng):
    real, fresh = mixed(rng, 40), mixed(rng, 40)
    fresh[:, 0] += 5
    assert detector_auc(real, fresh, DISCRETE, SIZES).value > 0.8
    with pytest.raises(UserError, match="Received 40 and 19"):
        detector_auc(real, fresh[:19], DISCRETE, SIZES)


def test_the_detector_knows_a_shift_and_no_difference(rng):
    real, fresh = mixed(rng, 400), mixed(rng, 400)
    same = detector_auc(real, fresh, DISCRETE, SIZES)
    assert abs(same.value - 0.5) < 4 * same.error < 0.16
    fresh[:, 0] += 5
    other = detector_auc(real, fresh, DISCRETE, SIZES)
    assert other.value > 0.9
    assert detector_auc(real, fresh, DISCRETE, SIZES, most=200).value > 0.85


def test_the_detector_sees_missing_values_that_are_gone(rng):
    real, full = mixed(rng, 300, holes=0.4), mixed(rng, 300, holes=0)
    assert detector_auc(real, full, DISCRETE, SIZES).value > 0.8
