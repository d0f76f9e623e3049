import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import backends
from ter_gan.layers import SpectralConv2D, SpectralDense, SpectralEmbedding
from ter_gan.layers.spectral_norm import power_iteration, spectral_norm


def conv():
    return SpectralConv2D(5, 3, padding="same"), (2, 6, 6, 3)


def dense():
    return SpectralDense(5), (4, 7)


def embedding():
    return SpectralEmbedding(6, 5), (4,)


LAYERS = (conv, dense, embedding)


def made(make):
    """A built layer, its weight, and an input for it."""
    keras.utils.set_random_seed(0)
    layer, shape = make()
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    if make is embedding:
        x = np.array([0, 5, 2, 2], "int32")
    layer.build(x.shape)
    kernel = layer.embeddings if make is embedding else layer.kernel
    kernel.assign(np.random.default_rng(1).normal(size=kernel.shape))
    return layer, kernel, x


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


def sigma_of(layer, kernel):
    return numpy(layer.sigma(kernel))


def largest_singular_value(kernel):
    matrix = numpy(kernel).reshape(-1, kernel.shape[-1])
    return np.linalg.svd(matrix, compute_uv=False)[0]


@pytest.mark.parametrize("make", LAYERS)
def test_sigma_converges_to_the_largest_singular_value(make):
    layer, kernel, x = made(make)
    assert abs(sigma_of(layer, kernel) / largest_singular_value(kernel) - 1) > 1e-3
    for _ in range(60):
        layer(x, training=True)
    sigma = sigma_of(layer, kernel)
    np.testing.assert_allclose(sigma, largest_singular_value(kernel), rtol=1e-5)


@pytest.mark.parametrize("make", LAYERS)
def test_a_new_layer_is_close_to_its_spectral_norm(make):
    keras.utils.set_random_seed(0)
    layer, shape = make()
    layer.build(shape)
    kernel = layer.embeddings if make is embedding else layer.kernel
    ratio = sigma_of(layer, kernel) / largest_singular_value(kernel)
    assert 0.95 < ratio < 1.0001


@pytest.mark.parametrize("make", LAYERS)
def test_output_is_that_of_the_plain_layer_with_kernel_over_sigma(make):
    layer, kernel, x = made(make)
    output = numpy(layer(x, training=True))
    plain = {conv: keras.layers.Conv2D, dense: keras.layers.Dense}
    plain = plain.get(make, keras.layers.Embedding).from_config(layer.get_config())
    plain.build(x.shape)
    scaled = numpy(kernel) / sigma_of(layer, kernel)
    plain.set_weights([scaled, *([np.zeros(5)] if make is not embedding else [])])
    np.testing.assert_allclose(output, numpy(plain(x)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("make", LAYERS)
def test_forward_passes_leave_the_kernel_and_training_moves_u(make):
    layer, kernel, x = made(make)
    before, u = numpy(kernel).copy(), numpy(layer.u).copy()
    layer(x, training=False)
    layer(x)
    np.testing.assert_array_equal(numpy(layer.u), u)
    trained = numpy(layer(x, training=True))
    assert np.abs(numpy(layer.u) - u).max() > 1e-3
    np.testing.assert_allclose(np.linalg.norm(numpy(layer.u)), 1, rtol=1e-5)
    np.testing.assert_array_equal(numpy(kernel), before)
    # the same kernel and u: the same function in training and inference
    np.testing.assert_allclose(numpy(layer(x, training=False)), trained, rtol=1e-5)


@pytest.mark.parametrize("make", LAYERS)
def test_an_averaged_u_is_shorter_and_means_the_same(make):
    layer, _, x = made(make)
    output = numpy(layer(x))
    layer.u.assign(0.5 * numpy(layer.u))
    np.testing.assert_allclose(numpy(layer(x)), output, rtol=1e-4, atol=1e-6)


def test_one_training_call_is_one_power_iteration():
    layer, kernel, x = made(dense)
    matrix, u = numpy(kernel), numpy(layer.u)
    layer(x, training=True)
    v = matrix @ u
    expected = matrix.T @ v
    expected /= np.linalg.norm(expected)
    np.testing.assert_allclose(numpy(layer.u), expected, rtol=1e-4, atol=1e-6)


def test_gradient_of_sigma_is_the_outer_product_of_the_singular_vectors():
    matrix = np.random.default_rng(3).normal(size=(7, 4)).astype("float32")
    left, singular, right = np.linalg.svd(matrix)
    u = ops.convert_to_tensor(right[:1].T)
    gradient = backends.gradient(lambda w: spectral_norm(w, u), matrix)
    expected = np.outer(left[:, 0], right[0])
    np.testing.assert_allclose(numpy(gradient), expected, atol=1e-5)
    np.testing.assert_allclose(numpy(spectral_norm(matrix, u)), singular[0], rtol=1e-5)


def test_kernel_gradient_is_that_of_the_normalised_function():
    """Against finite differences of the same function with NumPy's SVD."""
    layer, kernel, x = made(dense)
    for _ in range(100):
        layer.u.assign(power_iteration(numpy(kernel), layer.u))
    weights = np.random.default_rng(4).normal(size=(4, 5)).astype("float32")

    def loss(value):
        states = ([value, layer.bias.value], [layer.u.value])
        outputs, _ = layer.stateless_call(*states, x, training=False)
        return ops.sum(ops.multiply(weights, outputs))

    def reference(matrix):
        sigma = np.linalg.svd(matrix, compute_uv=False)[0]
        return float((weights * (x @ matrix / sigma)).sum())

    gradient = numpy(backends.gradient(loss, numpy(kernel)))
    matrix, step = numpy(kernel).astype("float64"), 1e-5
    for place in [(0, 0), (3, 2), (6, 4)]:
        delta = np.zeros_like(matrix)
        delta[place] = step
        slope = (reference(matrix + delta) - reference(matrix - delta)) / (2 * step)
        np.testing.assert_allclose(gradient[place], slope, rtol=1e-3, atol=1e-4)
    # normalised functions do not depend on the kernel's scale
    np.testing.assert_allclose((gradient * matrix).sum(), 0, atol=1e-3)


def test_a_frozen_call_discards_the_new_u():
    layer, _, x = made(conv)
    u = numpy(layer.u).copy()
    backends.frozen(layer, x, training=True)
    np.testing.assert_array_equal(numpy(layer.u), u)


def test_input_gradient_works_on_every_backend():
    layer, kernel, x = made(dense)
    gradient = backends.gradient(lambda x: layer(x, training=True), x)
    u = power_iteration(numpy(kernel), layer.u)
    expected = numpy(kernel).sum(axis=1) / numpy(spectral_norm(numpy(kernel), u))
    np.testing.assert_allclose(numpy(gradient), np.tile(expected, (4, 1)), rtol=1e-4)


def test_a_zero_kernel_gives_a_finite_output():
    layer, kernel, x = made(dense)
    kernel.assign(np.zeros(kernel.shape))
    np.testing.assert_array_equal(numpy(layer(x, training=True)), np.zeros((4, 5)))


@pytest.mark.parametrize("make", LAYERS)
def test_mixed_precision_iterates_in_float32(make):
    layer, kernel, x = made(make)
    mixed = type(layer).from_config({**layer.get_config(), "dtype": "mixed_bfloat16"})
    mixed.build(x.shape)
    mixed.set_weights(layer.get_weights())
    for _ in range(60):
        output = mixed(x, training=True)
    assert keras.backend.standardize_dtype(output.dtype) == "bfloat16"
    assert keras.backend.standardize_dtype(mixed.u.dtype) == "float32"
    sigma = sigma_of(mixed, kernel)
    np.testing.assert_allclose(sigma, largest_singular_value(kernel), rtol=1e-3)


@pytest.mark.parametrize("make", LAYERS)
def test_keras_file_keeps_kernel_and_u(make, tmp_path):
    layer, _, x = made(make)
    model = keras.Sequential(
        [keras.Input(x.shape[1:], dtype="int32" if make is embedding else None), layer]
    )
    expected = numpy(model(x, training=True))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(numpy(again.layers[-1].u), numpy(layer.u))
    np.testing.assert_allclose(numpy(again(x)), expected, rtol=1e-5)
