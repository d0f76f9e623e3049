import numpy as np
import pytest
from keras import ops

from ter_gan.models.lens import Lens
from tests.helpers import ScriptedNoise


def shown(lens, samples, steps=0):
    return ops.convert_to_numpy(lens(ops.convert_to_tensor(samples), NOISE, steps))


NOISE = ScriptedNoise(3)


@pytest.fixture
def images(rng):
    return rng.uniform(-1, 1, (8, 8, 8, 1)).astype("float32")


def test_a_plain_lens_shows_the_samples_themselves(images):
    np.testing.assert_array_equal(shown(Lens(), images), images)


def test_augmentations_change_images_and_come_before_packing(images):
    lens = Lens("translation+cutout", pack=2)
    seen = shown(lens, images)
    assert seen.shape == (4, 8, 8, 2)
    assert not np.allclose(seen[..., 0], images[::2, ..., 0])


def test_noise_fades(images):
    lens = Lens(instance_noise=0.5, instance_noise_steps=10)
    deviations = [(shown(lens, images, step) - images).std() for step in (0, 5, 10)]
    np.testing.assert_allclose(deviations, [0.5, 0.25, 0.0], atol=0.03)


def test_ada_begins_with_the_images_and_follows_how_sure_the_discriminator_is(images):
    lens = Lens("ada", ada_images=100)
    np.testing.assert_array_equal(shown(lens, images), images)
    sure, unsure = np.full((8, 1), 3.0, "float32"), np.full((8, 1), -1.0, "float32")
    lens.adapt(sure)
    lens.adapt(sure)
    assert float(lens.probability) == pytest.approx(0.16)
    lens.adapt(unsure)
    assert float(lens.probability) == pytest.approx(0.08)
    for _ in range(30):
        lens.adapt(sure)
    assert float(lens.probability) == 1.0
    assert not np.allclose(shown(lens, images), images)
    for _ in range(30):
        lens.adapt(unsure)
    assert float(lens.probability) == 0.0


def test_a_lens_without_ada_has_nothing_to_adapt():
    lens = Lens("color")
    lens.adapt(np.ones((4, 1), "float32"))
    assert lens.probability is None
