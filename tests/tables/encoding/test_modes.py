import numpy as np

from ter_gan.tables.encoding import modes


def test_separate_modes_are_found():
    rng = np.random.default_rng(0)
    centres, n = np.array([-4.0, 0.0, 3.0]), 2000
    x = np.concatenate([rng.normal(c, 0.2, n * k) for c, k in zip(centres, (1, 2, 1))])
    found = modes.fit(x)
    np.testing.assert_allclose(found.means, centres, atol=0.03)
    np.testing.assert_allclose(found.stds, 0.2, atol=0.02)
    np.testing.assert_allclose(found.weights, [0.25, 0.5, 0.25], atol=0.01)


def test_one_gaussian_is_one_mode_and_uniform_is_not():
    rng = np.random.default_rng(1)
    assert len(modes.fit(rng.normal(size=5000)).means) == 1
    assert 1 < len(modes.fit(rng.uniform(size=5000)).means) <= modes.MOST


def test_densities_are_those_of_the_mixture():
    found = modes.fit(np.random.default_rng(2).normal(5, 2, 4000))
    joint = found.log_joint(np.array([5.0, 7.0]))[:, 0]
    np.testing.assert_allclose(joint[0], -0.5 * np.log(2 * np.pi * 4), atol=0.1)
    np.testing.assert_allclose(joint[0] - joint[1], 0.5, atol=0.1)


def test_a_single_value_and_few_values_are_fitted():
    assert modes.fit(np.array([7.0, 7.0])).means.tolist() == [7.0]
    assert np.isfinite(modes.fit(np.array([1.0, 2.0, 50.0])).stds).all()
