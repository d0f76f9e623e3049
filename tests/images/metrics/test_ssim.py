import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.metrics.ssim import ms_ssim, pairwise_similarity, ssim


def noise(rng, n=4, side=16, channels=1):
    return rng.integers(0, 256, (n, side, side, channels)).astype("float64")


@pytest.mark.parametrize("similarity, side", [(ssim, 16), (ms_ssim, 176)])
def test_equal_images_have_one_and_others_less(similarity, side, rng):
    x, y = noise(rng, 2, side), noise(rng, 2, side)
    assert similarity(x, x) == pytest.approx(1)
    assert (similarity(x, y) < 0.5).all()
    assert similarity(x, y) == pytest.approx(similarity(y, x))


@pytest.mark.parametrize("similarity, side", [(ssim, 16), (ms_ssim, 176)])
def test_flat_images_differ_in_luminance_only(similarity, side):
    x, y = np.full((1, side, side, 3), 100.0), np.full((1, side, side, 3), 160.0)
    c = (0.01 * 255) ** 2
    luminance = (2 * 100 * 160 + c) / (100**2 + 160**2 + c)
    expected = luminance if similarity is ssim else luminance**0.1333
    assert similarity(x, y) == pytest.approx(expected)


def test_one_window_by_hand(rng):
    x, y = noise(rng, 1, 11), noise(rng, 1, 11)
    line = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    w = np.outer(line, line) / line.sum() ** 2
    a, b = x[0, :, :, 0], y[0, :, :, 0]
    means = (w * a).sum(), (w * b).sum()
    variances = (w * (a - means[0]) ** 2).sum() + (w * (b - means[1]) ** 2).sum()
    covariance = (w * (a - means[0]) * (b - means[1])).sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    expected = (2 * means[0] * means[1] + c1) / (means[0] ** 2 + means[1] ** 2 + c1)
    expected *= (2 * covariance + c2) / (variances + c2)
    assert ssim(x, y)[0] == pytest.approx(expected)


def test_inverted_image_is_unlike(rng):
    x = noise(rng)
    assert (ssim(x, 255 - x) < -0.9).all()


def test_collapse_is_seen(rng):
    varied, same = noise(rng, 100), np.repeat(noise(rng, 1), 100, axis=0)
    half = np.concatenate([varied[:50], same[:50]])
    found = [pairwise_similarity(each).value for each in (varied, half, same)]
    assert found == sorted(found) and found[2] == pytest.approx(1)


def test_no_image_is_in_two_pairs(rng):
    images = noise(rng, 9)
    assert pairwise_similarity(images).details == {"scales": 1, "pairs": 4}
    assert pairwise_similarity(images, pairs=3).details["pairs"] == 3
    assert pairwise_similarity(noise(rng, 4, 176)).details["scales"] == 5


def test_too_small_images_are_named(rng):
    with pytest.raises(UserError, match="11 pixels; received"):
        pairwise_similarity(noise(rng, 9, 10))
