import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.latent import over_categories, over_code
from ter_gan.images.latent.codes import check
from tests.images.latent.spaces import linear, planted


@pytest.fixture(scope="module")
def coded():
    """A space with 2 categories, 1 continuous code and 3 noises."""
    weights = planted(dim=6)[0]
    return linear(weights, categories=2, codes=1)


def test_draws_lie_inside_already():
    for law in ("normal", "uniform"):
        space = linear(planted()[0], law)
        latents = space.draw(1000, 0)
        moved = np.any(space.inside(latents) != latents, axis=1).mean()
        assert moved < 0.01
    assert linear(planted()[0]).draw(2000, 0).std() == pytest.approx(1, abs=0.05)


def test_sigma_is_that_of_the_law():
    for law in ("normal", "uniform"):
        space = linear(planted()[0], law)
        assert space.draw(5000, 0).std() == pytest.approx(space.sigma, rel=0.02)


def test_codes_come_back_to_what_they_can_be(coded):
    inside = coded.inside([[0.2, 0.9, 3.0, 9.0, 0.0, 0.0]])[0]
    np.testing.assert_allclose(inside, [0, 1, 1, np.sqrt(3) + 2, 0, 0], rtol=1e-6)


def test_a_walk_over_categories_changes_nothing_else(coded):
    latents = coded.draw(3, 0)
    walk = over_categories(coded, latents)
    np.testing.assert_array_equal(walk[:, :, :2], np.broadcast_to(np.eye(2), (3, 2, 2)))
    np.testing.assert_array_equal(walk[:, 1, 2:], latents[:, 2:])


def test_a_walk_along_a_code_changes_nothing_else(coded):
    latents = coded.draw(3, 0)
    walk = over_code(coded, latents, 0, (-2, 2))
    np.testing.assert_array_equal(walk[:, :, 2], [[-2, 2]] * 3)
    rest = [0, 1, 3, 4, 5]
    np.testing.assert_array_equal(walk[:, 0][:, rest], latents[:, rest])
    with pytest.raises(UserError, match="1 continuous codes"):
        over_code(coded, latents, 1, (0,))


def test_a_model_without_codes():
    with pytest.raises(UserError, match="no latent codes"):
        check(linear(planted()[0]))
