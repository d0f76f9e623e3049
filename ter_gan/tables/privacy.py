"""Differential privacy: how much noise an epsilon costs, by `dp-accounting`."""

import math

SPARE = 6  # standard deviations that a batch may be larger than its mean
RULES = "rows are drawn independently; one row is one person"


def delta_of(rows):
    """float: the probability that the promise may fail, a tenth of a row's share."""
    return 1 / (10 * rows)


def noise_multiplier(epsilon, rows, batch_size, steps):
    """float: the noise, in units of the longest gradient, that an epsilon needs.

    The accountant is that of Rényi differential privacy (Mironov 2017,
    https://arxiv.org/abs/1702.07476) for Gaussian noise on batches that each row is in
    by chance (Poisson), with a row added or removed.

    Args:
        epsilon: float, above 0.
        rows: int. Training rows.
        batch_size: int. Rows of a batch on average.
        steps: int. Batches that are looked at.
    """
    import dp_accounting

    def event(noise):
        return _event(noise, rows, batch_size, steps)

    return float(
        dp_accounting.calibrate_dp_mechanism(
            dp_accounting.rdp.RdpAccountant, event, epsilon, delta_of(rows)
        )
    )


def epsilon_of(noise, rows, batch_size, steps):
    """float: the epsilon that some noise gives; see `noise_multiplier`."""
    import dp_accounting

    accountant = dp_accounting.rdp.RdpAccountant()
    accountant.compose(_event(noise, rows, batch_size, steps))
    return float(accountant.get_epsilon(delta_of(rows)))


def largest_batch(rows, batch_size):
    """int: room for a batch whose size is left to chance; less never happens."""
    rate = min(batch_size / rows, 1.0)
    spread = math.sqrt(rows * rate * (1 - rate))
    return min(rows, math.ceil(batch_size + SPARE * spread))


def _event(noise, rows, batch_size, steps):
    import dp_accounting

    one = dp_accounting.PoissonSampledDpEvent(
        min(batch_size / rows, 1.0), dp_accounting.GaussianDpEvent(noise)
    )
    return dp_accounting.SelfComposedDpEvent(one, steps)
