import keras
import numpy as np
import pytest
from keras import layers

from ter_gan.errors import UserError
from ter_gan.images.latent import LatentSpace, ganspace, sefa
from ter_gan.images.latent.directions import mean_change, principal_components
from ter_gan.models.gan import GAN
from tests.images.latent.spaces import (
    IMAGES,
    SHAPE,
    SIZE,
    conditional,
    critic,
    linear,
    planted,
)

SINGULAR = np.array((0.06, 0.04, 0.02, 0.01))


@pytest.fixture(scope="module")
def space():
    return linear(planted()[0])


def match(found, planted):
    """|cosine| of each direction found with the planted one of its rank."""
    return np.abs(np.sum(found.vectors * planted, axis=1))


def test_sefa_finds_planted_directions(space):
    found = sefa(space, 4)
    np.testing.assert_allclose(match(found, planted()[1]), 1, atol=1e-5)
    np.testing.assert_allclose(found.shares, SINGULAR**2 / sum(SINGULAR**2), rtol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, rtol=1e-6)


def test_ganspace_finds_the_same_on_a_linear_layer(space):
    found = ganspace(space, 4, n=8192, layer="g_dense")
    assert match(found, planted()[1]).min() > 0.99
    shares = SINGULAR**2 / sum(SINGULAR**2)
    np.testing.assert_allclose(found.shares, shares, atol=0.02)


def test_they_find_nothing_where_nothing_is_planted():
    """With equal singular values no direction is preferred."""
    space = linear(planted(singular=(0.05,) * 4)[0])
    np.testing.assert_allclose(sefa(space, 4).shares, 0.25, rtol=1e-4)
    np.testing.assert_allclose(
        ganspace(space, 4, layer="g_dense").shares, 0.25, atol=0.03
    )


def test_components_are_those_of_the_covariance(rng):
    rows = rng.standard_normal((300, 12)) * np.linspace(3, 0.1, 12) + 5
    centred = rows - rows.mean(axis=0)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)

    def batches():
        yield from np.array_split(rows.astype("float32"), 7)

    coordinates, variances, total = principal_components(batches, 12)
    np.testing.assert_allclose(variances, singular**2 / 300, rtol=1e-4)
    assert total == pytest.approx(centred.var(axis=0).sum(), rel=1e-5)
    cosines = np.sum(coordinates * left * singular, axis=0) / singular**2
    np.testing.assert_allclose(np.abs(cosines), 1, rtol=1e-3)


def test_a_walk_adds_the_direction(space):
    found, latents = sefa(space, 2), space.draw(3, 0)
    walk = found.walk(latents, 1, (-2, 0, 2))
    np.testing.assert_allclose(walk[:, 1], latents)
    np.testing.assert_allclose(
        walk[:, 2] - walk[:, 0], [4 * found.vectors[1]] * 3, rtol=1e-5, atol=1e-6
    )


def test_the_mean_change_is_that_of_the_pixels(space):
    weights, directions = planted()
    found = sefa(space, 1)
    change = mean_change(space, found, 0, space.draw(16, 0), 1.0)
    expected = np.abs(2 * directions[0] @ weights).reshape(8, 8) * 127.5
    np.testing.assert_allclose(change, expected, atol=0.7)


def test_labels_are_no_latents():
    space = conditional()
    assert sefa(space).vectors.shape == (4, 4)
    found = ganspace(space)
    assert found.layer == "g_relu" and found.vectors.shape == (4, 4)


def test_a_layer_that_is_not_linear_is_refused():
    latents = keras.Input((4,))
    x = layers.Dense(SIZE, name="g_dense")(latents**2)
    generator = keras.Model(latents, layers.Reshape(SHAPE)(x))
    with pytest.raises(UserError, match="not"):
        sefa(LatentSpace(GAN(generator, critic()), IMAGES), 2)


@pytest.mark.parametrize("k", [0, 5])
def test_no_more_directions_than_latents(space, k):
    for method in (ganspace, sefa):
        with pytest.raises(UserError, match="at most 4 directions"):
            method(space, k)


def test_other_mistakes(space):
    with pytest.raises(UserError, match="at least 16 latents"):
        ganspace(space, 2, n=15, layer="g_dense")
    with pytest.raises(UserError, match="no layer 'g_nowhere'"):
        ganspace(space, 2, layer="g_nowhere")
    with pytest.raises(UserError, match="no activation"):
        ganspace(space, 2)
