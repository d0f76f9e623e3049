import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.models.mlp import mlp_discriminator, mlp_generator
from ter_gan.models.parts import NORMALISATIONS

SHAPES = [(2,), (1,), (28, 28, 1)]


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape):
    generator = mlp_generator(shape, 3, hidden=(5, 4))
    discriminator = mlp_discriminator(shape, hidden=(5, 4))
    x = generator(np.zeros((6, 3), "float32"))
    assert tuple(x.shape) == (6, *shape)
    assert tuple(discriminator(x).shape) == (6, 1)
    assert [layer.units for layer in generator.layers if hasattr(layer, "units")] == [
        5,
        4,
        np.prod(shape),
    ]


def test_it_is_the_formula():
    generator = mlp_generator((2,), 3, hidden=(4,), output_activation="linear")
    z = np.random.default_rng(0).normal(size=(5, 3)).astype("float32")
    w1, b1, w2, b2 = generator.get_weights()
    expected = np.maximum(z @ w1 + b1, 0) @ w2 + b2
    np.testing.assert_allclose(numpy(generator(z)), expected, rtol=1e-4, atol=1e-5)


def test_leaky_relu_has_slope_one_fifth():
    discriminator = mlp_discriminator((2,), hidden=(4,))
    x = np.random.default_rng(0).normal(size=(5, 2)).astype("float32")
    w1, b1, w2, b2 = discriminator.get_weights()
    hidden = x @ w1 + b1
    expected = np.where(hidden > 0, hidden, 0.2 * hidden) @ w2 + b2
    np.testing.assert_allclose(numpy(discriminator(x)), expected, rtol=1e-4, atol=1e-5)


def test_tanh_bounds_the_samples_and_linear_does_not():
    z = 1e3 * np.random.default_rng(0).normal(size=(9, 3)).astype("float32")
    bounded = numpy(mlp_generator((2,), 3)(z))
    free = numpy(mlp_generator((2,), 3, output_activation="linear")(z))
    assert np.abs(bounded).max() <= 1
    assert np.abs(free).max() > 1


@pytest.mark.parametrize("conditioning", ["projection", "concat"])
def test_labels_change_the_result(conditioning):
    generator = mlp_generator((2,), 3, hidden=(64,), classes=5)
    discriminator = mlp_discriminator(
        (2,), hidden=(64,), classes=5, conditioning=conditioning
    )
    z, x = ops.ones((5, 3)), ops.ones((5, 2))
    labels = ops.convert_to_tensor(np.arange(5, dtype="int32"))
    for network, inputs in ((generator, z), (discriminator, x)):
        assert [keras.backend.standardize_dtype(i.dtype) for i in network.inputs] == [
            "float32",
            "int32",
        ]
        assert network.input_shape == [(None, inputs.shape[1]), (None,)]
        assert len(np.unique(numpy(network([inputs, labels])), axis=0)) == 5


def test_projection_adds_the_inner_product_with_the_class():
    discriminator = mlp_discriminator((2,), hidden=(4,), classes=3)
    x = np.random.default_rng(0).normal(size=(3, 2)).astype("float32")
    labels = np.array([2, 0, 2], "int32")
    weights = {w.path: numpy(w) for w in discriminator.weights}
    hidden = x @ weights["d_dense_1/kernel"] + weights["d_dense_1/bias"]
    hidden = np.where(hidden > 0, hidden, 0.2 * hidden)
    classes = weights["d_class_embedding/embeddings"]
    expected = (
        hidden @ weights["d_unconditional_logit/kernel"]
        + weights["d_unconditional_logit/bias"]
        + (hidden * classes[labels]).sum(axis=1, keepdims=True)
    )
    np.testing.assert_allclose(
        numpy(discriminator([x, labels])), expected, rtol=1e-4, atol=1e-5
    )


def test_a_pack_is_joined_along_the_last_axis():
    assert mlp_discriminator((2,), pack=3).input_shape == (None, 6)
    assert mlp_discriminator((4, 5, 3), pack=2).input_shape == (None, 4, 5, 6)


@pytest.mark.parametrize(
    "normalisation", [n for n in NORMALISATIONS if n != "instance"]
)
def test_every_option_survives_a_keras_file(normalisation, tmp_path):
    discriminator = mlp_discriminator(
        (3,),
        hidden=(4,),
        classes=2,
        normalisation=normalisation,
        minibatch_stddev=True,
        dropout=0.5,
    )
    inputs = [ops.ones((4, 3)), ops.ones((4,), "int32")]
    discriminator(inputs, training=True)
    discriminator.save(tmp_path / "d.keras")
    again = keras.models.load_model(tmp_path / "d.keras")
    np.testing.assert_array_equal(numpy(again(inputs)), numpy(discriminator(inputs)))
    kinds = {type(layer).__name__ for layer in again.layers}
    assert ("SpectralDense" in kinds) == (normalisation == "spectral")
    assert ("BatchNormalization" in kinds) == (normalisation == "batch")
    assert ("GroupNormalization" in kinds) == (normalisation == "layer")


def test_layer_normalisation_gives_each_sample_mean_0_and_variance_1():
    generator = mlp_generator((2,), 3, hidden=(16,), normalisation="layer")
    probe = keras.Model(generator.input, generator.get_layer("g_norm_1").output)
    y = numpy(probe(np.random.default_rng(0).normal(size=(4, 3)).astype("float32")))
    np.testing.assert_allclose(y.mean(axis=1), 0, atol=1e-5)
    np.testing.assert_allclose(y.var(axis=1), 1, rtol=1e-2)


def test_dropout_acts_in_training_alone():
    discriminator = mlp_discriminator((2,), hidden=(64,), dropout=0.5)
    x = np.ones((2, 2), "float32")
    calm = numpy(discriminator(x, training=False))
    np.testing.assert_array_equal(numpy(discriminator(x, training=False)), calm)
    assert np.ptp(numpy(discriminator(x, training=True))) > 0
    np.testing.assert_allclose(np.ptp(calm), 0, atol=1e-6)


def test_guesses_are_linear_in_the_features_of_the_logit():
    discriminator = mlp_discriminator(
        (2,), hidden=(4,), classes=3, conditioning="auxiliary"
    )
    x = np.random.default_rng(0).normal(size=(5, 2)).astype("float32")
    weights = {w.path: numpy(w) for w in discriminator.weights}

    def linear(x, name):
        return x @ weights[f"{name}/kernel"] + weights[f"{name}/bias"]

    hidden = linear(x, "d_dense_1")
    hidden = np.where(hidden > 0, hidden, 0.2 * hidden)
    for found, name in zip(discriminator(x), ("d_logit", "d_auxiliary"), strict=True):
        expected = linear(hidden, name)
        np.testing.assert_allclose(numpy(found), expected, rtol=1e-4, atol=1e-5)


def test_a_code_is_estimated_after_a_hidden_layer():
    discriminator = mlp_discriminator((2,), hidden=(4,), auxiliary=6)
    _, code = discriminator(ops.ones((5, 2)))
    assert tuple(code.shape) == (5, 6)
    shapes = {w.path: tuple(w.shape) for w in discriminator.weights}
    assert shapes["d_auxiliary_hidden/kernel"] == (4, 128)
    assert shapes["d_auxiliary/kernel"] == (128, 6)


def test_spectral_generators_have_spectral_kernels_alone():
    generator = mlp_generator((2,), 3, hidden=(4, 4), normalisation="spectral")
    kernels = [layer for layer in generator.layers if hasattr(layer, "kernel")]
    assert len(kernels) == 3 and all(hasattr(layer, "u") for layer in kernels)
