import numpy as np
import pytest
from scipy.stats import wasserstein_distance

from ter_gan.errors import UserError
from ter_gan.images.metrics import sliced
from ter_gan.images.metrics.sliced import laplacian_pyramid, sliced_wasserstein


def smooth(rng, n=40, side=16, channels=1):
    """Images of low waves, whose phase differs."""
    y, x = np.mgrid[:side, :side] / side
    phase = rng.uniform(0, 2 * np.pi, (n, 1, 1, channels))
    wave = np.sin(2 * np.pi * (x + y)[None, :, :, None] + phase)
    return (127.5 + 100 * wave).astype("uint8")


def test_equal_images_have_distance_zero(rng):
    images = smooth(rng)
    found = sliced_wasserstein(images, images[::-1])
    assert (found.value, found.error) == (0, 0)


def test_grows_with_noise(rng):
    images, other = smooth(rng), smooth(rng).astype("float64")
    noisy = [other + s * rng.standard_normal(other.shape) for s in (0, 20, 60)]
    values = [sliced_wasserstein(images, each).value for each in noisy]
    assert values == sorted(values) and values[2] > 3 * values[0]


def test_mean_and_contrast_are_normalised_away(rng):
    images = smooth(rng) / 2.0
    assert sliced_wasserstein(images, 30 + 1.5 * images).value < 1e-6
    assert sliced_wasserstein(images, 30 + 1.5 * images[:, ::-1]).value > 0.01


def test_many_images_have_fewer_patches_each(rng, monkeypatch):
    images, other = smooth(rng), smooth(rng)
    assert sliced_wasserstein(images, other).details["patches"] == 16
    monkeypatch.setattr(sliced, "MOST", 100)
    found = sliced_wasserstein(images, other)
    assert found.details["patches"] == 2  # of each of 40 images
    assert found.value == sliced_wasserstein(images, other, patches=2).value > 0


def test_levels_are_named_by_their_size(rng):
    images = smooth(rng, 20, 32, 3)
    found = sliced_wasserstein(images, smooth(rng, 25, 32, 3), projections=8)
    levels = found.details["levels"]
    assert list(levels) == ["32px", "16px"]
    assert found.value == pytest.approx(np.mean(list(levels.values())))
    small = sliced_wasserstein(images[:, :15, :20], images[:, :15, :20])
    assert list(small.details["levels"]) == ["15px"]


@pytest.mark.parametrize("side", [32, 33])
def test_pyramid_can_be_put_together_again(side, rng):
    images = rng.standard_normal((2, side, side, 1))
    fine, coarse = laplacian_pyramid(images, 2)
    assert coarse.shape[1] == -(-side // 2)
    spaced = np.zeros_like(images)
    spaced[:, ::2, ::2] = 4 * coarse
    assert fine + sliced._blurred(spaced) == pytest.approx(images)


def test_pyramid_of_a_flat_image_is_flat():
    fine, coarse = laplacian_pyramid(np.full((1, 32, 32, 1), 7.0), 2)
    assert fine == pytest.approx(0 * fine, abs=1e-12)
    assert coarse == pytest.approx(7 + 0 * coarse)


def test_distance_along_a_direction_is_wasserstein(rng):
    a, b = rng.standard_normal((1, 50)), rng.standard_normal((1, 50)) + 1
    assert sliced._wasserstein(a, b) == pytest.approx(wasserstein_distance(a[0], b[0]))


def test_patches_are_pieces_of_their_image(rng):
    images = np.arange(3 * 9 * 9 * 2.0).reshape(3, 9, 9, 2)
    found = sliced._patches(images, 4, rng)
    pieces = {
        images[i, y : y + 7, x : x + 7].tobytes()
        for i in range(3)
        for y in range(3)
        for x in range(3)
    }
    assert found.shape == (12, 7, 7, 2)
    assert {np.ascontiguousarray(each).tobytes() for each in found} <= pieces
    assert [int(each.min() // 162) for each in found] == [0] * 4 + [1] * 4 + [2] * 4


@pytest.mark.parametrize("how, axes", [("channel", (0,)), ("patch", (1,))])
def test_what_is_normalised(how, axes, rng):
    (level,) = sliced.descriptors(smooth(rng), 4, how)
    whole = level if how == "patch" else level.reshape(1, -1)
    assert whole.mean(axis=1) == pytest.approx(0, abs=1e-5)
    assert whole.std(axis=1) == pytest.approx(1, abs=1e-4)


def test_shapes_must_agree_and_hold_a_patch(rng):
    with pytest.raises(UserError, match=r"\(16, 16, 1\) and \(16, 16, 3\)"):
        sliced_wasserstein(smooth(rng), smooth(rng, channels=3))
    with pytest.raises(UserError, match="at least 7 pixels"):
        sliced_wasserstein(smooth(rng)[:, :6], smooth(rng)[:, :6])
