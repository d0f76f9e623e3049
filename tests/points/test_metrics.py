import numpy as np
import pytest

from ter_gan.points.datasets import load, modes
from ter_gan.points.metrics import mode_coverage

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
