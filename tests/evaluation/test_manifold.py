import numpy as np
import pytest

from ter_gan.evaluation.manifold import prdc, radii


def values(found):
    return {name: each.value for name, each in found.items()}


def whole(real, fake, k):
    """The four metrics from full matrices of distances, in float64."""

    def between(a, b):
        return np.linalg.norm(a[:, None] - b[None], axis=2)

    around_real = np.sort(between(real, real), axis=1)[:, k]
    around_fake = np.sort(between(fake, fake), axis=1)[:, k]
    d = between(real, fake)
    inside = d <= around_real[:, None]
    return {
        "precision": inside.any(axis=0).mean(),
        "recall": (d <= around_fake).any(axis=1).mean(),
        "density": inside.sum(axis=0).mean() / k,
        "coverage": inside.any(axis=1).mean(),
    }


@pytest.mark.parametrize("k", [1, 5])
@pytest.mark.parametrize("memory", [1, 2**14, 2**29])
def test_blocks_give_what_full_matrices_give(k, memory, rng):
    real, fake = rng.standard_normal((90, 3)), 1.5 * rng.standard_normal((70, 3)) + 0.5
    found = values(prdc(real, fake, k, memory))
    assert found == pytest.approx(whole(real, fake, k), abs=1e-9)
    assert len(set(found.values())) == 4


def test_equal_sets_have_one(rng):
    x = rng.standard_normal((100, 3))
    found = values(prdc(x, x))
    assert (found["precision"], found["recall"], found["coverage"]) == (1, 1, 1)
    assert found["density"] == pytest.approx(6 / 5, abs=0.2)  # itself and 5 others


def test_sets_far_apart_have_zero(rng):
    found = prdc(rng.standard_normal((50, 3)), 100 + rng.standard_normal((60, 3)))
    assert set(values(found).values()) == {0}


def test_collapse_is_low_recall_and_high_precision(rng):
    real = rng.standard_normal((200, 8))
    fake = 0.1 * rng.standard_normal((200, 8))
    found = values(prdc(real, fake))
    assert found["precision"] > 0.95 and found["density"] > 1.5
    assert found["recall"] < 0.1 and found["coverage"] < 0.4


def test_density_of_the_same_law_is_near_one(rng):
    found = prdc(rng.standard_normal((500, 3)), rng.standard_normal((500, 3)))
    assert abs(found["density"].value - 1) < 4 * found["density"].error


def test_radii_of_points_on_a_line():
    line = np.arange(10.0)[:, None]
    assert radii(line, 1).tolist() == [1] * 10
    assert radii(line, 2).tolist() == [4] + [1] * 8 + [4]
