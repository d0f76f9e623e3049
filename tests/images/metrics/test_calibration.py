import numpy as np
import pytest
from scipy.special import expit, logit

from ter_gan.images.metrics.calibration import calibration, reliability


def log_odds(rng, n=10_000):
    """Logits 2x of x ~ N(1, 1), real, and x ~ N(-1, 1), generated."""
    return 2 * (1 + rng.standard_normal(n)), 2 * (-1 + rng.standard_normal(n))


def test_log_odds_are_calibrated_and_others_not(rng):
    real, fake = log_odds(rng)
    right = calibration(real, fake)["ece"].value
    assert right < 0.015
    for wrong in (lambda x: 3 * x, lambda x: x / 3, lambda x: x + 1, np.negative):
        assert calibration(wrong(real), wrong(fake))["ece"].value > 5 * right


def test_one_half_everywhere():
    found = calibration(np.zeros(50), np.zeros((50, 1)))
    values = {name: each.value for name, each in found.items()}
    assert values == pytest.approx({"ece": 0, "auc": 0.5, "brier": 0.25}, abs=1e-12)
    assert found["ece"].details == {
        "confidence": pytest.approx([0.5]),
        "share_real": pytest.approx([0.5]),
        "weight": pytest.approx([1.0]),
    }


def test_brier_and_error_by_hand():
    real, fake = logit([0.9] * 20), logit([0.9] * 10 + [0.3] * 10)
    found = calibration(real, fake)
    assert found["brier"].value == pytest.approx(
        (0.01 + (0.81 + 0.09) / 2) / 2  # a half for real, a half for generated
    )
    # p = 0.9: two thirds are real; p = 0.3: none. Weights 3/4 and 1/4.
    assert found["ece"].value == pytest.approx(0.75 * (0.9 - 2 / 3) + 0.25 * 0.3)
    assert found["auc"].value == pytest.approx(0.75)


def test_kinds_count_for_a_half_each(rng):
    real, fake = log_odds(rng)
    few = calibration(real[:2000], fake)
    assert few["ece"].value < 0.02
    assert few["brier"].value == pytest.approx(
        calibration(real, fake)["brier"].value, abs=0.01
    )


def test_curve_weighs_one(rng):
    real, fake = log_odds(rng, 500)
    confidence, share, weight = reliability(real, fake)
    assert weight.sum() == pytest.approx(1)
    assert weight @ share == pytest.approx(0.5)
    p = (expit(real).mean() + expit(fake).mean()) / 2
    assert weight @ confidence == pytest.approx(p)
    assert (np.diff(confidence) > 0).all()
