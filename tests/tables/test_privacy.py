"""Differential privacy: the accountant, the batches, the gradients."""

import keras
import numpy as np
import pytest
from keras import ops

from ter_gan import backends, recipes
from ter_gan.errors import UserError
from ter_gan.runs import differences
from ter_gan.tables import feed, feed_of, privacy
from tests.models.gan_test import fit
from tests.tables.small import build, recipe, table


@pytest.fixture(scope="module")
def dataset():
    return table()


def test_noise_gives_the_epsilon_that_was_asked_for():
    noise = privacy.noise_multiplier(3.0, rows=10_000, batch_size=250, steps=800)
    assert privacy.epsilon_of(noise, 10_000, 250, 800) == pytest.approx(3.0, rel=1e-2)
    more = privacy.noise_multiplier(1.0, rows=10_000, batch_size=250, steps=800)
    longer = privacy.noise_multiplier(3.0, rows=10_000, batch_size=250, steps=3200)
    assert more > noise and longer > noise


def test_the_accountant_knows_a_published_number():
    """Abadi et al. 2016, section 5: q = 0.01, noise 4, 10,000 steps: 1.26 at 1e-5."""
    found = privacy.epsilon_of(4.0, rows=10_000, batch_size=100, steps=10_000)
    assert privacy.delta_of(10_000) == pytest.approx(1e-5)
    assert found == pytest.approx(1.26, abs=0.3)


def test_each_row_is_in_a_batch_by_chance(dataset):
    batches = feed.PrivateRows(dataset, 40, critic_steps=2, seed=1)
    room, n = batches.room, len(dataset.train)
    sizes = [batches[i][:room, -1].sum() for i in range(300)]
    assert len(batches[0]) == 2 * room and max(sizes) < room
    assert np.mean(sizes) == pytest.approx(40, abs=1.5)
    rate = 40 / n
    assert np.std(sizes) == pytest.approx(np.sqrt(n * rate * (1 - rate)), rel=0.15)
    np.testing.assert_array_equal(batches[3], batches[3])
    assert not np.array_equal(batches[3][:room], batches[3][room:])


def test_gradients_of_each_row():
    """Of y_i (w·x_i + b): y_i x_i and y_i."""
    dense = keras.layers.Dense(1)
    dense.build((None, 3))
    x = np.arange(12, dtype="float32").reshape(4, 3)
    y = np.array([1, 2, 0, -1], "float32")
    found = backends.each_gradient(
        lambda x, y: (dense(x)[:, 0] * y)[0],
        dense.trainable_variables,
        *map(ops.convert_to_tensor, (x, y)),
    )
    kernel, bias = map(ops.convert_to_numpy, found)
    np.testing.assert_allclose(kernel, (x * y[:, None])[:, :, None])
    np.testing.assert_allclose(bias, y[:, None])


def moved(model, rows, dataset):
    """How far a noiseless step of D moves it, with plain gradient descent."""
    network = model.full_discriminator
    before = [ops.convert_to_numpy(v) for v in network.trainable_variables]
    drawn = np.ones(len(rows), "float32")
    model._move_discriminator(ops.convert_to_tensor(rows), drawn, model.noise)
    after = [ops.convert_to_numpy(v) for v in network.trainable_variables]
    return np.sqrt(sum(((a - b) ** 2).sum() for a, b in zip(after, before)))


def test_one_row_moves_the_discriminator_by_at_most_its_share(dataset):
    model = build("private-gan", dataset, longest_gradient=0.01, weight_clip=0.0)
    model.noise_multiplier = 0.0
    sgd = keras.optimizers.SGD(1.0)
    sgd.build(model.full_discriminator.trainable_variables)
    model.discriminator_optimizer = sgd
    distance = moved(model, dataset.encoded[:1], dataset)
    assert 0 < distance <= 0.01 / model.batch_size * (1 + 1e-3)
    assert moved(model, dataset.encoded[:8], dataset) <= 8 * 0.01 / model.batch_size


def test_noise_is_added(dataset):
    quiet, loud = (build("private-gan", dataset) for _ in range(2))
    quiet.noise_multiplier, loud.noise_multiplier = 0.0, 1000.0
    distances = [moved(each, dataset.encoded[:8], dataset) for each in (quiet, loud)]
    weights = ops.convert_to_numpy(loud.full_discriminator.trainable_variables[0])
    assert distances[1] > 0 and np.isfinite(weights).all()
    assert abs(weights).max() <= 0.1 + 1e-6  # they are clipped


def test_without_an_epsilon_there_is_no_noise(dataset):
    model = build("private-gan", dataset, epsilon=0.0)
    assert model.noise_multiplier == 0 < build("private-gan", dataset).noise_multiplier
    batches = feed_of(recipe("private-gan", epsilon=0.0), dataset)
    assert isinstance(batches, feed.PrivateRows)


def test_it_trains_when_it_is_compiled(dataset):
    """Where the size of a batch is not known in advance."""
    model = build("private-gan", dataset)
    model.run_eagerly = False
    rows = feed_of(recipe("private-gan"), dataset)[0]
    assert np.isfinite(fit(model, rows, steps=1)["d_loss"]).all()


def test_what_privacy_does_not_go_with(dataset):
    with pytest.raises(UserError, match="the loss wasserstein"):
        build("private-gan", dataset, loss="hinge")
    with pytest.raises(UserError, match="--epsilon has no meaning for table-gan"):
        recipes.resolve({"dataset": "iris", "model": "table-gan", "epsilon": 1.0})
    made = recipe("private-gan")
    assert differences(made, {"epochs": made.epochs + 1})
    assert not differences(recipe("table-gan"), {"epochs": 999})
