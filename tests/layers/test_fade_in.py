import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.errors import UserError
from ter_gan.layers import FadeIn, set_progress


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


def growing(levels):
    """A model from one input per level to their blend."""
    images = [keras.Input((2,)) for _ in range(levels)]
    blend = images[0]
    for level, fine in enumerate(images[1:], 1):
        blend = FadeIn(level, levels)([blend, fine])
    return keras.Model(images, blend)


def shares(model, levels, progress):
    """How much of each level is seen."""
    set_progress(model, progress)
    ones = [ops.ones((levels, 2)) * row[:, None] for row in np.eye(levels, dtype="f")]
    return numpy(model(ones))[:, 0]


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (0.0, [1, 0, 0]),
        (1 / 3, [1, 0, 0]),  # the smallest has its part alone
        (5 / 12, [0.5, 0.5, 0]),
        (1 / 2, [0, 1, 0]),
        (2 / 3, [0, 1, 0]),
        (17 / 24, [0, 0.75, 0.25]),
        (5 / 6, [0, 0, 1]),
        (1.0, [0, 0, 1]),
    ],
)
def test_levels_fade_in_one_after_the_other(progress, expected):
    found = shares(growing(3), 3, progress)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_ends_are_exact():
    model = growing(4)
    x = [np.full((1, 2), value, "float32") for value in (0.1, 1e6, -3.3, 0.7)]
    x = [ops.convert_to_tensor(value) for value in x]
    np.testing.assert_array_equal(numpy(model(x)), numpy(x[0]))  # it starts at 0
    set_progress(model, 1)
    np.testing.assert_array_equal(numpy(model(x)), numpy(x[-1]))


def test_progress_is_set_in_models_inside_and_saved(tmp_path):
    inner = growing(2)
    ends = [keras.Input((2,)) for _ in range(2)]
    outer = keras.Model(ends, inner(ends))
    set_progress(outer, 0.75)
    assert not inner.trainable_variables
    outer.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    x = [ops.zeros((1, 2)), ops.ones((1, 2))]
    np.testing.assert_array_equal(numpy(again(x)), numpy(outer(x)))
    layer = next(x for x in inner.layers if isinstance(x, FadeIn))
    assert float(numpy(layer.progress)) == 0.75


def test_networks_that_do_not_grow_stay_as_they_are():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    before = [numpy(w).copy() for w in model.weights]
    set_progress(model, 0.5)
    for weight, old in zip(model.weights, before, strict=True):
        np.testing.assert_array_equal(numpy(weight), old)


def test_bfloat16():
    layer = FadeIn(1, 2, dtype="mixed_bfloat16")
    result = layer([ops.zeros((1, 2)), ops.ones((1, 2))])
    assert keras.backend.standardize_dtype(result.dtype) == "bfloat16"
    assert keras.backend.standardize_dtype(layer.progress.dtype) == "float32"


def test_what_cannot_be():
    with pytest.raises(UserError, match="received 1.5"):
        set_progress(growing(2), 1.5)
    for level, levels in ((0, 2), (2, 2)):
        with pytest.raises(ValueError, match=f"level={level}"):
            FadeIn(level, levels)
