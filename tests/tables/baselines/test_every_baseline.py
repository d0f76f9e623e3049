import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.tables import baselines
from ter_gan.tables.metrics.columns import missing_difference, shapes
from ter_gan.tables.metrics.pairs import correlation
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed

NAMES = list(baselines.BASELINES)


@pytest.fixture(scope="module")
def table():
    return mixed(np.random.default_rng(0), 800)


@pytest.fixture(scope="module")
def fitted(table):
    return {name: baselines.get(name).fit(table, DISCRETE, SIZES) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_samples_are_rows_of_such_a_table(name, fitted, table):
    rows = fitted[name].sample(700, seed=1)
    assert rows.shape == (700, 5) and not np.isinf(rows).any()
    for j in np.flatnonzero(SIZES):
        codes = rows[:, j][~np.isnan(rows[:, j])]
        assert set(codes) <= set(range(SIZES[j]))
    assert fitted[name].sample(0).shape == (0, 5)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_rows(name, fitted):
    first, again, other = (fitted[name].sample(50, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other, equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_fit_is_a_function_of_its_seed(name, fitted, table):
    again = baselines.get(name).fit(table, DISCRETE, SIZES)
    np.testing.assert_array_equal(fitted[name].sample(50), again.sample(50))


@pytest.mark.parametrize("name", NAMES)
def test_the_state_is_arrays_and_is_the_whole_model(name, fitted, tmp_path):
    np.savez(tmp_path / "state.npz", **fitted[name].state())
    other = baselines.get(name)
    with np.load(tmp_path / "state.npz") as state:
        other.load_state(dict(state))
    np.testing.assert_array_equal(other.sample(100, 3), fitted[name].sample(100, 3))


@pytest.mark.parametrize("name", NAMES)
def test_columns_and_missing_rates_are_the_table_s(name, fitted, table):
    rows = fitted[name].sample(800, seed=1)
    assert min(each.value for each in shapes(table, rows, SIZES)) > 0.83
    for real, fake in zip(table.T, rows.T):
        assert abs(missing_difference(real, fake).value) < 0.07


@pytest.mark.parametrize("name", NAMES)
def test_only_independent_columns_lose_the_correlation(name, fitted, table):
    rows = fitted[name].sample(800, seed=1)
    real, fake = correlation(table)[0, 1], correlation(rows)[0, 1]
    assert real > 0.9
    assert abs(fake) < 0.15 if name == "independent" else abs(fake - real) < 0.06


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_codes_only_with_an_empty_column(name, rng):
    table = rng.integers(3, size=(60, 3)).astype(float)
    table[:, 2] = np.nan
    sizes = np.full(3, 3)
    rows = baselines.get(name).fit(table, sizes > 0, sizes).sample(40)
    assert np.isnan(rows[:, 2]).all() and set(np.unique(rows[:, :2])) <= {0, 1, 2}


@pytest.mark.parametrize("name", NAMES)
def test_a_constant_and_an_empty_number(name, rng):
    table = np.stack([np.full(60, 7.0), np.full(60, np.nan), rng.random(60)], axis=1)
    rows = baselines.get(name).fit(table, np.zeros(3, bool), np.zeros(3, int))
    rows = rows.sample(30)
    np.testing.assert_allclose(rows[:, 0], 7, atol=0.1)
    assert np.isnan(rows[:, 1]).all() and not np.isnan(rows[:, 2]).any()


def test_mistakes_are_one_clear_line(rng):
    model = baselines.Independent()
    with pytest.raises(ValueError, match="call fit"):
        model.sample(1)
    with pytest.raises(UserError, match="rows and columns"):
        model.fit(np.empty((0, 2)), [False] * 2, [0, 0])
    with pytest.raises(UserError, match="2 columns"):
        model.fit(rng.random((3, 2)), [False], [0])
    with pytest.raises(UserError, match="infinite"):
        model.fit(np.full((3, 1), np.inf), [False], [0])
    with pytest.raises(UserError, match="-1"):
        model.fit(rng.random((3, 1)), [False], [0]).sample(-1)
    with pytest.raises(UserError, match="copula"):
        baselines.get("copule")
    with pytest.raises(UserError, match="2 rows"):
        baselines.GaussianMixture().fit(np.ones((1, 1)), [False], [0])
