"""Which samples are compared."""

import numpy as np
import pytest

from ter_gan.data import Dataset, Split
from ter_gan.errors import UserError
from ter_gan.evaluation import samples
from ter_gan.evaluation.baseline import Quoted
from ter_gan.evaluation.progress import Silent
from ter_gan.models.gan import GAN
from ter_gan.points import load
from tests import helpers
from tests.evaluation import players


def test_generated_samples_are_those_of_the_generate_command():
    gan, data = GAN(*helpers.tiny_networks()), load("ring")
    side = samples.generated(gan, data, 300, None, 3, Silent())
    wanted = data.from_model(gan.generate(300, seed=3))
    np.testing.assert_array_equal(side.samples, wanted)
    latents = gan.latents.array(300, 3)
    np.testing.assert_array_equal(wanted, data.from_model(gan.decode(latents)))
    assert side.labels is None


def test_parts_are_the_whole_and_keep_their_labels(monkeypatch, rng):
    gan, asked = GAN(*helpers.tiny_networks()), []

    def decode(latents, labels, averaged, batch_size):
        asked.append(labels)
        return latents

    labels = rng.integers(0, 4, 20)
    monkeypatch.setattr(gan, "decode", decode)
    monkeypatch.setattr(gan, "_labels", lambda n, labels: labels)
    parts = list(gan.parts(20, labels, seed=3, batch_size=8))
    assert [len(part) for part in parts] == [8, 8, 4]
    np.testing.assert_array_equal(np.concatenate(parts), gan.latents.array(20, 3))
    np.testing.assert_array_equal(np.concatenate(asked), labels)


def test_quoted_samples_are_drawn_once_each():
    data = players.dataset()
    model = Quoted(data.to_model(data.test.x))
    side = samples.generated(model, data, 40, None, 0, Silent())
    known = {x.tobytes() for x in data.test.x}
    drawn = [x.tobytes() for x in side.samples]
    assert len(set(drawn)) == 40 and set(drawn) <= known
    assert len(samples.generated(model, data, 999, None, 0, Silent())) == 300


def test_a_conditional_model_is_asked_for_the_labels():
    data = players.dataset()
    asked = []

    def draw(z, labels):
        asked.extend(labels)
        return data.train.x[: len(z)]

    player = players.Player(data, draw, classes=players.CLASSES)
    labels = data.test.y[:10]
    side = samples.generated(player, data, 10, labels, 0, Silent())
    assert asked == labels.tolist() == side.labels.tolist()


def test_samples_that_are_not_finite_are_a_mistake():
    data = players.dataset()
    player = players.Player(
        data, lambda z, _: np.where(z[:, 0] < 0.1, np.nan, 0).reshape(-1, 1, 1, 1)
    )
    with pytest.raises(UserError, match="not finite"):
        samples.generated(player, data, 50, None, 0, Silent())


def test_samples_with_gaps_may_hold_nan_and_nothing_infinite():
    class Gappy(Dataset):
        gaps = True

    parts = 3 * [Split(np.zeros((2, 3)))]
    rows = np.where(np.arange(60).reshape(20, 3) % 7 == 0, np.nan, 1.0)
    with pytest.raises(UserError, match="not finite"):
        samples.generated(Quoted(rows), Dataset("x", *parts), 20, None, 0, Silent())
    data = Gappy("x", *parts)
    side = samples.generated(Quoted(rows), data, 20, None, 0, Silent())
    assert np.isnan(side.samples).sum() == np.isnan(rows).sum()
    rows[3, 1] = np.inf
    with pytest.raises(UserError, match="not finite"):
        samples.generated(Quoted(rows), data, 20, None, 0, Silent())


def test_real_samples_are_drawn_once_each_and_keep_their_labels():
    data = players.dataset()
    side = samples.real(data, "test", 100, seed=1)
    index = samples.drawn(300, 100, seed=1)
    assert len(set(index.tolist())) == 100
    np.testing.assert_array_equal(side.labels, data.test.y[index])
    np.testing.assert_array_equal(side.samples, data.test.x[index])
    assert not np.array_equal(index, samples.drawn(300, 100, seed=2))
    assert len(samples.real(data, "test", 10_000, 0)) == 300


def test_the_stand_in_is_of_another_split():
    data = players.dataset()
    assert samples.stand_in(data, "test", 9, 0).name == "train samples"
    assert samples.stand_in(data, "train", 9, 0).name == "test samples"


def test_an_empty_split_is_named():
    with pytest.raises(UserError, match="bars has no validation samples"):
        samples.real(players.dataset(validation=0), "validation", 5, 0)
