import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.tables.metrics.attacks import attribute, membership
from ter_gan.tables.metrics.copies import closest_records, exact_copies
from ter_gan.tables.metrics.disclosure import k_anonymity, l_diversity, rare_rows
from tests.tables.metrics.tabular import DISCRETE, SIZES, mixed

NAN = np.nan


@pytest.fixture(scope="module")
def tables():
    rng = np.random.default_rng(0)
    return [mixed(rng, n) for n in (400, 400, 400)]


def test_exact_copies_are_counted_with_missing_values():
    train = np.array([[1, NAN], [0.0, 2], [3, 4]])
    fake = np.array([[1, NAN], [-0.0, 2], [3, 5], [NAN, 1]])
    found = exact_copies(fake, train)
    assert found.value == 0.5 and found.details["count"] == 2


def test_a_copy_is_caught_and_fresh_rows_are_not(tables):
    train, holdout, fresh = tables
    copy = closest_records(train, train, holdout, DISCRETE, SIZES)
    honest = closest_records(fresh, train, holdout, DISCRETE, SIZES)
    low, high = honest["share"].details["wilson"]
    assert low < 0.5 < high and honest["nndr"].value > 0.3
    assert copy["share"].value > 0.95 and copy["nndr"].value < 0.01
    assert copy["dcr"].value < 1e-6 < 0.02 < honest["dcr"].value
    assert copy["dcr_holdout"].value > 0.02
    assert honest["dcr"].value == pytest.approx(honest["dcr_holdout"].value, rel=0.3)


def test_the_share_s_error_is_that_of_lots(rng):
    """Which of the real rows were trained on is drawn again and again."""
    real, fresh, found = mixed(rng, 60, 0), mixed(rng, 300, 0), []
    for _ in range(150):
        halves = np.split(rng.permutation(60), 2)
        tables = (real[rows] for rows in halves)
        found.append(closest_records(fresh, *tables, DISCRETE, SIZES)["share"])
    spread = np.std([each.value for each in found])
    assert np.mean([each.error for each in found]) == pytest.approx(spread, rel=0.2)
    assert spread > 1.5 * (0.25 / len(fresh)) ** 0.5  # few rows answer for many


def test_rows_equally_far_from_both_count_half(tables):
    train = tables[0]
    found = closest_records(tables[2], train, train, DISCRETE, SIZES)
    assert found["share"].value == 0.5
    with pytest.raises(UserError, match="Received 1"):
        closest_records(train, train[:1], train, DISCRETE, SIZES)


def test_members_of_a_copy_are_found_and_of_fresh_rows_not(rng):
    train, holdout, fresh = (mixed(rng, 400, holes=0) for _ in range(3))
    copy = membership(train, train, holdout, DISCRETE, SIZES)
    honest = membership(fresh, train, holdout, DISCRETE, SIZES)
    for name in ("nearest", "density"):
        low, high = honest[name]["auc"].details["interval"]
        assert low < 0.5 < high and honest[name]["tpr"].value < 0.1
        assert copy[name]["auc"].details["interval"][0] > 0.8
        assert copy[name]["auc"].value > 0.95
        assert copy[name]["tpr"].value > 0.5
    with pytest.raises(UserError, match="Received 3"):
        membership(train, train, holdout[:3], DISCRETE, SIZES)


def test_members_that_look_like_others_are_not_found_with_certainty(rng):
    """Missing values make rows equal: the attack ranks well, and proves nothing."""
    train, holdout = (mixed(rng, 400, holes=0.5) for _ in range(2))
    copy = membership(train, train, holdout, DISCRETE, SIZES)["nearest"]
    assert copy["auc"].value > 0.7 and copy["tpr"].value == 0


def test_a_secret_that_only_the_training_rows_have(rng):
    """The secret is a coin: the population tells nothing, a copy everything."""
    known = rng.random((600, 3))
    secret = rng.integers(2, size=(600, 1))
    train, holdout, fresh = np.split(np.concatenate([known, secret], axis=1), 3)
    discrete, sizes = np.array([0, 0, 0, 1], bool), np.array([0, 0, 0, 2])
    leak = attribute(train[::-1], train, holdout, 3, discrete, sizes)
    assert leak["attack"].value == 1 and leak["gain"].value > 0.3
    honest = attribute(fresh, train, holdout, 3, discrete, sizes)
    assert abs(honest["gain"].value) < 3 * honest["gain"].error
    assert leak["guess"].value == pytest.approx(0.5, abs=0.12)


def test_a_number_is_inferred_where_the_population_tells_it(tables):
    train, holdout, fresh = tables
    found = attribute(fresh, train, holdout, 1, DISCRETE, SIZES)
    assert found["control"].value > found["guess"].value + 0.1
    assert abs(found["gain"].value) < 4 * found["gain"].error
    with pytest.raises(UserError, match="column 1"):
        attribute(np.full((3, 5), NAN), train, holdout, 1, DISCRETE, SIZES)


TABLE = np.array([[0, 0, 1], [0, 0, 2], [0, NAN, 1], [0, NAN, 1], [1, 0, 5]])


def test_anonymity_by_hand():
    found = k_anonymity(TABLE, [0, 1])
    assert found.value == 1 and found.details == {"classes": 3, "unique": 1}
    assert k_anonymity(TABLE[:4], [0, 1]).value == 2
    assert k_anonymity(TABLE, np.array([True, False, False])).value == 1
    assert k_anonymity(TABLE[:4], [0]).value == 4
    for columns, rows in (([], TABLE), ([0], TABLE[:0])):
        with pytest.raises(UserError, match="Choose columns"):
            k_anonymity(rows, columns)


def test_diversity_by_hand():
    found = l_diversity(TABLE, [0, 1], 2)
    assert found.value == 1 and found.details == {"classes": 3, "exposed": 3}
    assert l_diversity(TABLE[:2], [0, 1], 2).value == 2


def test_rare_rows_that_came_out():
    fake = np.array([[1, 0, 7], [1, NAN, 7], [0, 0, 7.0]])
    found = rare_rows(fake, TABLE, [0, 1])
    assert (found.value, found.details["n"]) == (1, 1)
    assert rare_rows(fake[1:], TABLE, [0, 1]).value == 0
    assert rare_rows(fake, TABLE[:4], [0, 1]).details["n"] == 0
