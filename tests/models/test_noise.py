import numpy as np
import pytest
from keras import ops

from ter_gan.errors import UserError
from ter_gan.models.noise import Latents
from tests.helpers import ScriptedNoise


@pytest.mark.parametrize("law, deviation", [("normal", 1.0), ("uniform", 3**-0.5)])
def test_laws(law, deviation):
    latents = Latents(4, law)
    for drawn in (latents.array(5000, 1), latents.tensor(5000, ScriptedNoise(1))):
        drawn = ops.convert_to_numpy(drawn)
        assert drawn.shape == (5000, 4) and drawn.dtype == np.float32
        assert abs(drawn.mean()) < 0.02
        assert drawn.std() == pytest.approx(deviation, abs=0.02)
    np.testing.assert_array_equal(latents.array(7, 2), latents.array(7, 2))
    assert not np.allclose(latents.array(7, 2), latents.array(7, 3))


@pytest.mark.parametrize("categories, codes", [(5, 2), (5, 0), (0, 2)])
def test_latents_begin_with_a_category_and_codes(categories, codes):
    latents = Latents(9, "normal", categories, codes)
    for drawn in (latents.array(4000, 1), latents.tensor(4000, ScriptedNoise(1))):
        drawn = ops.convert_to_numpy(drawn)
        category, numbers = latents.codes_of(drawn)
        assert drawn.shape == (4000, 9)
        assert category.shape == (4000, categories) and numbers.shape == (4000, codes)
        assert set(np.unique(category)) <= {0.0, 1.0}
        if categories:
            assert (category.sum(axis=1) == 1).all()
            np.testing.assert_allclose(category.mean(axis=0), 1 / categories, atol=0.03)
        if codes:
            assert np.abs(numbers).max() <= 1
            np.testing.assert_allclose(numbers.std(axis=0), 3**-0.5, atol=0.03)
        rest = drawn[:, categories + codes :]
        np.testing.assert_allclose(rest.std(axis=0), 1.0, atol=0.05)


def test_mistakes():
    with pytest.raises(UserError, match="Unknown latent distribution 'gauss'"):
        Latents(3, "gauss")
    with pytest.raises(UserError, match="leave no noise among 12 latents"):
        Latents(12, categories=10, codes=2)
