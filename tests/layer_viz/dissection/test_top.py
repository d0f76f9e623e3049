import numpy as np

from layer_viz.dissection.top import top_samples


def test_planted_peaks_are_found():
    maps = np.zeros((12, 5, 6, 2))
    maps[7, 3, 4, 0], maps[2, 0, 5, 0], maps[11, 4, 0, 1] = 9, 8, 7
    top = top_samples(maps, k=2)
    assert top.indices[0].tolist() == [7, 2] and top.indices[1, 0] == 11
    assert top.values[0].tolist() == [9, 8]
    assert top.places[0].tolist() == [[3, 4], [0, 5]]


def test_vectors_have_no_places(rng):
    values = rng.normal(size=(30, 4))
    top = top_samples(values)
    assert top.places is None and top.indices.shape == (4, 9)
    np.testing.assert_array_equal(top.values, -np.sort(-values.T)[:, :9])


def test_few_samples_and_equal_values():
    top = top_samples(np.ones((3, 2)))
    assert top.indices.tolist() == [[0, 1, 2]] * 2
