"""Numbers that say whether a GAN is well: its generator's slope, its diversity."""

import numpy as np
from keras import ops

from ter_gan import backends


def of(gan, real, fake, labels=None):
    """The vital signs of a GAN.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        real: array `(n, …)` of real samples in model scale.
        fake: array of that shape: generated ones.
        labels: int array `(n,)`, or `None`. Their classes, for a conditional model.

    Returns:
        dict: `generator_slope`, the mean norm of the gradient that a generated
        sample receives from the generator's loss, and `diversity`, the mean
        distance between two generated samples over that between two real ones,
        of one class each in a conditional model.
    """
    return {
        "generator_slope": _slope(gan, real, fake, labels),
        "diversity": spread(fake, labels) / max(spread(real, labels), 1e-9),
    }


def _slope(gan, real, fake, labels):
    n = len(real) - len(real) % gan.pack

    def critic(x):
        return gan.judge(x, labels)

    slope = sample_gradients(gan.loss_fn, critic, critic(real[:n]), fake[:n])
    return float(np.linalg.norm(slope.reshape(n, -1), axis=1).mean())


def sample_gradients(loss_fn, critic, real_logits, samples):
    """∂L_G/∂x of each generated sample, as if it were alone in its batch.

    Args:
        loss_fn: the adversarial loss.
        critic: callable from samples to their logits.
        real_logits: tensor, the logits of real samples.
        samples: float array `(n, …)`, generated.

    Returns:
        float array of the samples' shape.
    """

    def generator_loss(x):
        return loss_fn(real_logits, critic(x))[1]

    gradient = backends.gradient(generator_loss, ops.convert_to_tensor(samples))
    return len(samples) * ops.convert_to_numpy(gradient)


def spread(samples, labels=None):
    """Mean Euclidean distance between two of the samples `(n, …)`.

    With labels `(n,)`, between two of one class: a conditional generator that
    draws one image per class has no spread. Without any such pair: 0.
    """
    flat = np.asarray(samples, "float64").reshape(len(samples), -1)
    squares = (flat**2).sum(1)
    distances = squares[:, None] + squares - 2 * flat @ flat.T
    pairs = ~np.eye(len(flat), dtype=bool)
    if labels is not None:
        pairs &= np.equal.outer(labels, labels)
    if not pairs.any():
        return 0.0
    return float(np.sqrt(np.maximum(distances[pairs], 0)).mean())
