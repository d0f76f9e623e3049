"""`run_gan_test`: what every adversarial model must do, in one call."""

import keras
import numpy as np

from tests import helpers
from tests.helpers import array


def run_gan_test(make, batch, labels=None, tmp_path=None):
    """Checks shapes, finite losses, players, saving, resuming, serialisation.

    Args:
        make: callable that makes a compiled model, each time the same one.
        batch: float32 array `(n, …)`: one batch in model scale.
        labels: int32 array `(n,)` for a conditional model.
        tmp_path: `pathlib.Path` for files.
    """
    gan = make()
    data = batch if labels is None else (batch, labels)
    _check_shapes(gan, batch, labels)
    _check_training(gan, data)
    _check_exact_resume(gan, make, data)
    _check_keras_file(gan, labels, tmp_path / "gan.keras")


def fit(gan, data, steps=2):
    """`steps` training steps on the same batch; returns the last logs."""
    samples, labels = data if isinstance(data, tuple) else (data, None)
    feed = Repeated(samples, labels)
    return gan.fit(feed, steps_per_epoch=steps, verbose=0, shuffle=False).history


class Repeated(keras.utils.PyDataset):
    """The same batch for ever."""

    num_batches = None

    def __init__(self, samples, labels):
        super().__init__()
        self.batch = samples if labels is None else (samples, labels)

    def __getitem__(self, index):
        return self.batch


def _check_shapes(gan, batch, labels):
    samples = gan.generate(4, None if labels is None else labels[:4], seed=1)
    assert samples.shape == (4, *batch.shape[1:])
    assert samples.dtype == np.float32
    n = len(batch) // gan.pack
    logits = gan.logits(batch, labels)
    assert logits.shape == (n, 1) and logits.dtype == np.float32


def _check_training(gan, data):
    before = {name: helpers.weights(net) for name, net in gan.players.items()}
    history = fit(gan, data)
    assert all(np.isfinite(values).all() for values in history.values()), history
    for name, network in gan.players.items():
        assert not helpers.same(helpers.weights(network), before[name]), name


def _check_exact_resume(gan, make, data):
    """Going on from a saved state equals going on without a stop."""
    state = gan.state()
    expected = fit(gan, data)
    other = make()
    other.load_state(state)
    assert fit(other, data) == expected
    assert helpers.same(gan.state().values(), other.state().values())


def _check_keras_file(gan, labels, path):
    gan.save(path)
    loaded = keras.models.load_model(path)
    asked = None if labels is None else labels[:3]
    np.testing.assert_array_equal(
        gan.generate(3, asked, seed=2), loaded.generate(3, asked, seed=2)
    )
    for name, optimizer in gan.optimizers.items():
        restored = loaded.optimizers[name]
        assert int(optimizer.iterations) == int(restored.iterations) > 0
        assert helpers.same(
            [array(v) for v in optimizer.variables],
            [array(v) for v in restored.variables],
        )
    streams = [array(g.seed_generator.state) for g in (gan, loaded)]
    np.testing.assert_array_equal(*streams)
