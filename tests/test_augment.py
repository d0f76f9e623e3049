import importlib
import math

import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import augment, backends
from ter_gan.errors import UserError
from tests.helpers import ScriptedNoise

SHAPES = [(4, 8, 8, 1), (3, 9, 12, 3), (2, 7, 8, 2)]


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


def adaptive(probability):
    def augmentation(images, noise):
        return augment.adaptive(images, noise, probability)

    return augmentation


EVERY = {**augment.AUGMENTATIONS, "adaptive": adaptive(0.7)}


def images_of(shape, seed=0):
    return np.random.default_rng(seed).uniform(-1, 1, shape).astype("float32")


class Given:
    """Noise from a list: one number for all images at each draw."""

    def __init__(self, *numbers):
        self.numbers = list(numbers)

    def uniform(self, shape):
        return ops.full(tuple(int(size) for size in shape), self.numbers.pop(0))

    normal = uniform


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape_and_dtype_stay_and_something_changes(name, shape):
    images = images_of(shape)
    for dtype in ("float32", "bfloat16"):
        result = EVERY[name](ops.cast(images, dtype), ScriptedNoise())
        assert tuple(result.shape) == shape
        assert keras.backend.standardize_dtype(result.dtype) == dtype
        result = numpy(ops.cast(result, "float32"))
        assert np.isfinite(result).all() and np.abs(result - images).max() > 0.1


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("shape", SHAPES[:2], ids=str)
def test_the_gradient_is_that_of_finite_differences(name, shape):
    """All of them are affine in the images: differences are exact."""
    images, step, weights = (images_of(shape, seed) for seed in (0, 1, 2))
    gradient = backends.gradient(
        lambda x: ops.sum(ops.multiply(weights, EVERY[name](x, ScriptedNoise()))),
        images,
    )
    up, down = (
        numpy(EVERY[name](ops.convert_to_tensor(x), ScriptedNoise()))
        for x in (images + step, images - step)
    )
    difference = (weights * (up - down) / 2).sum(dtype="float64")
    assert abs(difference) > 0.1
    found = (numpy(gradient) * step).sum(dtype="float64")
    np.testing.assert_allclose(found, difference, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("name", EVERY)
def test_images_have_random_numbers_of_their_own(name):
    images = np.repeat(images_of((1, 16, 16, 3)), 6, axis=0)
    result = numpy(EVERY[name](images, ScriptedNoise())).reshape(6, -1)
    assert len(np.unique(result, axis=0)) == 6


@pytest.mark.parametrize("name", EVERY)
def test_it_compiles(name):
    images = images_of(SHAPES[1])
    framework = importlib.import_module(backends.name)
    if backends.name == "tensorflow":
        compiled = framework.function(jit_compile=True)
    elif backends.name == "jax":
        compiled = framework.jit
    else:
        pytest.skip("no compiler")
    result = compiled(lambda x: EVERY[name](x, ScriptedNoise()))(images)
    expected = EVERY[name](images, ScriptedNoise())
    np.testing.assert_allclose(numpy(result), numpy(expected), rtol=1e-3, atol=1e-4)


# -- DiffAugment --------------------------------------------------------------


def test_brightness_saturation_contrast():
    images = images_of((2, 8, 8, 3))

    def color(*numbers):
        return numpy(augment.color(images, Given(*numbers)))

    for draw, shift in ((0.0, -0.5), (1.0, 0.5), (0.5, 0.0)):
        np.testing.assert_allclose(color(draw, 0.5, 0.5), images + shift, atol=1e-6)
    grey = np.broadcast_to(images.mean(-1, keepdims=True), images.shape)
    np.testing.assert_allclose(color(0.5, 0.0, 0.5), grey, atol=1e-6)
    np.testing.assert_allclose(color(0.5, 1.0, 0.5), 2 * images - grey, atol=1e-6)
    mean = images.mean((1, 2, 3), keepdims=True)
    for draw, factor in ((0.0, 0.5), (1.0, 1.5)):
        expected = mean + factor * (images - mean)
        np.testing.assert_allclose(color(0.5, 0.5, draw), expected, atol=1e-6)


@pytest.mark.parametrize("drawn", [(0.0, 0.5), (0.5, 0.0), (0.999, 0.2), (0.5, 0.5)])
def test_translations_by_hand(drawn):
    images = images_of((2, 16, 24, 3))  # at most 2 rows, 3 columns
    result = numpy(augment.translation(images, Given(*drawn)))
    rows, columns = math.floor(5 * drawn[0]) - 2, math.floor(7 * drawn[1]) - 3
    padded = np.pad(images, ((0, 0), (2, 2), (3, 3), (0, 0)))
    expected = padded[:, 2 + rows : 18 + rows, 3 + columns : 27 + columns]
    np.testing.assert_array_equal(result, expected)


def test_translations_are_uniform_up_to_an_eighth():
    place = np.arange(1, 17, dtype="float32").reshape(1, 16, 1, 1)
    images = np.broadcast_to(place, (3000, 16, 24, 1))
    moved = numpy(augment.translation(images, ScriptedNoise()))[:, 8, 12, 0] - 9
    values, counts = np.unique(moved, return_counts=True)
    assert values.tolist() == [-2, -1, 0, 1, 2]
    np.testing.assert_allclose(counts / 3000, 1 / 5, atol=0.03)


def test_no_draw_leaves_the_range():
    """The largest float below 1 times 9 may round to 9."""
    largest = np.nextafter(np.float32(1), np.float32(0))
    drawn = augment._Draws(np.zeros((1, 8, 8, 1), "float32"), Given(largest))
    assert int(numpy(drawn.integer(-4, 4)).item()) == 4


def test_cutout_by_hand():
    images = np.ones((1, 8, 12, 1), "float32")
    result = numpy(augment.cutout(images, Given(0.5, 0.5)))[0, ..., 0]
    rows, columns = 1 - result.min(1), 1 - result.min(0)
    assert rows.tolist() == [0, 0, 1, 1, 1, 1, 0, 0]
    assert columns.tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert result.sum() == 8 * 12 - 4 * 6
    corner = numpy(augment.cutout(images, Given(0.0, 0.999)))[0, ..., 0]
    assert (corner[:2, -3:] == 0).all() and corner.sum() == 8 * 12 - 2 * 3


def test_cutouts_are_even_over_the_image():
    images = np.ones((3000, 8, 8, 1), "float32")
    hidden = 1 - numpy(augment.cutout(images, ScriptedNoise()))[..., 0].mean(0)
    # of 9 centres along a side, 4 are near enough to a pixel, 3 to the outermost
    share = np.array([3, 4, 4, 4, 4, 4, 4, 3]) / 9
    np.testing.assert_allclose(hidden, np.outer(share, share), atol=0.03)


def test_names_follow_each_other():
    images = images_of((3, 8, 8, 3))
    both = augment.get("translation+cutout")(images, ScriptedNoise(1))
    noise = ScriptedNoise(1)
    by_hand = augment.cutout(augment.translation(images, noise), noise)
    np.testing.assert_array_equal(numpy(both), numpy(by_hand))
    with pytest.raises(UserError, match="Did you mean cutout"):
        augment.get("color+cutot")


# -- ADA ----------------------------------------------------------------------

ORDER = ("flip", "turn", "down", "right", "scale", "angle")
COLOURS = ("brightness", "contrast", "hue", "saturation")


def only(images, name, value):
    """`adaptive` with one change, whose draw is `value`."""
    numbers = []
    for each in (*ORDER, *COLOURS):
        numbers += [value, 0.0] if each == name else [0.9, 1.0]
    return numpy(augment.adaptive(images, Given(*numbers), 0.5))


@pytest.mark.parametrize("shape", [*SHAPES, (2, 28, 28, 1)], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_at_probability_zero_images_stay_to_the_last_bit(shape, dtype):
    images = ops.cast(images_of(shape), dtype)
    zero = ops.convert_to_tensor(0.0)
    result = augment.adaptive(images, ScriptedNoise(), zero)
    result, images = (numpy(ops.cast(x, "float32")) for x in (result, images))
    np.testing.assert_array_equal(result, images)


def test_flips_quarter_turns_and_translations_are_exact():
    images = images_of((2, 8, 8, 3))
    np.testing.assert_array_equal(only(images, "flip", 0.9), images[:, :, ::-1])
    np.testing.assert_array_equal(only(images, "flip", 0.1), images)
    for turns in range(4):
        turned = only(images, "turn", (turns + 0.5) / 4)
        expected = np.rot90(images, turns, axes=(1, 2))
        np.testing.assert_array_equal(turned, expected)
    images = images_of((2, 16, 24, 1))
    mirrored = np.pad(images, ((0, 0), (2, 2), (3, 3), (0, 0)), mode="reflect")
    for draw, rows in ((0.0, -2), (0.5, 0), (0.99, 2)):
        expected = mirrored[:, 2 - rows : 18 - rows, 3:-3]
        np.testing.assert_array_equal(only(images, "down", draw), expected)
    expected = mirrored[:, 2:-2, 0:24]
    np.testing.assert_array_equal(only(images, "right", 0.99), expected)


def ramp(size, down, right):
    """An image that rises linearly; 0 in the middle."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    return (down * y + right * x)[None, ..., None].astype("float32")


def test_scaling():
    larger = only(ramp(16, 0.02, 0.1), "scale", 5.0)  # 2^(0.2 · 5)
    np.testing.assert_allclose(larger, ramp(16, 0.01, 0.05), atol=1e-5)
    smaller = only(ramp(16, 0.02, 0.1), "scale", -5.0)[:, 4:12, 4:12]
    np.testing.assert_allclose(smaller, ramp(8, 0.04, 0.2), atol=1e-5)


@pytest.mark.parametrize("draw", [0.5, 0.6, 0.75, 1.0])
def test_rotation(draw):
    angle = math.pi * (2 * draw - 1)
    turned = only(ramp(17, 0.0, 0.1), "angle", draw)[:, 4:13, 4:13]
    expected = ramp(9, -0.1 * math.sin(angle), 0.1 * math.cos(angle))
    np.testing.assert_allclose(turned, expected, atol=1e-5)
    if draw == 0.75:  # a quarter turn
        images = images_of((2, 8, 8, 3))
        turned, exact = only(images, "angle", draw), only(images, "turn", 0.3)
        np.testing.assert_allclose(turned, exact, atol=1e-4)


def test_colours():
    images = images_of((2, 8, 8, 3))
    grey = images.mean(-1, keepdims=True)
    expected = {
        ("brightness", 1.5): images + 0.3,
        ("contrast", 2.0): images * 2,
        ("hue", 0.5): images,
        ("hue", 5 / 6): images[..., [2, 0, 1]],  # a third of a turn
        ("hue", 1 / 6): images[..., [1, 2, 0]],
        ("saturation", 1.0): 2 * images - grey,
        ("saturation", -30.0): np.broadcast_to(grey, images.shape),
    }
    for (name, draw), result in expected.items():
        np.testing.assert_allclose(only(images, name, draw), result, atol=1e-5)
    np.testing.assert_array_equal(only(grey, "contrast", 2.0), grey * 2)


def test_each_change_comes_with_its_probability():
    images = np.repeat(images_of((1, 8, 8, 1)), 3000, axis=0)
    result = numpy(augment.adaptive(images, ScriptedNoise(), 0.3))
    unchanged = (result == images).all((1, 2, 3)).mean()
    # flips, turns and translations may also draw what changes nothing
    p = 0.3
    expected = (1 - p / 2) * (1 - p * 3 / 4) * (1 - p * 2 / 3) ** 2 * (1 - p) ** 4
    np.testing.assert_allclose(unchanged, expected, atol=0.025)
