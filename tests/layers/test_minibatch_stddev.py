import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import backends
from ter_gan.layers import MinibatchStddev


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


def naive(x, group_size):
    """The definition, group by group."""
    flat = x.reshape(len(x), -1)
    groups = -(-len(x) // group_size)
    result = np.empty(len(x))
    for group in range(groups):
        result[group::groups] = flat[group::groups].std(axis=0).mean()
    return result


@pytest.mark.parametrize("shape", [(8, 3), (8, 4, 5, 2), (7, 3), (5, 2, 2, 1), (3, 2)])
@pytest.mark.parametrize("group_size", [2, 4])
def test_it_appends_the_mean_standard_deviation_of_the_group(shape, group_size):
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    y = numpy(MinibatchStddev(group_size)(x))
    assert y.shape == (*shape[:-1], shape[-1] + 1)
    np.testing.assert_array_equal(y[..., :-1], x)
    feature = y[..., -1].reshape(len(x), -1)
    expected = np.repeat(naive(x, group_size)[:, None], feature.shape[1], axis=1)
    np.testing.assert_allclose(feature, expected, rtol=1e-5, atol=2e-4)


def test_two_groups_by_hand():
    x = np.array([[0.0], [0.0], [2.0], [6.0]], "float32")  # groups {0, 2}, {1, 3}
    y = numpy(MinibatchStddev(2)(x))
    np.testing.assert_allclose(y[:, 1], [1, 3, 1, 3], rtol=1e-6)


def test_equal_samples_give_zero_and_a_finite_gradient():
    x = np.ones((8, 3), "float32")
    layer = MinibatchStddev(epsilon=1e-8)
    np.testing.assert_allclose(numpy(layer(x))[:, -1], 1e-4, rtol=1e-3)
    gradient = numpy(backends.gradient(lambda x: layer(x)[:, -1], x))
    assert np.isfinite(gradient).all()


def test_gradient_of_different_samples_points_apart():
    x = np.array([[0.0], [1.0]], "float32")
    gradient = numpy(backends.gradient(lambda x: MinibatchStddev()(x)[:, -1], x))
    np.testing.assert_allclose(gradient, [[-1], [1]], rtol=1e-5)


def test_a_model_takes_any_batch_size_and_comes_back_from_a_file(tmp_path):
    inputs = keras.Input((3,))
    model = keras.Model(inputs, MinibatchStddev(3, epsilon=1e-6)(inputs))
    assert model.output_shape == (None, 4)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.layers[-1].group_size == 3
    for n in (1, 6, 7):
        x = np.random.default_rng(n).normal(size=(n, 3)).astype("float32")
        np.testing.assert_allclose(numpy(again(x)), numpy(model(x)), rtol=1e-6)
        np.testing.assert_allclose(numpy(again(x))[:, -1], naive(x, 3), atol=1.1e-3)


def test_it_keeps_bfloat16():
    x = ops.cast(np.ones((4, 2)), "bfloat16")
    y = MinibatchStddev(dtype="mixed_bfloat16")(x)
    assert keras.backend.standardize_dtype(y.dtype) == "bfloat16"


def test_an_empty_group_is_refused():
    with pytest.raises(ValueError, match="group_size=0"):
        MinibatchStddev(0)
