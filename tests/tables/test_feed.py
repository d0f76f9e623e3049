import numpy as np
import pytest

from ter_gan.tables.feed import ConditionalRows, Rows
from tests.tables.small import table


@pytest.fixture(scope="module")
def dataset():
    return table()


def test_rows_are_encoded_and_a_function_of_seed_and_step(dataset):
    feed = Rows(dataset, 50, seed=3)
    np.testing.assert_array_equal(feed[1], Rows(dataset, 50, seed=3)[1])
    assert feed[0].shape == (50, dataset.encoder.width)
    known = {row.tobytes() for row in dataset.encoded[:]}
    assert {row.tobytes() for row in feed[0]} <= known
    feed.steps_per_batch = 2
    assert len(feed[0]) == 100


def test_a_small_table_fills_a_large_batch(dataset):
    assert len(Rows(dataset, 1000)[0]) == 1000


def test_every_row_meets_its_condition(dataset):
    feed, choices = ConditionalRows(dataset, 400, seed=1), dataset.encoded
    rows, asked = np.split(feed[0], [dataset.encoder.width], axis=1)
    assert (asked <= rows[:, choices.places]).all()
    spans = np.split(asked, np.cumsum([len(c) for c in choices.counts])[:-1], axis=1)
    about = np.stack([each.sum(axis=1) for each in spans], axis=1)
    assert about.max() == 1 and about.sum(axis=1).min() == 1
    assert (about.sum(axis=1) > 1).mean() == pytest.approx(0.4, abs=0.15)


def test_rare_options_come_by_the_logarithm_of_their_frequency(dataset):
    feed, choices = ConditionalRows(dataset, 20_000, seed=1), dataset.encoded
    sizes = [len(counts) for counts in choices.counts]
    column = 1  # sex
    counts, start = choices.counts[column], sum(sizes[:column])
    wanted = np.log1p(counts) / np.log1p(counts).sum() / len(sizes)
    found = feed.probability[start : start + sizes[column]]
    np.testing.assert_allclose(found, wanted)
    place = choices.places[start + counts.argmin()]
    rows, _ = feed._chosen(0)
    seen = dataset.encoded[rows][:, place].mean()
    assert seen > 1.5 * counts.min() / counts.sum()
