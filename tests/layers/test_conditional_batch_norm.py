import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.layers import ConditionalBatchNormalization


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


@pytest.fixture
def inputs():
    rng = np.random.default_rng(0)
    shapes = ((6, 4, 3, 2), (6, 5))
    return [3 + 2 * rng.normal(size=shape).astype("float32") for shape in shapes]


def test_it_is_the_formula(inputs):
    x, condition = inputs
    layer = ConditionalBatchNormalization()
    result = numpy(layer(inputs, training=True))
    centred = x - x.mean((0, 1, 2))
    normalised = centred / np.sqrt(x.var((0, 1, 2)) + 1e-5)
    gain, shift = (condition @ numpy(part.kernel) for part in (layer.gain, layer.shift))
    expected = normalised * (1 + gain)[:, None, None] + shift[:, None, None]
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-4)
    assert np.ptp(gain, axis=0).min() > 0.1  # each sample has its own
    assert [v.shape for v in layer.trainable_variables] == [(5, 2), (5, 2)]


def test_without_a_condition_it_is_batch_normalisation(inputs):
    x, condition = inputs
    layer = ConditionalBatchNormalization()
    plain = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)
    for training in (True, False):
        result = layer([x, 0 * condition], training=training)
        expected = numpy(plain(x, training=training))
        np.testing.assert_allclose(numpy(result), expected, rtol=1e-5, atol=1e-6)
    moved = numpy(layer.normalised.moving_mean)
    np.testing.assert_allclose(moved, 0.1 * x.mean((0, 1, 2)), rtol=1e-4)


def test_flat_features_too(inputs):
    _, condition = inputs
    result = ConditionalBatchNormalization()([condition, condition], training=True)
    assert tuple(result.shape) == (6, 5)


def test_a_keras_file(inputs, tmp_path):
    ends = [keras.Input(x.shape[1:]) for x in inputs]
    layer = ConditionalBatchNormalization(momentum=0.7, epsilon=1e-3)
    model = keras.Model(ends, layer(ends))
    tensors = [ops.convert_to_tensor(x) for x in inputs]
    model(tensors, training=True)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert (again.layers[-1].momentum, again.layers[-1].epsilon) == (0.7, 1e-3)
    np.testing.assert_array_equal(numpy(again(tensors)), numpy(model(tensors)))


def test_it_keeps_bfloat16(inputs):
    result = ConditionalBatchNormalization(dtype="mixed_bfloat16")(inputs)
    assert keras.backend.standardize_dtype(result.dtype) == "bfloat16"
