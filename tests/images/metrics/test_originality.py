import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.metrics.originality import copy_rate, nearest


def drawn(rng, n):
    return rng.standard_normal((n, 6))


def test_nearest_by_hand():
    train = np.array([[0.0, 0], [3, 4], [10, 0]])
    indices, distances = nearest(train, np.array([[3.0, 4], [1, 0], [10, 2]]))
    assert indices.tolist() == [1, 0, 2]
    assert distances.tolist() == [0, 1, 2]


@pytest.mark.parametrize("memory", [1, 2**29])
def test_nearest_in_blocks_is_the_nearest(memory, rng):
    train, fake = drawn(rng, 80), drawn(rng, 30)
    table = np.linalg.norm(fake[:, None] - train, axis=2)
    indices, distances = nearest(train, fake, memory)
    assert (indices == table.argmin(axis=1)).all()
    assert distances == pytest.approx(table.min(axis=1))


def test_copies_have_rate_one(rng):
    train = drawn(rng, 300)
    found = copy_rate(train, train[:200] + 1e-6, drawn(rng, 200))
    assert found.value == 1
    assert found.details["nearer"] == 1


@pytest.mark.parametrize("level", [0.01, 0.1])
def test_new_ones_have_about_the_nominal_rate(level, rng):
    found = copy_rate(drawn(rng, 500), drawn(rng, 4000), drawn(rng, 4000), level)
    assert abs(found.value - level) < 4 * found.error
    assert found.error < level
    assert found.details["nearer"] == pytest.approx(0.5, abs=0.03)


def test_planted_memorisation_is_found(rng):
    train, held_out = drawn(rng, 500), drawn(rng, 1000)
    fake = np.concatenate([drawn(rng, 700), train[:300] + 1e-3])
    found = copy_rate(train, fake, held_out)
    assert found.value == pytest.approx(0.3 + 0.7 * 0.01, abs=0.02)
    assert found.interval[0] > 0.2


def test_garbage_is_no_copy(rng):
    found = copy_rate(drawn(rng, 500), 5 * drawn(rng, 500), drawn(rng, 500))
    assert found.value < 0.01 and found.details["nearer"] < 0.1


def test_level_needs_held_out_images(rng):
    with pytest.raises(UserError, match="at least 100 held-out vectors; received 99"):
        copy_rate(drawn(rng, 50), drawn(rng, 50), drawn(rng, 99))
