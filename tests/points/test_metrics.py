import runpy
import sys

import numpy as np
import pytest

from ter_gan.points import metrics
from ter_gan.points.datasets import load, modes
from ter_gan.points.metrics import (
    energy_distance,
    floor,
    intrinsic_dimension,
    mode_coverage,
    quality,
)

CENTRES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])


def test_by_hand():
    samples = [[0, 0], [0, 2.9], [0, 3.1], [10, 3.0], [5, 5]]
    assert mode_coverage(samples, CENTRES, 1.0) == {
        "modes_covered": 2,
        "high_quality_share": 3 / 5,
    }


def test_the_options():
    samples = [[0, 0], [0, 2.9], [10, 0]]
    assert mode_coverage(samples, CENTRES, 1.0, radius=2)["high_quality_share"] == 2 / 3
    assert mode_coverage(samples, CENTRES, 1.0, least=2)["modes_covered"] == 1
    assert mode_coverage(samples, CENTRES, 1.0, least=3)["modes_covered"] == 0


def test_a_sample_counts_for_its_nearest_mode_alone():
    close = np.array([[0.0], [1.0]])
    assert mode_coverage([[0.4]], close, 1.0)["modes_covered"] == 1


@pytest.mark.parametrize("name", ["ring", "grid"])
def test_real_points_cover_all_and_a_collapsed_generator_one(name):
    centres, std = modes(name)
    real = mode_coverage(load(name).test.x[:2500], centres, std)
    assert real["modes_covered"] == len(centres)
    # share of a two-dimensional Gaussian within 3 standard deviations
    assert real["high_quality_share"] == pytest.approx(1 - np.exp(-4.5), abs=0.006)
    collapsed = mode_coverage(np.tile(centres[1], (100, 1)), centres, std)
    assert collapsed == {"modes_covered": 1, "high_quality_share": 1.0}
    assert mode_coverage(centres + 0.4, centres, std)["modes_covered"] == 0


@pytest.mark.parametrize("samples", [np.zeros((3, 1)), np.zeros(3), np.zeros((0, 2))])
def test_other_shapes_are_refused(samples):
    with pytest.raises(ValueError, match="Received shapes"):
        mode_coverage(samples, CENTRES, 1.0)


def test_divergence_of_the_shares_of_modes():
    even = np.tile(CENTRES, (4, 1)) + 0.3
    assert metrics.mode_divergence(even, CENTRES) == pytest.approx(0)
    one = np.tile(CENTRES[1], (5, 1))
    assert metrics.mode_divergence(one, CENTRES) == pytest.approx(np.log(3))
    shares = [*CENTRES[[0, 0, 0]], CENTRES[1]]  # 3/4, 1/4 and none
    expected = 0.75 * np.log(0.75 * 3) + 0.25 * np.log(0.25 * 3)
    assert metrics.mode_divergence(shares, CENTRES) == pytest.approx(expected)


def brute_force(x, y):
    def mean_distance(a, b):
        return np.linalg.norm(a[:, None] - b, axis=2).mean()

    return 2 * mean_distance(x, y) - mean_distance(x, x) - mean_distance(y, y)


@pytest.mark.parametrize("dimensions, tolerance", [(1, 1e-9), (2, 5e-3)])
def test_energy_distance_is_that_of_all_pairs(rng, dimensions, tolerance):
    x = rng.normal(size=(300, dimensions))
    y = rng.normal(size=(200, dimensions)) * [2.0, 0.5][:dimensions] + 0.3
    assert energy_distance(x, y) == pytest.approx(brute_force(x, y), rel=tolerance)
    assert energy_distance(x, y) == pytest.approx(energy_distance(y, x))
    # few directions are less exact: the tolerance above can fail
    if dimensions == 2:
        rough = energy_distance(x, y, directions=2)
        assert rough != pytest.approx(brute_force(x, y), rel=tolerance)


def test_energy_distance_of_what_is_known_in_closed_form(rng):
    assert energy_distance([[0.0, 0]], [[3.0, 4]]) == pytest.approx(10, rel=2e-3)
    assert energy_distance([[0.0]], [[5.0]]) == 10
    # N(0,1) against N(m,1) with E|N(m,2)| in closed form, at m = 1
    x, y = rng.normal(size=(2, 20_000, 1))
    cross = 2 / np.sqrt(np.pi) * np.exp(-1 / 4) + 0.5204998778130465  # erf(1/2)
    expected = 2 * cross - 4 / np.sqrt(np.pi)
    assert energy_distance(x, y + 1) == pytest.approx(expected, abs=0.02)


def test_energy_distance_of_equal_samples_and_its_unit(rng):
    x, y = rng.normal(size=(100, 2)), rng.uniform(size=(150, 2))
    assert energy_distance(x, x[::-1]) == pytest.approx(0, abs=1e-12)
    assert energy_distance(x, np.concatenate([x, x])) == pytest.approx(0, abs=1e-12)
    assert energy_distance(x, y) > 0.1
    moved = energy_distance(7 * x + 3, 7 * y + 3)
    assert moved == pytest.approx(7 * energy_distance(x, y))


@pytest.mark.parametrize("shape", [(4, 3), (4,), (0, 2), (4, 1)])
def test_energy_distance_of_other_shapes_is_refused(shape):
    with pytest.raises(ValueError, match="Received shapes"):
        energy_distance(np.zeros(shape), np.zeros((4, 2)))


def test_quality_of_real_points_is_at_its_floor():
    ring = load("ring")
    ground = floor(ring)
    real = quality(ring.validation.x, ring)
    assert ground["modes_covered"] == real["modes_covered"] == 8
    assert real["energy_distance"] < 5 * ground["energy_distance"] < 5e-3
    moved = quality(ring.validation.x + 0.1, ring)
    assert moved["energy_distance"] > 5 * ground["energy_distance"]
    one_mode = ring.validation.x[ring.validation.y == 0]
    assert quality(one_mode, ring)["modes_covered"] == 1
    assert quality(one_mode, ring)["energy_distance"] > 0.1


def test_data_without_modes_has_a_distance_alone():
    moons = load("two_moons")
    assert set(floor(moons, n=500)) == {"energy_distance"}
    with pytest.raises(ValueError, match="Received 25600"):
        floor(moons, draws=6)


def test_intrinsic_dimension_of_a_curve_and_of_a_disc(rng):
    t = rng.uniform(0, 3, size=2000)
    curve = np.stack([t * np.cos(4 * t), t * np.sin(4 * t)], axis=1)
    disc = rng.normal(size=(2000, 2))
    assert intrinsic_dimension(curve) == pytest.approx(1, abs=0.1)
    assert intrinsic_dimension(disc) == pytest.approx(2, abs=0.15)
    assert intrinsic_dimension(rng.normal(size=(2000, 3))) > 2.5
    # the same curve, much thicker than its points are apart
    thick = curve + 0.1 * rng.normal(size=curve.shape)
    assert intrinsic_dimension(thick) > 1.7


def test_intrinsic_dimension_of_points_that_fell_together():
    assert intrinsic_dimension(np.zeros((50, 2))) == 0
    assert intrinsic_dimension([[0, 0], [1, 1], [0, 0]]) == 0
    with pytest.raises(ValueError, match="Received shape"):
        intrinsic_dimension(np.zeros(5))


def test_a_film_does_without_scipy(monkeypatch):
    """Its import takes a noticeable part of a job's start."""
    monkeypatch.setitem(sys.modules, "scipy.spatial", None)
    names = runpy.run_path(metrics.__file__)
    assert names["energy_distance"]([[0.0, 0.0]], [[0.0, 0.0]]) == 0
    with pytest.raises(ImportError):
        names["intrinsic_dimension"](CENTRES)
