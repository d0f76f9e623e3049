"""Gradient penalties: what keeps the discriminator smooth.

A penalty is a function of a callable critic, so that it can be tested with
`lambda x: x @ w`:

    scalar = penalty(critic, real, fake, noise)

`real` and `fake` have the same shape `(n, …)`; `noise` gives `uniform` and
`normal` draws. The result is not yet multiplied by its weight. Penalties add
up by name: `"r1+r2"`. To add one, add one function here and one test.
"""

from keras import ops

from ter_gan import backends
from ter_gan.errors import unknown

PENALTIES = {}


def register(name, weight):
    """Puts a penalty into `PENALTIES` with the weight of its paper."""

    def add(penalty):
        penalty.weight = weight
        PENALTIES[name] = penalty
        return penalty

    return add


def get(names):
    """The penalty of that name; several, joined by `+`, add up.

    Raises:
        UserError: for an unknown name.
    """
    parts = [part.strip() for part in names.split("+")]
    for part in parts:
        if part not in PENALTIES:
            raise unknown("penalty", part, PENALTIES)
    chosen = [PENALTIES[part] for part in parts]

    def penalty(critic, real, fake, noise):
        return sum(each(critic, real, fake, noise) for each in chosen)

    penalty.weight = max(each.weight for each in chosen)
    return penalty


def squared_slope(critic, x):
    """Squared norm of the critic's gradient at each sample, shape `(n,)`."""
    slope = backends.gradient(critic, x)
    return ops.sum(ops.square(slope), axis=tuple(range(1, len(x.shape))))


def slope_norm(critic, x):
    """Norm of the critic's gradient at each sample, shape `(n,)`.

    The small constant keeps its own gradient finite where the slope is zero.
    """
    return ops.sqrt(squared_slope(critic, x) + 1e-12)


def one_per_sample(draw, x):
    """`draw`s one number per sample of `x`, shaped to broadcast over it."""
    return draw((ops.shape(x)[0],) + (1,) * (len(x.shape) - 1))


@register("wgan-gp", weight=10.0)
def wgan_gp(critic, real, fake, noise):
    """`E[(|∇D(x̂)| - 1)²]`, x̂ uniform on real-fake segments (Gulrajani 2017)."""
    alpha = one_per_sample(noise.uniform, real)
    between = alpha * real + (1.0 - alpha) * fake
    return ops.mean((slope_norm(critic, between) - 1.0) ** 2)


@register("dragan", weight=10.0)
def dragan(critic, real, fake, noise):
    """`E[(|∇D(x̂)| - 1)²]`, x̂ around the real data (Kodali et al. 2017).

    x̂ lies on the segment from a real sample to that sample plus uniform noise
    of half the batch's standard deviation, as in the authors' code; the paper
    writes normal noise.
    """
    reach = 0.5 * ops.std(real) * noise.uniform(ops.shape(real))
    near = real + one_per_sample(noise.uniform, real) * reach
    return ops.mean((slope_norm(critic, near) - 1.0) ** 2)


@register("r1", weight=10.0)
def r1(critic, real, fake, noise):
    """`E[|∇D(x)|²] / 2` on real samples (Mescheder et al. 2018); weight γ."""
    return ops.mean(squared_slope(critic, real)) / 2


@register("r2", weight=10.0)
def r2(critic, real, fake, noise):
    """`E[|∇D(x)|²] / 2` on generated samples (Mescheder et al. 2018)."""
    return ops.mean(squared_slope(critic, fake)) / 2
