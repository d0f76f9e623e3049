import numpy as np
import pytest

from ter_gan.images.metrics.kernel import blocks, kernel_distance


def by_hand(x, y):
    """The unbiased estimate of one block, term by term."""

    def k(a, b):
        return (a @ b / len(a) + 1) ** 3

    n = len(x)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    within = sum(k(x[i], x[j]) + k(y[i], y[j]) for i, j in pairs) / len(pairs)
    return within - 2 * sum(k(a, b) for a in x for b in y) / n**2


def test_two_in_a_block():
    x = np.repeat([[1.0, 1], [1, 1]], 10, axis=0)  # k = 8
    y = np.repeat([[-1.0, 1], [-1, 1]], 10, axis=0)  # k = 8 within, 1 between
    found = kernel_distance(x, y)
    assert found.value == pytest.approx(8 + 8 - 2)
    assert found.error == 0
    assert found.details == {"block_std": 0, "blocks": 10, "block_size": 2}


def test_mean_of_blocks_by_hand(rng):
    x, y = rng.standard_normal((40, 3)), rng.standard_normal((40, 3)) + 1
    each = [by_hand(*pair) for pair in blocks(x, y)]
    found = kernel_distance(x, y)
    assert len(each) == 10 and len(set(each)) == 10
    assert found.value == pytest.approx(np.mean(each))
    assert found.error == pytest.approx(np.std(each, ddof=1) / 10**0.5)


@pytest.mark.parametrize("n, m", [(60, 40), (60, 60)])
def test_around_zero_for_the_same_law_and_not_for_another(n, m):
    rng = np.random.default_rng(0)
    draws = [
        kernel_distance(rng.standard_normal((n, 4)), rng.standard_normal((m, 4)))
        for _ in range(60)
    ]
    values = [each.value for each in draws]
    assert min(values) < 0 < max(values)
    assert abs(np.mean(values)) < 3 * np.std(values) / len(values) ** 0.5
    far = kernel_distance(
        rng.standard_normal((600, 4)), rng.standard_normal((400, 4)) + 1
    )
    assert far.interval[0] > max(values)


@pytest.mark.parametrize(
    "n, m, size, most, expected",
    [
        (100, 100, 10, 100, [10] * 10),
        (105, 100, 10, 100, [10] * 6 + [9] * 5),
        (100, 100, 1000, 100, [10] * 10),
        (500, 500, 10, 12, [10] * 12),
    ],
)
def test_blocks_are_disjoint_and_no_larger_than_asked(n, m, size, most, expected, rng):
    x, y = np.arange(float(n))[:, None], np.arange(float(m))[:, None]
    cut = blocks(x, y, size, most)
    assert [len(block) for block, _ in cut] == expected
    for side in zip(*cut):
        used = np.concatenate(side)[:, 0]
        assert len(set(used)) == len(used)
