"""Our metrics and tensorflow-gan's, of the same features and images."""

import dataclasses
import types

import keras
import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation import frechet
from ter_gan.images.metrics import kernel, score, sliced
from ter_gan.interop import tfgan_metrics

pytest.importorskip("tensorflow")
pytest.importorskip("tensorflow_probability")
pytestmark = pytest.mark.skipif(
    keras.backend.backend() != "tensorflow", reason="TF-GAN is TensorFlow"
)


def side(rng, n, mean, blur):
    """Features and grey images with black parts, as digits have them."""
    images = np.where(rng.random((n, 28, 28, 1)) < 0.5, 0, rng.integers(0, 256))
    for _ in range(blur):
        images = (images + np.roll(images, 1, 1)) / 2
    return types.SimpleNamespace(
        vectors=rng.normal(mean, np.arange(1, 7), (n, 6)).astype("float32"),
        probabilities=rng.dirichlet(np.full(10, 0.3), n).astype("float32"),
        samples=images.astype("uint8"),
    )


@pytest.fixture(scope="module")
def sides():
    rng = np.random.default_rng(0)
    return side(rng, 101, 0, blur=0), side(rng, 108, 0.5, blur=3)


@pytest.fixture(scope="module")
def sliced_row(sides):
    return tfgan_metrics.sliced_wasserstein_row(*(each.samples for each in sides))


def ours(real, fake, seed=0):
    return {
        "fd": frechet.frechet_distance(real.vectors, fake.vectors).value,
        "kid": kernel.kernel_distance(real.vectors, fake.vectors, seed=seed).value,
        "is": score.classifier_score(fake.probabilities, seed=seed).value,
        "precision": 0.5,
    }


def test_both_libraries_agree(sides):
    values = ours(*sides)
    rows = tfgan_metrics.cross_check(values, *sides)
    assert [row.name for row in rows] == ["fd", "kid", "is"]
    for row in rows:
        assert row.ours == values[row.name]
        assert row.difference < 1e-6 < row.allowed == 1e-3
        assert row.agrees


def test_a_wrong_value_does_not_agree(sides):
    values = {name: ours(*sides)[name] * 1.002 for name in ("fd", "kid", "is")}
    assert not any(row.agrees for row in tfgan_metrics.cross_check(values, *sides))


def test_other_blocks_give_another_kernel_distance(sides):
    value = {"kid": ours(*sides, seed=1)["kid"]}
    [same] = tfgan_metrics.cross_check(value, *sides, seed=1)
    [other] = tfgan_metrics.cross_check(value, *sides, seed=0)
    assert same.agrees and not other.agrees


def test_sliced_wasserstein_distances_agree_within_their_spread(sliced_row):
    assert sliced_row.name == "swd"
    assert sliced_row.agrees
    assert 0 < sliced_row.allowed < 0.3


def test_those_of_other_images_do_not(sliced_row, sides):
    blurred = sides[1].samples.astype("float32")
    alike = sliced.sliced_wasserstein(blurred[::2], blurred[1::2], normalise="patch")
    assert not dataclasses.replace(sliced_row, ours=alike.value).agrees


def test_a_run_of_colour_images_is_checked_too(sides):
    real, fake = (
        types.SimpleNamespace(samples=each.samples[:24].repeat(3, -1)) for each in sides
    )
    [row] = tfgan_metrics.cross_check({"swd": 0.0}, real, fake)
    assert row.agrees and row.ours > 0


def test_certain_probabilities_are_no_trouble():
    certain = np.eye(10).repeat(3, 0)
    assert tfgan_metrics.classifier_score([certain]) == pytest.approx(10)


def test_numpys_random_numbers_go_on_as_if_nothing_had_been_drawn(sides):
    real, fake = (each.samples[:20] for each in sides)
    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    first = tfgan_metrics.sliced_wasserstein_row(real, fake)
    assert np.random.random() == expected
    assert tfgan_metrics.sliced_wasserstein_row(real, fake) == first


def test_without_tensorflow_gan_one_line_says_so(sides, monkeypatch):
    def missing():
        raise ImportError("No module named 'tensorflow_gan'")

    monkeypatch.setattr(tfgan_metrics.tfgan, "load", missing)
    with pytest.raises(UserError, match="pip install tensorflow-gan"):
        tfgan_metrics.cross_check({"fd": 1.0}, *sides)
