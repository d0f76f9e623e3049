"""The network as a whole is compared with published ones by a benchmark."""

import keras
import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.features import inception


def resized(images, side):
    """TensorFlow 1's bilinear resizing, pixel by pixel."""
    _, height, width, _ = images.shape
    result = np.empty((len(images), side, side, images.shape[-1]))
    for i in range(side):
        for j in range(side):
            y, x = i * height / side, j * width / side
            top, left = int(y), int(x)
            bottom, right = min(top + 1, height - 1), min(left + 1, width - 1)
            upper, lower = (
                images[:, row, left] * (1 - x + left)
                + images[:, row, right] * (x - left)
                for row in (top, bottom)
            )
            result[:, i, j] = upper * (1 - y + top) + lower * (y - top)
    return result


@pytest.mark.parametrize("shape", [(5, 8), (13, 11), (23, 40)], ids=str)
def test_resizes_as_tensorflow_1_did(shape, rng):
    images = rng.integers(0, 256, (2, *shape, 3)).astype("float32")
    found = keras.ops.convert_to_numpy(inception.ResizeBilinear(11)(images))
    np.testing.assert_allclose(found, resized(images, 11), atol=1e-3)
    later = keras.ops.image.resize(images, (11, 11), antialias=False)
    assert np.abs(found - keras.ops.convert_to_numpy(later)).max() > 10


def test_resizing_in_closed_form():
    row = np.array([10.0, 20.0], "float32").reshape(1, 1, 2, 1)
    found = keras.ops.convert_to_numpy(inception.ResizeBilinear(4)(row))
    np.testing.assert_allclose(found[0, 0, :, 0], [10, 15, 20, 20])


def test_resizing_to_the_same_size_changes_nothing(rng):
    images = rng.integers(0, 256, (1, 7, 7, 3))
    found = keras.ops.convert_to_numpy(inception.ResizeBilinear(7)(images))
    np.testing.assert_array_equal(found, images)


def test_average_pooling_counts_only_the_pixels_that_are_there(rng):
    image = rng.normal(size=(1, 4, 4, 1)).astype("float32")
    found = keras.ops.convert_to_numpy(inception._pool(image))[0, :, :, 0]
    corner, edge = image[0, :2, :2], image[0, :2, :3]
    np.testing.assert_allclose([found[0, 0], found[0, 1]], [corner.mean(), edge.mean()])


def test_maximum_pooling_pads_with_nothing():
    image = np.full((1, 3, 3, 1), -5, "float32")
    found = inception._pool(image, keras.layers.MaxPooling2D)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(found), image)


def test_a_folded_convolution_is_convolution_then_normalisation(rng):
    kernel = rng.normal(size=(4, 3, 1, 1))
    gain, shift, mean = rng.normal(size=(3, 4))
    variance = rng.uniform(0.5, 2, 4)
    x = rng.normal(size=(10, 3))
    expected = (x @ kernel[:, :, 0, 0].T - mean) / np.sqrt(variance + 1e-3)
    folded, bias = inception.folded(kernel, gain, shift, mean, variance)
    assert folded.shape == (1, 1, 3, 4)
    np.testing.assert_allclose(x @ folded[0, 0] + bias, expected * gain + shift)


@pytest.fixture(scope="module")
def model():
    return inception.build()


def test_it_has_the_published_size(model):
    without_top = 21_768_352  # that train, in Keras's InceptionV3
    assert model.count_params() == without_top + 2048 * 1008
    assert [output.shape for output in model.outputs] == [(None, 2048), (None, 1008)]


def test_the_last_block_pools_maxima_and_no_other_average_does(model):
    kinds = {
        name: type(model.get_layer(f"{name}_branch_pool").input._keras_history[0])
        for name in ("Mixed_5b", "Mixed_6e", "Mixed_7b", "Mixed_7c")
    }
    assert kinds.pop("Mixed_7c") is keras.layers.MaxPooling2D
    assert set(kinds.values()) == {keras.layers.AveragePooling2D}


def test_describes_images_of_any_size(model, rng):
    images = rng.integers(0, 256, (1, 40, 30, 3)).astype("float32")
    vectors, probabilities = model(images)
    assert vectors.shape == (1, 2048)
    np.testing.assert_allclose(keras.ops.sum(probabilities), 1, rtol=1e-5)


def state_of(model, rng):
    """A state dict as PyTorch names it, with random numbers."""
    state = {"fc.weight": rng.normal(size=(1008, 2048)), "fc.bias": np.zeros(1008)}
    for layer in model.layers:
        if isinstance(layer, keras.layers.Conv2D):
            name = layer.name.replace("_branch", ".branch")
            height, width, channels, filters = layer.kernel.shape
            weight = np.zeros((filters, channels, height, width), "float32")
            state[f"{name}.conv.weight"] = weight
            for part in ("weight", "bias", "running_mean", "running_var"):
                state[f"{name}.bn.{part}"] = rng.uniform(1, 2, filters)
    return state


def test_takes_all_weights_of_a_state_dict_or_says_what_is_wrong(model, rng):
    state = state_of(model, rng)
    inception.set_weights(model, state)
    layer = model.get_layer("Mixed_6b_branch7x7dbl_5")
    parts = ("weight", "bias", "running_mean", "running_var")
    gain, shift, mean, variance = (
        state[f"Mixed_6b.branch7x7dbl_5.bn.{part}"] for part in parts
    )
    expected = shift - mean * gain / np.sqrt(variance + 1e-3)
    np.testing.assert_allclose(layer.get_weights()[1], expected, rtol=1e-5)
    with pytest.raises(UserError, match="FID Inception.*Conv2d_1a_3x3"):
        inception.set_weights(model, {"conv1.weight": np.zeros(3)})
    with pytest.raises(UserError, match="FID Inception"):
        inception.set_weights(model, state | {"fc.weight": np.zeros((1000, 2048))})
