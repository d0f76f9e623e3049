"""Which epochs are recorded, and why others are not."""

import pytest

from layer_viz.schedule import Schedule
from ter_gan.errors import UserError


def recorded(schedule, last, size=400_000, seconds=0.2, training=30.0, pixels=784):
    budget, used, epochs = schedule.budget(pixels), 0, []
    for epoch in range(last + 1):
        reason = schedule.reason_to_skip(
            epoch, last, used, size, budget, seconds, training
        )
        if reason is None:
            epochs.append(epoch)
            used += size
    return epochs, used


def test_words():
    assert Schedule.parse("auto") == Schedule()
    assert Schedule.parse("off").off
    assert Schedule.parse("every=3,budget-mb=50") == Schedule(3, 50.0)
    assert Schedule.parse("budget-mb=0.5") == Schedule(budget_mb=0.5)


@pytest.mark.parametrize("text", ["every=0", "every=x", "budget-mb=-1", "every=1.5"])
def test_numbers_that_are_none(text):
    with pytest.raises(UserError, match="positive number"):
        Schedule.parse(text)


def test_unknown_words_name_the_nearest():
    with pytest.raises(UserError, match="Did you mean every"):
        Schedule.parse("evry=2")


def test_short_trainings_are_recorded_whole():
    assert recorded(Schedule(), 10)[0] == list(range(11))


def test_long_ones_are_thinned_evenly_into_the_budget():
    epochs, used = recorded(Schedule(), 100)
    assert epochs[:3] == [0, 1, 2] and epochs[-1] == 100
    assert {b - a for a, b in zip(epochs[3:-1], epochs[4:-1])} == {5}
    assert 8e6 < used <= 11e6


def test_larger_images_may_take_more():
    assert Schedule().budget(28 * 28) == 11e6
    assert Schedule().budget(64 * 64) == pytest.approx(49e6, rel=0.01)
    assert Schedule(budget_mb=5).budget(64 * 64) == 5e6


def test_slow_recording_is_thinned_to_a_twentieth_of_the_time():
    epochs, _ = recorded(Schedule(), 40, size=1, seconds=3.0, training=15.0)
    assert epochs == [0, 1, 2, *range(4, 41, 4)]
    assert recorded(Schedule(), 40, size=1, seconds=0.4, training=1.0)[0] == list(
        range(41)
    )


def test_every_is_every_whatever_the_time():
    epochs, _ = recorded(Schedule(every=1), 9, size=1, seconds=9.0, training=1.0)
    assert epochs == list(range(10))


def test_a_full_budget_says_so():
    full = (11.4e6, 0.4e6, 12e6, 0.1, 30.0)
    assert Schedule().reason_to_skip(5, 9, *full) == "budget: 12 MB are used up"
    assert Schedule().reason_to_skip(9, 9, *full) is None  # the last one
