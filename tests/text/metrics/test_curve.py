import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.text.metrics.curve import Curve, Point, front, gap, picture, quality_at
from ter_gan.text.metrics.scores import Scores

TEMPERATURES = (0.5, 0.8, 1.0, 1.3)


def model(rng, name, above=0.0, spread=0.3, n=400):
    """A curve with quality = 5 - diversity + `above`, and noise of sentences."""
    tested, points = rng.normal(0, spread, n), []
    for t in TEMPERATURES:
        counts = np.full(n, 10)
        quality = (5 - (2 - t) + above + rng.normal(0, spread, n)) * counts
        points.append(Point(f"{t}", Scores(quality, counts), Scores.of(2 - t + tested)))
    return Curve(name, points)


def test_front_leaves_out_what_is_beaten():
    places = np.array([[3.0, 1], [1, 3], [2, 2], [2, 4], [3.5, 1], [1, 5]])
    np.testing.assert_array_equal(front(places), [[1, 3], [2, 2], [3, 1]])


def test_interpolation_is_exact_on_a_line_and_monotone():
    line = np.array([[1.0, 5], [2, 4], [4, 2]])
    np.testing.assert_allclose(quality_at(np.array([1, 1.5, 3]), line), [5, 4.5, 3])
    steep = np.array([[1.0, 9], [1.1, 3], [4, 2.9], [5, 0]])
    assert (np.diff(quality_at(np.linspace(1, 5, 99), steep)) <= 0).all()
    assert np.isnan(quality_at(0.9, line)) and np.isnan(quality_at(4.1, line))


def test_gap_and_area_of_parallel_curves(rng):
    found = gap(model(rng, "a", 0.5, 1e-9), model(rng, "b", 0, 1e-9), resamples=20)
    assert found.value == pytest.approx(0.5)
    assert found.details["area"] == pytest.approx(0.5 * 0.8)
    assert found.details["range"] == pytest.approx([0.7, 1.5])


def test_interval_covers_the_truth_and_not_zero(rng):
    hits = zeros = 0
    for _ in range(20):
        found = gap(model(rng, "a", 0.2), model(rng, "b"), resamples=60).details
        hits += found["low"] <= 0.2 <= found["high"]
        zeros += found["low"] <= 0 <= found["high"]
    assert hits >= 16
    assert zeros == 0


def test_one_point_is_compared_where_it_is(rng):
    base = model(rng, "base", 0, 1e-9)
    one = Curve("one", model(rng, "a", 0.3, 1e-9).points[1:2])
    found = gap(one, base, resamples=5)
    assert found.value == pytest.approx(0.3)
    assert found.details["area"] == 0


def test_no_common_range(rng):
    a, b = model(rng, "a"), model(rng, "b")
    assert gap(Curve("a", a.points[:2]), Curve("b", b.points[2:]), 5) is None


def test_needs_the_same_test_sentences(rng):
    with pytest.raises(UserError, match="same test sentences"):
        gap(model(rng, "a"), model(rng, "b", n=300))


def test_picture_shows_each_curve_and_the_star(rng):
    curves = [model(rng, "a"), model(rng, "b", 0.5)]
    drawn = [
        np.asarray(picture(curves[:1])),
        np.asarray(picture(curves)),
        np.asarray(picture(curves, curves[0].points[0])),
    ]
    heights = [image.shape[0] for image in drawn]
    assert heights[0] < heights[1] == heights[2]  # a line of the legend
    assert all(image.shape[1:] == (600, 3) for image in drawn)
    assert (drawn[1] != drawn[2]).any()
