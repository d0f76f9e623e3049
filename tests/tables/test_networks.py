import keras
import numpy as np
import pytest
from keras import ops

from ter_gan.tables import networks

SPANS = [(1, "bounded"), (3, "softmax"), (1, "linear"), (2, "softmax")]
array = ops.convert_to_numpy


def ends(*inputs):
    return array(networks.RowEnds(SPANS)([ops.convert_to_tensor(x) for x in inputs]))


@pytest.fixture
def given(rng):
    sizes = (7, 5)  # logits, noise
    return [rng.normal(size=(2000, size)).astype("float32") for size in sizes]


def test_a_row_ends_as_its_spans_say(given):
    rows = ends(*given)
    assert (np.abs(rows[:, 0]) < 4).all()
    np.testing.assert_array_equal(rows[:, 4], given[0][:, 4])
    for choice in (rows[:, 1:4], rows[:, 5:]):
        expected = np.eye(choice.shape[1])[choice.argmax(axis=1)]
        np.testing.assert_allclose(choice, expected, atol=1e-6)
    assert (networks.options_of(SPANS) == [1, 2, 3, 5, 6]).all()


def test_options_are_drawn_by_their_probabilities(rng):
    """The largest of logits plus Gumbel noise is a draw from their softmax."""
    n, logits = 40_000, np.log([0.7, 0.2, 0.1])
    given = np.tile(np.concatenate([[0], logits, [0, 0, 0]]), (n, 1))
    rows = ends(given.astype("float32"), rng.normal(size=(n, 5)).astype("float32"))
    shares = np.bincount(rows[:, 1:4].argmax(axis=1)) / n
    np.testing.assert_allclose(shares, [0.7, 0.2, 0.1], atol=0.01)


def test_what_is_not_allowed_does_not_come(given):
    allowed = np.zeros((2000, 5), "float32")
    allowed[:, [0, 2]] = 1  # of the first three; of the other two all are
    rows = ends(*given, allowed)
    assert rows[:, 2].max() == 0 and set(rows[:, 1:4].argmax(axis=1)) == {0, 2}
    np.testing.assert_array_equal(rows[:, 5:], ends(*given)[:, 5:])


@pytest.mark.parametrize("conditional", [False, True])
def test_a_generator_is_saved_whole(conditional, tmp_path, rng):
    network = networks.generator(SPANS, 3, conditional, width=4)
    n = 3 + 5 * (1 + conditional)
    assert network.input_shape == (None, n) and network.output_shape == (None, 7)
    network.save(tmp_path / "g.keras")
    again = keras.saving.load_model(tmp_path / "g.keras")
    latents = rng.normal(size=(4, n)).astype("float32")
    np.testing.assert_array_equal(array(network(latents)), array(again(latents)))


def test_a_row_does_not_depend_on_its_neighbours(rng):
    network = networks.generator(SPANS, 3, False, width=4)
    latents = rng.normal(size=(4, 8)).astype("float32")
    alone = array(network(latents[:1], training=True))
    together = array(network(latents, training=True))
    np.testing.assert_allclose(alone, together[:1], atol=1e-6)
