import numpy as np
import pytest
from scipy.stats import multivariate_normal

from ter_gan.errors import UserError
from ter_gan.tables.metrics.likelihood import l_syn, l_test, modes_found

CENTRES = np.array([[0.0, 0], [10, 0], [0, 10]])
OPTIMUM = -np.log(3) - np.log(2 * np.pi) - 1  # of round unit Gaussians, far apart


def draw(rng, n, std=1.0, parts=3):
    return CENTRES[rng.integers(parts, size=n)] + rng.normal(0, std, (n, 2))


def log_prob(rows):
    laws = [multivariate_normal(centre).pdf(rows) for centre in CENTRES]
    return np.log(np.mean(laws, axis=0))


def test_real_rows_have_the_optimum_on_both_sides(rng):
    fake, test = draw(rng, 1500), draw(rng, 1500)
    for found in (l_syn(fake, log_prob), l_test(fake, test, 3)):
        assert abs(found.value - OPTIMUM) < 4 * found.error + 0.02


def test_collapse_wins_one_number_and_loses_the_other(rng):
    test = draw(rng, 600)
    narrow, partial = draw(rng, 600, std=0.3), draw(rng, 600, parts=2)
    assert l_syn(narrow, log_prob).value > OPTIMUM + 0.5
    assert l_test(narrow, test, 3).value < OPTIMUM - 1
    assert l_syn(partial, log_prob).value > OPTIMUM - 0.2
    assert l_test(partial, test, 3).value < OPTIMUM - 5


def test_modes_are_counted(rng):
    found = modes_found(draw(rng, 500, parts=2), CENTRES, 1.0)
    assert found.value == 2 and found.details["modes"] == 3
    assert found.details["near"] == pytest.approx(0.989, abs=0.02)
    assert modes_found(draw(rng, 50) + 100, CENTRES, 1.0).value == 0


def test_missing_values_and_too_few_rows_are_told(rng):
    with pytest.raises(UserError, match="NaN"):
        l_syn(np.full((3, 2), np.nan), log_prob)
    with pytest.raises(UserError, match="at least 3"):
        l_test(draw(rng, 2), draw(rng, 5), 3)
