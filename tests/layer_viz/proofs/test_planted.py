"""Planted rules: right maps lie inside the patch, blind ones do not."""

import numpy as np
import pytest

from layer_viz.attribution import METHODS, attribute
from layer_viz.proofs import planted, random_map, sobel_map
from layer_viz.subject import Subject
from ter_gan.errors import UserError

SHAPE, PATCH = (16, 16, 1), (4, 8, 6, 4)
AREA = 6 * 4 / 16**2
X = np.random.default_rng(0).uniform(-1, 1, (8, *SHAPE)).astype("float32")
EXACT = ("gradient", "gradient-x-input", "smoothgrad", "integrated-gradients")


def mass(found, truth):
    """Share of the map's absolute values inside the patch."""
    found = np.abs(found)
    return (found * truth).sum() / found.sum()


def grown(truth, by):
    rows, columns = np.nonzero(truth)
    larger = np.zeros_like(truth)
    larger[
        max(0, rows.min() - by) : rows.max() + by + 1,
        max(0, columns.min() - by) : columns.max() + by + 1,
    ] = True
    return larger


def pointing(found, truth):
    """Share of the images whose largest absolute value lies inside the patch."""
    flat = np.abs(found).reshape(len(found), -1)
    return truth.ravel()[flat.argmax(1)].mean()


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_only_the_patch_matters(kind):
    subject, truth = planted(SHAPE, PATCH, kind=kind)
    assert truth.sum() == 24 and truth[4:10, 8:12].all()
    outside, inside = X.copy(), X.copy()
    outside[:, ~truth] = 0.7
    inside[:, truth] = 0.7
    score = np.array(subject.score(X))
    np.testing.assert_array_equal(subject.score(outside), score)
    assert np.abs(np.array(subject.score(inside)) - score).max() > 1e-2


@pytest.mark.parametrize("kind", ["dense", "conv"])
@pytest.mark.parametrize("method", [*EXACT, "guided-backprop"])
def test_gradients_lie_inside(method, kind):
    subject, truth = planted(SHAPE, PATCH, kind=kind)
    found = attribute(method, subject, X).map
    assert mass(found, truth) == 1 and pointing(found, truth) == 1


@pytest.mark.parametrize("kind", ["dense", "conv"])
def test_occlusion_lies_where_its_squares_touch(kind):
    subject, truth = planted(SHAPE, PATCH, kind=kind)
    found = attribute("occlusion", subject, X).map
    assert mass(found, grown(truth, 3)) == 1
    assert mass(found, truth) > 3 * AREA
    fine = METHODS["occlusion"].function(subject, X, -np.ones_like(X), size=1)
    assert mass(fine.map, truth) == 1


def test_rise_and_class_activation_maps_point_there():
    subject, truth = planted(SHAPE, PATCH, kind="conv")
    masks = METHODS["rise"].function(subject, X, -np.ones_like(X), masks=400).map
    assert pointing(masks, grown(truth, 3)) >= 0.75
    for method in ("grad-cam", "grad-cam++"):
        found = attribute(method, subject, X).map
        assert pointing(found, grown(truth, 3)) >= 0.75
        fine = attribute(method, subject, X, layer="act_1").map
        assert mass(fine, grown(truth, 4)) == 1


def test_blind_maps_are_at_chance():
    _, truth = planted(SHAPE, PATCH)
    for found in (random_map(X), sobel_map(X)):
        assert mass(found, truth) == pytest.approx(AREA, abs=0.03)
        assert pointing(found, truth) <= 0.5


def test_a_map_of_another_place_is_found_out():
    subject, truth = planted(SHAPE, PATCH)
    mirrored = Subject(subject.model, lambda x: subject.score(x[:, :, ::-1]))
    assert mass(attribute("gradient", mirrored, X).map, truth) == 0


def test_unknown_kind():
    with pytest.raises(UserError, match="conv"):
        planted(SHAPE, PATCH, kind="convolution")
