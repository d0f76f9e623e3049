import keras
import numpy as np
import pytest

from ter_gan.models import generator_file
from ter_gan.models.noise import Latents
from tests import helpers


@pytest.mark.parametrize(
    "latents", [Latents(3, "uniform"), Latents(3, categories=1, codes=1)]
)
def test_the_file_says_what_the_latents_are_and_is_a_keras_file(latents, tmp_path):
    generator, _ = helpers.tiny_networks(latent_dim=3)
    path = tmp_path / "generator.keras"
    generator_file.save(path, generator, latents)
    assert generator_file.latents_of(path) == latents
    again, z = keras.models.load_model(path), latents.array(4, 0)
    np.testing.assert_array_equal(*(x.predict_on_batch(z) for x in (again, generator)))


def test_a_file_from_elsewhere_says_nothing(tmp_path):
    helpers.tiny_networks()[0].save(tmp_path / "generator.keras")
    assert generator_file.latents_of(tmp_path / "generator.keras") is None
