import numpy as np
import pytest
from keras import ops

from ter_gan import backends, losses
from ter_gan.errors import UserError

LN2 = np.log(2)


def evaluate(name, real, fake, **options):
    logits = [ops.reshape(ops.cast(x, "float32"), (-1, 1)) for x in (real, fake)]
    return [float(value) for value in losses.get(name, **options)(*logits)]


def sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, "float64")))


@pytest.mark.parametrize("name", losses.LOSSES)
def test_equilibrium_is_the_loss_of_an_undecided_discriminator(name):
    loss = losses.LOSSES[name]
    logits = [loss.indifferent_logit] * 4
    np.testing.assert_allclose(
        evaluate(name, logits, logits), loss.equilibrium, atol=1e-6
    )


@pytest.mark.parametrize("name", losses.LOSSES)
def test_discriminator_gains_by_telling_apart_and_generator_by_fooling(name):
    d_right, g_caught = evaluate(name, [2, 2], [-2, -2])
    d_wrong, g_fools = evaluate(name, [-2, -2], [2, 2])
    assert d_right < d_wrong
    assert g_fools < g_caught


@pytest.mark.parametrize("name", losses.LOSSES)
def test_whether_only_differences_of_logits_count(name):
    here, there = (
        evaluate(name, np.add([0.5, -1.5], c), np.add([-0.3, 2.0], c)) for c in (0, 1)
    )
    assert losses.LOSSES[name].shift_invariant == np.isclose(here[0], there[0])


REAL, FAKE = np.array([0.5, -1.5, 3.0]), np.array([-0.3, 2.0, 0.1])
EDGE = REAL - FAKE
CLOSED_FORMS = {
    "minimax": (
        -np.log(sigmoid(REAL)).mean() - np.log(1 - sigmoid(FAKE)).mean(),
        np.log(1 - sigmoid(FAKE)).mean(),
    ),
    "non-saturating": (
        -np.log(sigmoid(REAL)).mean() - np.log(1 - sigmoid(FAKE)).mean(),
        -np.log(sigmoid(FAKE)).mean(),
    ),
    "least-squares": (
        ((REAL - 1) ** 2).mean() / 2 + (FAKE**2).mean() / 2,
        ((FAKE - 1) ** 2).mean() / 2,
    ),
    "hinge": (
        np.maximum(0, 1 - REAL).mean() + np.maximum(0, 1 + FAKE).mean(),
        -FAKE.mean(),
    ),
    "wasserstein": (FAKE.mean() - REAL.mean(), -FAKE.mean()),
    "relativistic-average": (
        -np.log(sigmoid(REAL - FAKE.mean())).mean()
        - np.log(1 - sigmoid(FAKE - REAL.mean())).mean(),
        -np.log(sigmoid(FAKE - REAL.mean())).mean()
        - np.log(1 - sigmoid(REAL - FAKE.mean())).mean(),
    ),
    "relativistic-paired": (
        -np.log(sigmoid(EDGE)).mean(),
        -np.log(sigmoid(-EDGE)).mean(),
    ),
}


@pytest.mark.parametrize("name", losses.LOSSES)
def test_closed_form(name):
    np.testing.assert_allclose(
        evaluate(name, REAL, FAKE), CLOSED_FORMS[name], rtol=1e-5
    )


@pytest.mark.parametrize("name", losses.LOSSES)
def test_finite_for_extreme_logits(name):
    assert np.isfinite(evaluate(name, [500, -500], [500, -500])).all()


def generator_slope(name, fake_logit):
    """|d generator_loss / d logit| where D is sure that a sample is generated."""
    real = ops.zeros((1, 1))

    def generator_loss(fake):
        return losses.get(name)(real, fake)[1]

    slope = backends.gradient(generator_loss, ops.full((1, 1), fake_logit))
    return abs(float(ops.squeeze(slope)))


def test_the_saturating_loss_saturates_and_the_other_does_not():
    for logit in (-4.0, -8.0):
        expected = sigmoid(logit)
        assert generator_slope("minimax", logit) == pytest.approx(expected, rel=1e-4)
        assert generator_slope("non-saturating", logit) == pytest.approx(
            1 - expected, rel=1e-4
        )


def test_one_sided_smoothing_moves_only_the_real_target():
    smooth, g_smooth = evaluate("non-saturating", REAL, FAKE, label_smoothing=0.1)
    p = sigmoid(REAL)
    real_part = -(0.9 * np.log(p) + 0.1 * np.log(1 - p)).mean()
    fake_part = -np.log(1 - sigmoid(FAKE)).mean()
    np.testing.assert_allclose(smooth, real_part + fake_part, rtol=1e-5)
    np.testing.assert_allclose(g_smooth, CLOSED_FORMS["non-saturating"][1], rtol=1e-5)


def test_smoothing_keeps_the_facts_of_the_loss():
    assert (
        losses.get("minimax", 0.1).equilibrium == losses.LOSSES["minimax"].equilibrium
    )


@pytest.mark.parametrize("name", ["hinge", "wasserstein", "relativistic-paired"])
def test_smoothing_is_refused_where_there_are_no_labels(name):
    with pytest.raises(UserError, match="no labels to smooth.*minimax"):
        losses.get(name, label_smoothing=0.1)


def test_unknown_loss_names_the_nearest():
    with pytest.raises(UserError, match="Did you mean wasserstein"):
        losses.get("waserstein")
