"""A batch of `fit` that holds the samples of several training steps."""

import numpy as np
import pytest
from keras import ops

from ter_gan.backends.batches import item, split


def test_the_samples_of_each_step_stay_together():
    samples, labels = np.arange(24.0).reshape(6, 4), np.arange(6)
    batches = split((samples, labels), 3)
    for i in range(3):
        found = [ops.convert_to_numpy(each) for each in item(batches, i)]
        np.testing.assert_array_equal(found[0], samples[2 * i : 2 * i + 2])
        np.testing.assert_array_equal(found[1], labels[2 * i : 2 * i + 2])


def test_a_batch_that_cannot_be_divided_is_refused():
    with pytest.raises(ValueError, match="multiple.*Received 7 samples"):
        split(np.zeros((7, 2)), 3)
    assert split(np.zeros((6, 2)), 3).shape == (3, 2, 2)
