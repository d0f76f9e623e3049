import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import backends
from ter_gan.layers import SelfAttention2D

SHAPE = (2, 5, 4, 8)


def numpy(x):
    return ops.convert_to_numpy(ops.convert_to_tensor(x))


@pytest.fixture
def features():
    return np.random.default_rng(0).normal(size=SHAPE).astype("float32")


def made(gamma, **options):
    layer = SelfAttention2D(**options)
    layer.build(SHAPE)
    layer.gamma.assign(gamma)
    return layer


def pooled(x):
    """The maximum of each 2 × 2 block, smaller ones at the ends."""
    n, height, width, channels = x.shape
    rows, columns = range(0, height, 2), range(0, width, 2)
    blocks = [x[:, i : i + 2, j : j + 2].max((1, 2)) for i in rows for j in columns]
    return np.stack(blocks, axis=1)


def naive(layer, x):
    """The formula, place by place."""
    kernels = {
        name: numpy(getattr(layer, name).kernel)[0, 0]
        for name in ("query", "key", "value", "found")
    }
    keys, values = pooled(x @ kernels["key"]), pooled(x @ kernels["value"])
    result = x.copy()
    for n, i, j in np.ndindex(*x.shape[:3]):
        match = np.exp(keys[n] @ (x[n, i, j] @ kernels["query"]))
        found = match @ values[n] / match.sum()
        result[n, i, j] += float(layer.gamma) * (found @ kernels["found"])
    return result


def test_it_starts_as_the_identity(features):
    layer = SelfAttention2D()
    np.testing.assert_array_equal(numpy(layer(features)), features)
    sizes = {name: getattr(layer, name).filters for name in ("query", "key", "value")}
    assert sizes == {"query": 1, "key": 1, "value": 4}


def test_it_is_the_formula(features):
    layer = made(0.7)
    expected = naive(layer, features)
    assert np.abs(expected - features).max() > 0.1
    np.testing.assert_allclose(numpy(layer(features)), expected, rtol=1e-4, atol=1e-5)


def test_each_place_sees_every_other_one(features):
    def corner(x):
        return layer(x)[:, 0, 0]

    layer = made(1.0)
    reach = np.abs(numpy(backends.gradient(corner, features))).sum(-1)
    assert (reach > 0).mean() > 0.5  # the maxima of the blocks
    assert reach[:, 3:, 2:].max() > 0
    layer.gamma.assign(0.0)
    reach = np.abs(numpy(backends.gradient(corner, features))).sum(-1)
    assert (reach[:, 1:] == 0).all() and (reach[:, 0, 1:] == 0).all()


def test_gamma_learns_from_the_start(features):
    layer = made(0.0)
    values = [v.value for v in layer.trainable_variables]
    states = [v.value for v in layer.non_trainable_variables]

    def loss(values):
        outputs, _ = layer.stateless_call(values, states, features)
        return ops.sum(ops.square(outputs))

    slopes = backends.gradient(loss, values)
    by_name = dict(zip([v.path for v in layer.trainable_variables], slopes))
    gamma = next(slope for path, slope in by_name.items() if path.endswith("gamma"))
    assert abs(float(gamma)) > 1e-3


def test_spectral_kernels_move_their_vectors_in_training_alone(features):
    layer = made(0.5, spectral=True)
    before = numpy(layer.value.u).copy()
    layer(features)
    np.testing.assert_array_equal(numpy(layer.value.u), before)
    layer.value.kernel.assign(numpy(layer.value.kernel)[..., ::-1])
    layer(features, training=True)
    assert np.abs(numpy(layer.value.u) - before).max() > 1e-4
    assert not hasattr(made(0.5).value, "u")


def test_a_keras_file(features, tmp_path):
    inputs = keras.Input(SHAPE[1:])
    model = keras.Model(inputs, SelfAttention2D(spectral=True)(inputs))
    model.layers[-1].gamma.assign(0.3)
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert again.layers[-1].spectral
    np.testing.assert_array_equal(numpy(again(features)), numpy(model(features)))


def test_it_keeps_bfloat16(features):
    layer = made(1.0, dtype="mixed_bfloat16")
    result = layer(features)
    assert keras.backend.standardize_dtype(result.dtype) == "bfloat16"
    assert layer.query.compute_dtype == "bfloat16"
    found = numpy(ops.cast(result, "float32"))
    np.testing.assert_allclose(found, naive(layer, features), atol=0.1)
