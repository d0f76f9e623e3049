import numpy as np
import pytest

from layer_viz.dissection import concepts


def digit(*strokes):
    """A dark image of 16x16 with bright boxes (top, left, bottom, right)."""
    image = -np.ones((16, 16, 1), "float32")
    for top, left, bottom, right in strokes:
        image[top:bottom, left:right] = 1
    return image


def ring():
    return digit((3, 3, 13, 5), (3, 11, 13, 13), (3, 3, 5, 13), (11, 3, 13, 13))


def diagonal(rising):
    image = -np.ones((16, 16, 1), "float32")
    for row in range(16):
        column = 15 - row if rising else row
        image[row, max(0, column - 1) : column + 2] = 1
    return image


def test_a_hole_is_enclosed_ground():
    hole = concepts.concept_masks(ring()[None])["hole"][0]
    inside = np.zeros((16, 16), bool)
    inside[5:11, 5:11] = True
    np.testing.assert_array_equal(hole, inside)
    opened = ring()
    opened[3:5, 7] = -1
    assert not concepts.concept_masks(opened[None])["hole"].any()


def test_flood_fill_follows_a_winding_path():
    ground = np.ones((1, 15, 15), bool)
    ground[0, 1:14, 1:14] = False
    for row in range(2, 13, 2):  # a snake, joined to nothing
        ground[0, row, 2:13] = True
        ground[0, row + 1, 12 if row % 4 else 2] = row < 12
    snake = ground.copy()
    snake[0, [0, -1]], snake[0, :, [0, -1]] = False, False
    np.testing.assert_array_equal(concepts.enclosed(ground), snake)
    ground[0, 2, 1] = True
    assert not concepts.enclosed(ground).any()


@pytest.mark.parametrize(
    ("image", "name"),
    [
        (digit((2, 7, 14, 10)), "vertical stroke"),
        (digit((7, 2, 10, 14)), "horizontal stroke"),
        (diagonal(rising=True), "rising stroke"),
        (diagonal(rising=False), "falling stroke"),
    ],
)
def test_strokes_know_their_direction(image, name):
    masks = concepts.concept_masks(image[None])
    shares = {k: v.mean() for k, v in masks.items() if k.endswith(" stroke")}
    assert max(shares, key=shares.get) == name
    assert shares[name] > 0.6 * masks["stroke"].mean()


def test_edges_corners_and_halves():
    masks = concepts.concept_masks(digit((2, 2, 14, 7))[None])
    assert masks["edge"][0, 8, 2] and not masks["edge"][0, 8, 4]
    assert masks["corner"][0, 2, 2] and not masks["corner"][0, 8, 2]
    np.testing.assert_array_equal(masks["stroke at the left"], masks["stroke"])
    assert not masks["stroke at the right"].any()
    assert masks["stroke at the top"][0, 7, 3] and masks["stroke at the bottom"].any()


def test_a_unit_that_is_the_stroke_has_iou_one(rng):
    images = np.stack([ring(), digit((2, 7, 14, 10)), diagonal(True)] * 4)
    masks = concepts.concept_masks(images)
    planted = np.stack([masks["stroke"], masks["vertical stroke"]], axis=-1)
    found = concepts.best_concepts(planted.astype("float32"), masks)
    assert found.names == ["stroke", "vertical stroke"]
    np.testing.assert_allclose(found.values, 1)
    noise = rng.normal(size=(12, 16, 16, 20))
    assert concepts.best_concepts(noise, masks).values.max() < 0.25


def test_masks_are_enlarged_and_have_the_share_asked_for(rng):
    maps = rng.normal(size=(10, 4, 4, 3))
    masks = concepts.unit_masks(maps, (16, 16), 0.1)
    assert masks.shape == (3, 10, 16, 16)
    np.testing.assert_allclose(masks.mean(axis=(1, 2, 3)), 0.1, atol=0.001)
    assert not concepts.unit_masks(np.zeros((2, 4, 4, 1)), (8, 8), 0.1).any()


def test_classes_are_concepts_of_whole_images():
    images, labels = np.stack([digit()] * 6), [0, 0, 1, 1, 2, 2]
    masks = concepts.concept_masks(images, labels, ["cat", "dog", "owl"])
    maps = np.zeros((6, 4, 4, 1))
    maps[2:4] = 1
    found = concepts.best_concepts(maps, masks)
    assert found.names == ["class dog"] and found.values == 1


def test_area_under_roc_counts_pairs(rng):
    labels = np.repeat([0, 1, 2], 10)
    units = np.stack([labels == 1, -labels, np.zeros(30)], axis=1)
    found = concepts.best_classes(units, labels)
    assert found.names[:2] == ["class 1", "class 0"]
    np.testing.assert_allclose(found.values, [1, 1, 0.5])
    noise = rng.normal(size=(3000, 1))
    half = concepts.area_under_roc(noise, np.arange(3000) % 2 == 0)
    np.testing.assert_allclose(half, 0.5, atol=0.05)
    with pytest.raises(ValueError, match="two classes"):
        concepts.best_classes(units, np.zeros(30))
