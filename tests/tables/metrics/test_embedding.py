import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.evaluation.manifold import prdc
from ter_gan.tables.baselines import TrainCopy
from ter_gan.tables.metrics.embedding import Embedding, neighbours, subsample
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed

NAN = np.nan


def test_distances_of_single_differences():
    reference = np.stack([np.arange(100.0), np.zeros(100)], axis=1)
    embed = Embedding(reference, [False, True], [0, 3])
    rows = embed(np.array([[10, 0], [60, 0], [10, 2], [10, NAN], [NAN, 0], [49.5, 0]]))
    gaps = np.linalg.norm(rows - rows[0], axis=1)
    np.testing.assert_allclose(gaps[:4], [0, 0.5, 1, 1], atol=1e-6)
    assert np.linalg.norm(rows[4] - rows[5]) == pytest.approx(0.5**0.5)


def test_spread_counts_gaps_and_ranks_do_not():
    reference = np.array([[0.0], [1], [101], [102]])
    ranks, spread = (
        Embedding(reference, [False], [0], scale)(reference)[:, 0]
        for scale in ("ranks", "spread")
    )
    np.testing.assert_allclose(np.diff(ranks), 0.25)
    assert np.diff(spread)[1] == pytest.approx(100 / reference.std())
    with pytest.raises(UserError, match="spread"):
        Embedding(reference, [False], [0], "spred")


def test_thousands_of_codes_stay_about_equally_far():
    codes = np.arange(5000.0)[:, None]
    rows = Embedding(codes, [True], [5000])(codes)
    assert rows.shape == (5000, 32)
    gaps = np.linalg.norm(rows[:-1] - rows[1:], axis=1)
    assert abs(gaps.mean() - 1) < 0.02 and gaps.std() < 0.15 and gaps.min() > 0.4


def test_neighbours_without_oneself(rng):
    x = rng.random((30, 2)).astype("float32")
    distances, indices = neighbours(x, x, 2, itself=True)
    assert (distances > 0).all() and (indices != np.arange(30)[:, None]).all()
    assert (neighbours(x, x)[1][:, 0] == np.arange(30)).all()
    assert neighbours(x, x[:1], 5)[0].shape == (30, 1)


def test_subsample_keeps_the_order_and_small_tables(rng):
    x = np.arange(50)[:, None]
    assert subsample(x, 50) is x
    part = subsample(x, 20, 1)[:, 0]
    assert len(part) == 20 and (np.diff(part) > 0).all()


def test_precision_and_recall_live_on_it(rng):
    real, fresh = mixed(rng, 300), mixed(rng, 300)
    embed = Embedding(real, DISCRETE, SIZES)
    good = prdc(embed(real), embed(fresh))
    assert min(good[name].value for name in ("precision", "recall")) > 0.75
    few = TrainCopy().fit(real[:30], DISCRETE, SIZES).sample(300)
    narrow = prdc(embed(real), embed(few))
    assert narrow["precision"].value > 0.95 and narrow["recall"].value < 0.4
    odd = fresh.copy()
    odd[:, 0] = rng.permutation(odd[:, 0]) * 3
    odd[:, 1] = -odd[:, 1]
    assert prdc(embed(real), embed(odd))["precision"].value < 0.5
