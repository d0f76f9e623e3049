"""Minibatch standard deviation: lets a discriminator see variety."""

import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("ter_gan")
class MinibatchStddev(layers.Layer):
    """Appends how much the samples of a group differ, as one more feature.

    The standard deviation over the group is taken for every feature of every
    position, averaged into one number, and appended to each sample of that
    group: as a channel `(n, height, width, channels + 1)` for images, as a
    feature `(n, features + 1)` for flat inputs.

    With n samples there are ⌈n / group_size⌉ groups; sample i belongs to group
    i modulo their number. So any batch size works; where `group_size` does
    not divide it, the groups are as equal as can be and none is larger than
    `group_size`.

    Args:
        group_size: int. Largest number of samples in a group.
        epsilon: float. Added to the variance, so that the gradient is finite
            when all samples are equal.

    Raises:
        ValueError: if `group_size` is not positive.

    Reference: Karras et al. 2018, https://arxiv.org/abs/1710.10196
    """

    def __init__(self, group_size=4, epsilon=1e-8, **kwargs):
        super().__init__(**kwargs)
        if group_size < 1:
            raise ValueError(
                f"group_size must be at least 1. Received: group_size={group_size}."
            )
        self.group_size = group_size
        self.epsilon = epsilon

    def call(self, inputs):
        members = self._members(ops.shape(inputs)[0])
        flat = ops.reshape(inputs, (-1, _size_of_sample(inputs)))
        stddev = self._stddev(ops.cast(flat, "float32"), members)
        feature = ops.reshape(stddev, (-1,) + (1,) * (len(inputs.shape) - 1))
        feature = ops.ones_like(inputs[..., :1]) * ops.cast(feature, inputs.dtype)
        return ops.concatenate([inputs, feature], axis=-1)

    def _members(self, samples):
        """float32 `(n, groups)`: 1 where sample i is a member of group j."""
        groups = (samples + self.group_size - 1) // self.group_size
        group = ops.arange(samples) % groups
        members = ops.equal(group[:, None], ops.arange(groups)[None, :])
        return ops.cast(members, "float32")

    def _stddev(self, flat, members):
        """`(n, 1)`: the mean standard deviation within each sample's group."""
        averaging = ops.transpose(members / ops.sum(members, axis=0))
        mean = ops.matmul(members, ops.matmul(averaging, flat))
        variance = ops.matmul(averaging, ops.square(flat - mean))
        stddev = ops.mean(ops.sqrt(variance + self.epsilon), axis=1, keepdims=True)
        return ops.matmul(members, stddev)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], input_shape[-1] + 1)

    def get_config(self):
        config = {"group_size": self.group_size, "epsilon": self.epsilon}
        return {**super().get_config(), **config}


def _size_of_sample(inputs):
    size = 1
    for length in inputs.shape[1:]:
        size *= length
    return size
