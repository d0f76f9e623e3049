import numpy as np
import pytest

from ter_gan.data import Scaling, Split
from ter_gan.errors import UserError
from ter_gan.feed import Feed

SPLIT = Split(np.arange(10, dtype="uint8")[:, None], np.arange(10, dtype="int32"))


def feed(batch_size=3, **options):
    return Feed(SPLIT, Scaling(), batch_size, **options)


def passes(feed, number):
    steps = range(number * feed.steps_per_pass, (number + 1) * feed.steps_per_pass)
    return np.concatenate([feed[step] for step in steps])[:, 0]


def test_a_pass_shows_each_sample_at_most_once():
    first = passes(feed(), 0)
    assert len(first) == 9 and len(set(first)) == 9


def test_each_pass_has_another_order_fixed_by_the_seed():
    assert not np.array_equal(passes(feed(), 0), passes(feed(), 1))
    np.testing.assert_array_equal(passes(feed(), 1), passes(feed(), 1))
    assert not np.array_equal(passes(feed(), 0), passes(feed(seed=1), 0))


def test_starting_later_sees_what_an_unstopped_run_would_see():
    whole, later = feed(), feed(first_step=5)
    for index in range(7):
        np.testing.assert_array_equal(later[index], whole[index + 5])


def test_labels_belong_to_their_samples():
    samples, labels = feed(labels=True)[0]
    np.testing.assert_array_equal(samples[:, 0], labels)


def test_a_batch_larger_than_the_data_is_refused():
    with pytest.raises(UserError, match="batch of 11.*10 samples.*--batch-size"):
        feed(batch_size=11)


def test_a_batch_of_several_steps_holds_their_samples_in_order():
    one, three = feed(first_step=1), feed(first_step=1, steps_per_batch=3)
    for index in range(3):  # also across the end of a pass
        steps = [one[3 * index + i] for i in range(3)]
        np.testing.assert_array_equal(three[index], np.concatenate(steps))
