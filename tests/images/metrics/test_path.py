import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.metrics.path import path_length


def squared(a, b):
    return ((a - b) ** 2).reshape(len(a), -1).sum(axis=1)


def test_linear_decoder_on_straight_lines(rng):
    """|A(b - a)|² for every path, whatever t: its mean is 2 |A|²."""
    matrix = rng.standard_normal((3, 12))
    latents = rng.standard_normal((40_000, 3))
    found = path_length(lambda z: z @ matrix, latents, squared, how="linear", trim=0)
    assert found.value == pytest.approx(2 * (matrix**2).sum(), rel=0.03)
    assert abs(found.value - 2 * (matrix**2).sum()) < 4 * found.error


def test_arcs_have_the_speed_of_their_angle(rng):
    """Ends at right angles: equal lengths r move with speed r π / 2."""
    latents = np.repeat(np.diag([3.0, 3.0]), 20, axis=0)
    found = path_length(lambda z: z, latents, squared, trim=0)
    different = (3 * np.pi / 2) ** 2  # and 0 for pairs of equal ends
    count = found.value / different * 20
    assert count == pytest.approx(round(count), abs=1e-3) and 0 < count < 20


def test_jumps_are_longer_than_even_steps(rng):
    latents = rng.standard_normal((400, 16))
    even = path_length(lambda z: z, latents, squared)
    jumps = path_length(lambda z: z + np.sin(8 * z) / 2, latents, squared)
    assert jumps.interval[0] > even.interval[1]


def test_one_image_only_has_zero(rng):
    latents = rng.standard_normal((40, 2))
    assert path_length(np.zeros_like, latents, squared).value == 0


def test_batch_size_changes_nothing(rng):
    latents = rng.standard_normal((50, 3))
    found = [
        path_length(np.square, latents, squared, batch_size=size) for size in (1, 7, 64)
    ]
    assert len({each.value for each in found}) == 1
    assert path_length(np.square, latents, squared, seed=1) != found[0]


def test_trim_leaves_out_both_ends():
    steps = np.arange(100.0)
    latents = np.arange(200.0)[:, None]

    def distance(a, b):
        return steps * 1e-4  # epsilon² x 10_000

    found = path_length(
        lambda z: z,
        latents,
        distance,
        epsilon=0.01,
        how="linear",
        batch_size=100,
        trim=0.1,
    )
    assert found.value == pytest.approx(steps[10:90].mean())
    assert found.details == {
        "paths": 100,
        "median": pytest.approx(49.5),
        "epsilon": 0.01,
        "interpolation": "linear",
    }


def test_diverged_generator_is_named(rng):
    latents = rng.standard_normal((40, 2))
    with pytest.raises(UserError, match="20 of 20 distances are NaN"):
        path_length(lambda z: z * np.nan, latents, squared)


def test_a_path_keeps_its_class_in_every_batch(rng):
    latents, labels = rng.standard_normal((50, 3)), np.arange(25) % 10

    def decode(latents, labels):
        return latents * (1 + labels[:, None])

    found = [
        path_length(decode, latents, squared, batch_size=size, labels=labels)
        for size in (1, 7, 64)
    ]
    assert len({each.value for each in found}) == 1
    assert found[0].value > path_length(lambda z: z, latents, squared).value
