"""LPIPS as a whole is compared with the published one by a benchmark."""

import math

import keras
import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images import features
from ter_gan.images.metrics import perceptual


def pixels(shape=(None, None, 2)):
    """A network whose layer "same" puts out its images."""
    images = keras.Input(shape)
    same = keras.layers.Identity(name="same")(images)
    return keras.Model(images, keras.layers.Flatten(name="flat")(same))


def image(*values):
    """One row of places, each with two channels."""
    return np.array(values, "float32").reshape(1, 1, -1, 2)


def test_one_place_in_closed_form():
    distance = perceptual.layer_distance(pixels(), ["same"])
    for angle in (0, math.pi / 3, math.pi / 2):
        turned = image((5 * math.cos(angle), 5 * math.sin(angle)))
        expected = 2 - 2 * math.cos(angle)  # whatever the lengths
        np.testing.assert_allclose(distance(image((2, 0)), turned), expected, atol=1e-6)


def test_places_and_layers_are_averaged():
    distance = perceptual.layer_distance(pixels((1, 2, 2)), ["same", "flat"])
    a, b = image((1, 0), (1, 0)), image((0, 1), (1, 0))
    # Places: 2 and 0. Flat: two unit vectors with a cosine of 1/2.
    np.testing.assert_allclose(distance(a, b), (1 + 1) / 2, rtol=1e-6)


def test_weights_are_of_channels_and_layers_are_summed():
    weights = [np.array([3.0, 0.5]), np.array([1.0, 0.0, 0.0, 0.0])]
    model = pixels((1, 2, 2))
    distance = perceptual.layer_distance(model, ["same", "flat"], weights)
    a, b = image((1, 0), (1, 0)), image((0, 1), (1, 0))
    np.testing.assert_allclose(distance(a, b), 3.5 / 2 + 0.5, rtol=1e-6)


def test_the_same_images_have_no_distance_also_where_all_is_zero(rng):
    distance = perceptual.layer_distance(pixels(), ["same"])
    images = rng.integers(0, 2, (5, 4, 4, 2), np.uint8)
    np.testing.assert_array_equal(distance(images, images), np.zeros(5))


def test_pairs_are_independent_of_their_number_and_order(rng, monkeypatch):
    a, b = rng.integers(0, 256, (2, 9, 4, 4, 2)).astype("uint8")
    distance = perceptual.layer_distance(pixels(), ["same"])
    whole = distance(a, b)
    assert whole.dtype == np.float64 and (whole > 0).all()
    monkeypatch.setattr(perceptual, "BATCH_SIZE", 4)
    np.testing.assert_allclose(distance(a, b), whole, rtol=1e-6)
    np.testing.assert_allclose(distance(b[::-1], a[::-1]), whole[::-1], rtol=1e-6)


@pytest.mark.parametrize(
    "shapes",
    [((3, 4, 4, 1), (3, 4, 4, 1)), ((3, 4, 4, 2), (2, 4, 4, 2)), ((4, 4, 2),) * 2]
    + [((0, 4, 4, 2),) * 2],
    ids=str,
)
def test_refuses_images_that_cannot_be_compared(shapes):
    distance = perceptual.layer_distance(pixels(), ["same"])
    with pytest.raises(UserError, match="compares images of shape .None, None, 2."):
        distance(*(np.zeros(shape, "uint8") for shape in shapes))


@pytest.mark.parametrize("name", ["mnistcnn", "fashioncnn"])
def test_the_distance_on_own_features_grows_with_a_change(name, rng):
    distance = perceptual.get(f"perceptual_{name}")
    digits = np.zeros((8, 28, 28, 1), "uint8")
    digits[:, 6:22, 12:16] = 255
    moved = [distance(digits, np.roll(digits, step, 2)).mean() for step in (0, 1, 4, 9)]
    assert moved[0] == 0
    assert moved == sorted(moved)
    noise = rng.normal(0, 1, digits.shape)
    noisy = [distance(digits, np.clip(digits + s * noise, 0, 255)) for s in (5, 50)]
    assert (noisy[0] > 0).all() and (noisy[0] < noisy[1]).all()


def test_every_network_has_the_layers_that_are_compared():
    model = features.cifar_resnet.build()
    for name in perceptual.LAYERS["cifarresnet56"]:
        assert model.get_layer(name).output.shape[1] in (32, 16, 8)


def test_unknown_names():
    with pytest.raises(UserError, match="Did you mean .*perceptual_mnistcnn"):
        perceptual.get("perceptual_mnist")
    unknown = features.FeatureNetwork("other", pixels())
    with pytest.raises(UserError, match="no perceptual distance on other"):
        perceptual.of_network(unknown)


@pytest.mark.parametrize("side", [3, 4, 5, 6, 7, 8])
def test_squeezenet_pools_as_pytorch_does_when_it_rounds_up(side, rng):
    maps = rng.random((1, side, side, 1)).astype("float32")
    found = keras.ops.convert_to_numpy(perceptual._pooled_up(maps))[0, :, :, 0]
    starts = [2 * i for i in range(math.ceil((side - 3) / 2) + 1)]
    expected = [[maps[0, y : y + 3, x : x + 3].max() for x in starts] for y in starts]
    np.testing.assert_array_equal(found, expected)


def state_of(model, rng):
    """A state dict as PyTorch names it, with random numbers."""
    state = {}
    for layer in model.layers:
        if layer.weights:
            name = layer.name.replace("_", ".")
            height, width, channels, filters = layer.kernel.shape
            shape = (filters, channels, height, width)
            state[f"{name}.weight"] = rng.normal(0, 0.05, shape).astype("float32")
            state[f"{name}.bias"] = rng.normal(0, 0.05, filters).astype("float32")
    return state


@pytest.mark.parametrize("name", perceptual.LPIPS)
def test_lpips_sums_weighted_layers(name, rng):
    model, compared = perceptual.LPIPS[name].build()
    state = state_of(model, rng)
    widths = [model.get_layer(layer).output.shape[-1] for layer in compared]
    heads = {
        f"lin{i}.model.1.weight": np.full((1, width, 1, 1), float(i == 1), "float32")
        for i, width in enumerate(widths)
    }
    a, b = rng.integers(0, 256, (2, 2, 40, 40, 3)).astype("uint8")
    distance = perceptual.lpips_of(name, state, heads)
    found = distance(a, b)
    with pytest.raises(UserError, match="32 pixels or more; received 31x40"):
        distance(a[:, :31], b[:, :31])
    assert (found > 0).all()
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(perceptual._weights(layer.name, state))
    alone = perceptual.layer_distance(model, compared[1:2])
    np.testing.assert_allclose(found, alone(a, b), rtol=1e-5)
    with pytest.raises(UserError, match=f"not the weights of {name}"):
        perceptual.lpips_of(name, {"features.0.weight": np.zeros(3)}, heads)


def test_images_enter_lpips_as_torchvision_scales_them():
    images, x = perceptual._entrance()
    grey = np.full((1, 1, 1, 3), 51, "float32")
    found = keras.ops.convert_to_numpy(keras.Model(images, x)(grey)).ravel()
    zero_to_one = (0.2 - np.array([0.485, 0.456, 0.406])) / [0.229, 0.224, 0.225]
    np.testing.assert_allclose(found, zero_to_one, rtol=1e-5)


def test_pairs_of_images(rng):
    def distance(a, b):
        assert not {each.tobytes() for each in a} & {each.tobytes() for each in b}
        return np.abs(a.astype("float64") - b).mean(axis=(1, 2, 3))

    images = rng.integers(0, 256, (301, 2, 2, 1), "uint8")
    found = perceptual.pairwise_distance(distance, images)
    assert found.details == {"pairs": 150}
    assert abs(found.value - 256 / 3) < 4 * found.error < 16  # of uniform pixels
    again = perceptual.pairwise_distance(distance, images[::-1])
    assert (again.value, again.error) == pytest.approx((found.value, found.error))
    with pytest.raises(UserError, match="at least 4 images; received 3"):
        perceptual.pairwise_distance(distance, images[:3])
