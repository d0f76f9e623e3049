import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.metrics.classes import agreement, histogram


def sure(labels, classes=4):
    return np.eye(classes)[np.asarray(labels)]


def test_total_variation_by_hand():
    real = np.repeat([0, 1, 2, 3], 25)  # a quarter each
    found = histogram(real, sure([0] * 50 + [1] * 30 + [2] * 20))
    assert found["class_tv"].value == pytest.approx((0.25 + 0.05 + 0.05 + 0.25) / 2)
    assert found["modes"].value == 3 and found["modes"].error is None
    details = found["modes"].details
    assert details["real_shares"] == [0.25] * 4
    assert details["fake_shares"] == [0.5, 0.3, 0.2, 0]


def test_equal_shares_and_none_in_common():
    same = histogram([0, 1, 0, 1], sure([1, 0, 1, 0]))
    other = histogram([0, 1, 0, 1], sure([2, 3, 2, 3]))
    assert (same["class_tv"].value, same["modes"].value) == (0, 2)
    assert (other["class_tv"].value, other["modes"].value) == (1, 0)


def test_labels_and_probabilities_are_as_good():
    labels, fake = [0, 0, 1, 3], sure([0, 1, 2, 3])
    assert histogram(labels, fake) == histogram(sure(labels), fake)


def test_a_stray_name_is_no_mode():
    real = np.repeat([0, 1], 500)
    for count, modes in ((49, 1), (51, 2)):
        fake = sure([0] * (1000 - count) + [1] * count)
        assert histogram(real, fake)["modes"].value == modes


def test_confident_share():
    fake = np.array([[0.95, 0.05], [0.5, 0.5], [0.1, 0.9], [0.2, 0.8]])
    assert histogram([0, 1], fake)["modes"].details["confident"] == 0.5


def test_foreign_labels_and_classes_are_named():
    with pytest.raises(UserError, match="0 … 3.*received 0 … 4"):
        histogram([0, 4], sure([0, 1]))
    with pytest.raises(UserError, match="received 3 and 4"):
        histogram(sure([0, 1], 3), sure([0, 1]))


def test_agreement_with_labels_by_hand():
    found = agreement(sure([0, 1, 1, 2]), [0, 1, 3, 3], "abcd")
    assert found.value == 0.5 and found.error == 0.25
    assert found.details == {"by_class": {"a": 1.0, "b": 1.0, "d": 0.0}}
    with pytest.raises(UserError, match="0 … 3.*received 0 … 4"):
        agreement(sure([0, 1]), [0, 4], "abcd")
