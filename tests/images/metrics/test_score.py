import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.metrics.score import classifier_score


def test_sure_and_even_is_the_number_of_classes():
    found = classifier_score(np.eye(5)[np.arange(1000) % 5], splits=1)
    assert found.value == pytest.approx(5)
    assert found.error is None


def test_unsure_is_one():
    assert classifier_score(np.full((100, 7), 1 / 7)).value == pytest.approx(1)


def test_sure_of_one_class_only_is_one():
    assert classifier_score(np.eye(4)[[2] * 60]).value == pytest.approx(1)


def test_two_unequal_classes_by_hand():
    p = np.array([[0.9, 0.1], [0.4, 0.6]])
    q = p.mean(axis=0)
    expected = np.exp(np.mean((p * np.log(p / q)).sum(axis=1)))
    assert classifier_score(p, splits=1).value == pytest.approx(expected)


def test_splits_are_averaged(rng):
    p = rng.dirichlet([0.2] * 3, 300)
    found = classifier_score(p)
    assert found.error == pytest.approx(found.details["split_std"] / 10**0.5)
    assert 1 < found.value < classifier_score(p, splits=1).value


def test_logits_are_refused(rng):
    with pytest.raises(UserError, match="softmax"):
        classifier_score(rng.standard_normal((50, 3)))
