import time
import types

import pytest

from ter_gan.callbacks import Position


def epoch(position, batches):
    position.on_epoch_begin(position.epoch)
    for batch in batches:
        time.sleep(0.01)
        position.on_train_batch_end(batch)


def test_counts_steps_and_seconds():
    position = Position(steps_per_epoch=4, images_per_step=10)
    epoch(position, range(4))
    assert position.step == 4
    assert position.seconds == pytest.approx(position.epoch_seconds)
    assert 0.04 <= position.seconds < 1
    assert position.images_per_second == pytest.approx(40 / position.seconds)
    position.begin_next_epoch()
    assert (position.epoch, position.step, position.epoch_seconds) == (1, 0, 0)


def test_goes_on_inside_an_epoch():
    first = Position(4, 10)
    epoch(first, range(2))
    second = Position(4, 10, **first.progress())
    epoch(second, range(2))
    assert second.step == 4
    assert second.seconds > first.seconds


def test_counts_the_steps_of_batches_that_hold_several():
    position = Position(steps_per_epoch=12, images_per_step=10, steps_per_batch=3)
    epoch(position, range(2))
    assert position.step == 6


def test_the_position_of_a_feed():
    feed = types.SimpleNamespace(steps_per_epoch=12, batch_size=10, steps_per_batch=3)
    position = Position.of(feed, epoch=2, step=6)
    counts = position.steps_per_epoch, position.images_per_step
    assert (*counts, position.steps_per_batch) == (12, 10, 3)
    assert (position.epoch, position.step) == (2, 6)
