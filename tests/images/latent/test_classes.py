import keras
import numpy as np
import pytest
from keras import layers

from ter_gan.errors import UserError
from ter_gan.images.latent import LatentSpace, in_all_classes, walk
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


@pytest.fixture(scope="module")
def space():
    return conditional()


def test_the_grid_has_every_class(space):
    latents = space.draw(2, 0)
    grid = in_all_classes(space, latents)
    assert grid.shape == (2, 3, *SHAPE)
    for k in range(3):
        np.testing.assert_array_equal(grid[:, k], space.images(latents, k))
    assert np.any(grid[:, 0] != grid[:, 1])


def test_a_walk_begins_and_ends_with_the_classes_own_images(space):
    latents = space.draw(3, 0)
    path = walk(space, latents, 2, 0, 5)
    assert path.shape == (3, 5, *SHAPE)
    np.testing.assert_array_equal(path[:, 0], space.images(latents, 2))
    np.testing.assert_array_equal(path[:, -1], space.images(latents, 0))
    assert all(np.any(path[:, i] != path[:, i + 1]) for i in range(4))


def test_the_middle_is_the_image_of_the_mean_embedding(space):
    latents, embedding = (
        space.draw(2, 0),
        space.generator.get_layer("g_label_embedding"),
    )
    weights = embedding.get_weights()[0]
    middle = walk(space, latents, 0, 1, 3)[:, 1]
    embedding.set_weights([np.stack([weights[:2].mean(axis=0), *weights[1:]])])
    try:
        np.testing.assert_array_equal(middle, space.images(latents, 0))
    finally:
        embedding.set_weights([weights])


@pytest.mark.parametrize(
    "start, end, steps, expected",
    [
        (0, 3, 5, "0 … 2; received 3"),
        (-1, 0, 5, "received -1"),
        (0, 1, 1, "at least 2"),
    ],
)
def test_mistakes(space, start, end, steps, expected):
    with pytest.raises(UserError, match=expected):
        walk(space, space.draw(1, 0), start, end, steps)


def test_a_model_without_labels():
    with pytest.raises(UserError, match="trained without labels"):
        in_all_classes(linear(planted()[0]), np.zeros((1, 4)))


def test_a_model_without_an_embedding():
    latents, labels = keras.Input((4,)), keras.Input((), dtype="int32")
    code = layers.CategoryEncoding(3, "one_hot")(labels[:, None])
    x = layers.Dense(SIZE)(layers.Concatenate()([latents, code]))
    generator = keras.Model([latents, labels], layers.Reshape(SHAPE)(x))
    space = LatentSpace(GAN(generator, critic(3), classes=3), IMAGES)
    with pytest.raises(UserError, match="one class embedding"):
        walk(space, space.draw(1, 0), 0, 1, 3)
