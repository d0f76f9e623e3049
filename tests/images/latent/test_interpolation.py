import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.latent import interpolate, suited, tour


@pytest.fixture
def ends(rng):
    return rng.standard_normal((2, 16)).astype("float32")


@pytest.mark.parametrize("how", ["linear", "spherical"])
@pytest.mark.parametrize("steps", [2, 3, 11])
def test_the_ends_are_exact(ends, how, steps):
    path = interpolate(*ends, steps, how)
    assert path.shape == (steps, 16) and path.dtype == "float32"
    np.testing.assert_array_equal(path[[0, -1]], ends)


def test_linear_is_the_straight_line(ends):
    path = interpolate(*ends, 5, "linear")
    np.testing.assert_allclose(path[1], 0.75 * ends[0] + 0.25 * ends[1], rtol=1e-6)


def test_spherical_keeps_the_length_and_turns_evenly(ends):
    ends *= 3 / np.linalg.norm(ends, axis=1, keepdims=True)
    path = interpolate(*ends, 9, "spherical").astype("float64")
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), 3, rtol=1e-6)
    angle = np.arccos(ends[0] @ ends[1] / 9)
    turned = np.arccos(np.sum(path[:-1] * path[1:], axis=1) / 9)
    np.testing.assert_allclose(turned, angle / 8, rtol=1e-4)
    straight = interpolate(*ends, 9, "linear")
    middle = np.linalg.norm(straight[4])
    assert middle == pytest.approx(3 * np.cos(angle / 2), rel=1e-5)


def test_a_quarter_turn_is_known():
    path = interpolate([1.0, 0.0], [0.0, 1.0], 3, "spherical")
    np.testing.assert_allclose(path[1], [np.sqrt(0.5)] * 2, rtol=1e-6)


def test_many_paths_are_each_their_own(rng):
    start, end = rng.standard_normal((2, 5, 8))
    many = interpolate(start, end, 4, "spherical")
    for i in range(5):
        one = interpolate(start[i], end[i], 4, "spherical")
        np.testing.assert_allclose(many[:, i], one, rtol=1e-6)


def test_parallel_ends_have_the_straight_line():
    path = interpolate([1.0, 1.0], [2.0, 2.0], 3, "spherical")
    np.testing.assert_allclose(path[1], [1.5, 1.5], rtol=1e-6)


@pytest.mark.parametrize(
    "end, steps, how, expected",
    [
        ([-1.0, 0.0], 3, "spherical", "opposite"),
        ([0.0, 0.0], 3, "spherical", "not zero"),
        ([0.0, 1.0], 1, "linear", "at least 2 steps"),
        ([0.0, 1.0], 3, "shperical", "spherical"),
    ],
)
def test_mistakes(end, steps, how, expected):
    with pytest.raises(UserError, match=expected):
        interpolate([1.0, 0.0], end, steps, how)


def test_a_tour_passes_every_sample_and_closes(rng):
    points = rng.standard_normal((3, 8)).astype("float32")
    way = tour(points, 4, "linear")
    assert way.shape == (12, 8)
    np.testing.assert_array_equal(way[::4], points)
    np.testing.assert_allclose(way[10], (points[2] + points[0]) / 2, rtol=1e-5)


def test_uniform_latents_have_straight_lines_only():
    assert suited("uniform") == ("linear",)
    assert set(suited("normal")) == {"linear", "spherical"}
