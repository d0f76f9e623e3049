import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.latent import invert, rmse
from tests.images.latent.spaces import SHAPE, conditional, linear, planted

WEIGHTS = planted(singular=(0.06, 0.05, 0.05, 0.04))[0]


@pytest.fixture(scope="module")
def space():
    return linear(WEIGHTS)


def test_a_linear_generator_gives_its_latents_back(space):
    latents = space.draw(5, 1)
    images = space.images(latents)
    found = invert(space, images, steps=120, restarts=1)
    np.testing.assert_allclose(found.latents, latents, atol=0.1)
    assert found.errors.max() < 1
    np.testing.assert_allclose(found.errors, rmse(images, found.reconstructions))


def test_an_image_that_it_cannot_make_keeps_an_error(space, rng):
    noise = rng.integers(0, 256, (1, *SHAPE), dtype="uint8")
    own = space.images(space.draw(1, 1))
    found = invert(space, np.concatenate([own, noise]), steps=120, restarts=1)
    assert found.errors[1] > 50 * found.errors[0]
    # No latent of a linear generator is nearer than the least squares one.
    target = (noise.reshape(-1) / 127.5 - 1 + 0.1).astype("float64")
    rest = target - WEIGHTS.T @ np.linalg.lstsq(WEIGHTS.T, target, rcond=None)[0]
    assert found.errors[1] > 127.5 * np.sqrt(np.mean(rest**2)) - 0.5


def test_latents_stay_where_the_law_draws(space):
    far = space.images(np.full((1, 4), 4.0))
    found = invert(space, far, steps=70, restarts=1)
    assert np.linalg.norm(found.latents) == pytest.approx(4, rel=1e-3)  # √4 + 2
    cube = linear(WEIGHTS, "uniform")
    found = invert(cube, far, steps=70, restarts=1)
    np.testing.assert_allclose(found.latents, 1, atol=1e-3)


def test_every_category_is_tried():
    space = linear(planted(6, (0.06, 0.05, 0.05, 0.04, 0.04, 0.04))[0], categories=3)
    latents = space.draw(6, 1)
    found = invert(space, space.images(latents), steps=100, restarts=3)
    np.testing.assert_array_equal(found.latents[:, :3], latents[:, :3])
    assert len(np.unique(latents[:, :3], axis=0)) > 1 and found.errors.max() < 3
    one = invert(space, space.images(latents), steps=100, restarts=1)
    assert one.errors.max() > 3 * found.errors.max()


def test_more_starts_are_never_worse(space):
    images = space.images(space.draw(3, 5))
    one = invert(space, images, steps=5, restarts=1)
    many = invert(space, images, steps=5, restarts=8)
    assert (
        np.all(many.errors <= one.errors.max())
        and many.errors.mean() < one.errors.mean()
    )
    again = invert(space, images, steps=5, restarts=8)
    np.testing.assert_array_equal(many.latents, again.latents)


def test_labels_are_given():
    space = conditional()
    latents = space.draw(3, 0)
    images = space.images(latents, [0, 1, 2])
    right = invert(space, images, 40, 2, labels=[0, 1, 2])
    wrong = invert(space, images, 40, 2, labels=[1, 2, 0])
    assert right.errors.mean() < wrong.errors.mean() / 2
    with pytest.raises(UserError, match="labels"):
        invert(space, images)


@pytest.mark.parametrize(
    "images, options, expected",
    [
        (np.zeros((1, 9, 8, 1), "uint8"), {}, "shape"),
        (np.zeros((1, 8, 8, 1)), {}, "float64"),
        (np.zeros((1, 8, 8, 1), "uint8"), {"steps": 0}, "at least 1 step"),
        (np.zeros((1, 8, 8, 1), "uint8"), {"restarts": 0}, "at least 1 step"),
    ],
)
def test_mistakes(space, images, options, expected):
    with pytest.raises(UserError, match=expected):
        invert(space, images, **options)
