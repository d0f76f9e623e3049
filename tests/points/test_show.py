import matplotlib
import numpy as np
import pytest

from ter_gan.points.show import picture

REAL = np.random.default_rng(0).normal(size=(500, 2))


def red(image):
    """Where generated points were drawn: the real ones are grey."""
    pixels = np.asarray(image).astype(int)
    return pixels[..., 0] - pixels[..., 1] > 60


@pytest.mark.parametrize("dimensions", [1, 2])
def test_size_and_both_layers(dimensions):
    real = REAL[:, :dimensions]
    image = picture(real[:100], real, size=300)
    assert image.size == (300, 300)
    assert image.mode == "RGB"
    assert red(image).sum() > 100


def test_points_are_where_they_should_be():
    """Upper right in the data is upper right in the picture."""
    samples = np.full((50, 2), 2.0)
    rows, columns = np.nonzero(red(picture(samples, REAL, size=400)))
    inside = (rows > 40) & (columns > 60)  # not the legend
    assert np.median(columns[inside]) > 220
    assert np.median(rows[inside]) < 180


def test_limits_do_not_depend_on_the_samples():
    near, far = np.zeros((5, 2)), np.full((5, 2), 1e6)
    frames = [np.asarray(picture(samples, REAL, size=300)) for samples in (near, far)]
    np.testing.assert_array_equal(frames[0][:255, :30], frames[1][:255, :30])
    assert (frames[0][270:] != frames[1][270:]).any()  # "100.0% … lie outside"


def test_generated_points_alone():
    alone = picture(REAL, size=300)
    assert red(alone).sum() > red(picture(REAL[:9], REAL, size=300)).sum()


def test_a_title_and_no_global_state():
    before = dict(matplotlib.rcParams)
    titled, plain = (picture(REAL, REAL, title=t) for t in ("epoch 3", None))
    assert (np.asarray(titled)[:30] != np.asarray(plain)[:30]).any()
    assert dict(matplotlib.rcParams) == before


def test_it_is_deterministic():
    images = [np.asarray(picture(REAL[:50], REAL)) for _ in range(2)]
    np.testing.assert_array_equal(*images)


@pytest.mark.parametrize("samples", [np.zeros((5, 1)), np.zeros(5)])
def test_other_dimensions_are_refused(samples):
    with pytest.raises(ValueError, match="Received shapes"):
        picture(samples, REAL)


def test_three_dimensions_are_refused():
    with pytest.raises(ValueError, match="Received shapes"):
        picture(np.zeros((5, 3)), np.zeros((5, 3)))
