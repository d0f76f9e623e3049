"""Which samples are compared."""

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation import samples
from ter_gan.evaluation.progress import Silent
from ter_gan.models.gan import GAN
from ter_gan.points import load
from tests import helpers
from tests.evaluation import players


def test_generated_samples_are_those_of_the_generate_command(monkeypatch):
    gan, data = GAN(*helpers.tiny_networks()), load("ring")
    monkeypatch.setattr(samples, "CHUNK", 7)
    side = samples.generated(gan, data, 20, None, 3, Silent())
    wanted = data.from_model(gan.generate(20, seed=3))
    np.testing.assert_allclose(side.samples, wanted, rtol=1e-6)
    assert side.labels is None


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
