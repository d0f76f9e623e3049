"""One choice among many that a gradient flows through."""

from keras import ops


def straight_through(weights):
    """The one-hot choice of the largest weight; its gradient is that of the weights.

    A discriminator then sees of generated samples what it sees of real ones: choices,
    not weights between them (Bengio et al. 2013, https://arxiv.org/abs/1308.3432).

    Args:
        weights: float `(…, size)`.

    Returns:
        float `(…, size)`.
    """
    hard = ops.one_hot(ops.argmax(weights, axis=-1), weights.shape[-1])
    return weights + ops.stop_gradient(hard - weights)
