import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.latent import choose, combine, neighbours, shift
from ter_gan.images.latent.arithmetic import by_brightness, by_class
from tests.images.latent.spaces import Judge, linear, planted


def test_known_groups(rng):
    plus, minus, base = (rng.standard_normal((n, 4)) for n in (3, 5, 2))
    expected = base.mean(axis=0) + plus.mean(axis=0) - minus.mean(axis=0)
    np.testing.assert_allclose(combine(plus, minus, base), expected, rtol=1e-5)
    np.testing.assert_allclose(combine(plus, plus, base), base.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(shift(plus, minus), -shift(minus, plus))


def test_the_picture_is_the_sum_where_the_generator_is_linear():
    space = linear(planted()[0])
    groups = np.split(space.draw(12, 0), 3)
    image = space.decode(combine(*groups)[None])[0]
    plus, minus, base = (space.decode(group).mean(axis=0) for group in groups)
    np.testing.assert_allclose(image, base + plus - minus, atol=1e-5)


def test_the_best_are_chosen_and_never_too_few():
    np.testing.assert_array_equal(choose([0.1, 0.9, 0.5, 0.9], 3), [1, 3, 2])
    with pytest.raises(UserError, match="there are 2"):
        choose([0.1, 0.2], 3)


def test_predicates(rng):
    images = np.stack([np.full((8, 8, 1), level, "uint8") for level in (0, 51, 255)])
    np.testing.assert_allclose(by_brightness(images), [0, 0.2, 1])
    np.testing.assert_allclose(by_class(Judge(), images, 1), [0, 0, 1])
    with pytest.raises(UserError, match="knows the classes 0 … 1"):
        by_class(Judge(), images, 2)


def test_neighbours_are_near():
    around = neighbours(np.ones(4), 500, seed=0)
    assert 0.24 < np.abs(around - 1).max() <= 0.25
    np.testing.assert_array_equal(around, neighbours(np.ones(4), 500, seed=0))
