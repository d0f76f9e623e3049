"""Adversarial losses: who is paid for what.

Each loss is a pure function of the logits that the discriminator gives to
real and to generated samples, both of shape `(n, 1)`:

    discriminator_loss, generator_loss = loss(real_logits, fake_logits)

Both are scalars, and both players minimise theirs. To add a loss, add one
function here and one test.

`LOSSES[name].equilibrium` holds the two values when the discriminator cannot
tell real from generated (its logits are all `indifferent_logit`);
`LOSSES[name].score` turns logits into the D(x) that logs show: a probability
where the loss has one, the critic's raw score elsewhere; `optimal_critic` says
that the theory wants D near its optimum, so that a strong D is no illness;
`shift_invariant` that adding a number to all logits changes nothing for D, so that
only differences of logits have a meaning.
"""

import functools
import inspect
import math

from keras import ops

from ter_gan.errors import UserError, unknown

LOSSES = {}


def raw(logits):
    """The critic's own score, for losses whose D is no probability."""
    return logits


def register(
    name,
    equilibrium,
    indifferent_logit=0.0,
    score=raw,
    optimal_critic=False,
    shift_invariant=False,
):
    """Puts a loss into `LOSSES` with the facts that tests and logs need."""

    def add(loss):
        loss.equilibrium = equilibrium
        loss.indifferent_logit = indifferent_logit
        loss.score = score
        loss.optimal_critic = optimal_critic
        loss.shift_invariant = shift_invariant
        LOSSES[name] = loss
        return loss

    return add


def get(name, label_smoothing=0.0):
    """The loss of that name.

    Args:
        name: str, a key of `LOSSES`.
        label_smoothing: float in [0, 0.5). One-sided: the discriminator's
            target for real samples is `1 - label_smoothing`.

    Raises:
        UserError: for an unknown name, or smoothing of a loss without labels.
    """
    if name not in LOSSES:
        raise unknown("loss", name, LOSSES)
    loss = LOSSES[name]
    if not label_smoothing:
        return loss
    if "label_smoothing" not in inspect.signature(loss).parameters:
        smoothable = [
            key
            for key, value in LOSSES.items()
            if "label_smoothing" in inspect.signature(value).parameters
        ]
        raise UserError(
            f"The loss {name!r} has no labels to smooth; use --label-smoothing 0, "
            f"or one of the losses {', '.join(smoothable)}."
        )
    if not 0 <= label_smoothing < 0.5:
        raise UserError(
            f"--label-smoothing must lie in [0, 0.5), received {label_smoothing}."
        )
    return functools.wraps(loss)(
        functools.partial(loss, label_smoothing=label_smoothing)
    )


def cross_entropy(logits, target):
    """Mean binary cross-entropy, in nats, of `sigmoid(logits)` to `target`."""
    return ops.mean(
        target * ops.softplus(-logits) + (1.0 - target) * ops.softplus(logits)
    )


@register("minimax", (2 * math.log(2), -math.log(2)), score=ops.sigmoid)
def minimax(real_logits, fake_logits, label_smoothing=0.0):
    """Saturating minimax loss (Goodfellow et al. 2014, equation 1).

    D minimises `-E[log D(x)] - E[log(1 - D(G(z)))]`; G minimises
    `E[log(1 - D(G(z)))]`, whose gradient vanishes where D is sure.
    At equilibrium D = 1/2: `2 ln 2` and `-ln 2`.
    """
    fake_term = cross_entropy(fake_logits, 0.0)
    return cross_entropy(real_logits, 1.0 - label_smoothing) + fake_term, -fake_term


@register("non-saturating", (2 * math.log(2), math.log(2)), score=ops.sigmoid)
def non_saturating(real_logits, fake_logits, label_smoothing=0.0):
    """Non-saturating loss (Goodfellow et al. 2014, section 3).

    D as in `minimax`; G minimises `-E[log D(G(z))]`, with the same fixed
    point and a gradient that is strongest where D is sure.
    At equilibrium D = 1/2: `2 ln 2` and `ln 2`.
    """
    d_loss, _ = minimax(real_logits, fake_logits, label_smoothing)
    return d_loss, cross_entropy(fake_logits, 1.0)


@register("least-squares", (0.25, 0.125), indifferent_logit=0.5)
def least_squares(real_logits, fake_logits, label_smoothing=0.0):
    """Least squares loss (Mao et al. 2017, a=0, b=c=1).

    D minimises `E[(D(x) - 1)²]/2 + E[D(G(z))²]/2`, G `E[(D(G(z)) - 1)²]/2`.
    At equilibrium D = 1/2: `1/4` and `1/8`.
    """
    real_target = 1.0 - label_smoothing
    d_loss = ops.mean((real_logits - real_target) ** 2) + ops.mean(fake_logits**2)
    return d_loss / 2, ops.mean((fake_logits - 1.0) ** 2) / 2


@register("hinge", (2.0, 0.0))
def hinge(real_logits, fake_logits):
    """Hinge loss (Lim & Ye 2017; Miyato et al. 2018).

    D minimises `E[max(0, 1 - D(x))] + E[max(0, 1 + D(G(z)))]`, G
    `-E[D(G(z))]`. At equilibrium D = 0: `2` and `0`.
    """
    d_loss = ops.mean(ops.relu(1.0 - real_logits)) + ops.mean(
        ops.relu(1.0 + fake_logits)
    )
    return d_loss, -ops.mean(fake_logits)


@register("wasserstein", (0.0, 0.0), optimal_critic=True, shift_invariant=True)
def wasserstein(real_logits, fake_logits):
    """Wasserstein loss (Arjovsky et al. 2017); the critic must be Lipschitz.

    The critic minimises `E[D(G(z))] - E[D(x)]`, the negative of its estimate
    of the earth mover's distance; G minimises `-E[D(G(z))]`. Go with it: weight
    clipping (`weight_clip`, the paper's own) or the `wgan-gp` penalty.
    At equilibrium both are 0 (up to D's arbitrary offset).
    """
    fake_score = ops.mean(fake_logits)
    return fake_score - ops.mean(real_logits), -fake_score


@register(
    "relativistic-average",
    (2 * math.log(2), 2 * math.log(2)),
    shift_invariant=True,
)
def relativistic_average(real_logits, fake_logits):
    """Relativistic average loss (Jolicoeur-Martineau 2019, RaSGAN).

    D says whether a real sample is more real than the average generated one,
    and the reverse; G minimises the same with the roles exchanged.
    At equilibrium: `2 ln 2` each.
    """
    real_edge = real_logits - ops.mean(fake_logits)
    fake_edge = fake_logits - ops.mean(real_logits)
    d_loss = cross_entropy(real_edge, 1.0) + cross_entropy(fake_edge, 0.0)
    g_loss = cross_entropy(fake_edge, 1.0) + cross_entropy(real_edge, 0.0)
    return d_loss, g_loss


@register("relativistic-paired", (math.log(2), math.log(2)), shift_invariant=True)
def relativistic_paired(real_logits, fake_logits):
    """Relativistic pairing loss (Jolicoeur-Martineau 2019; R3GAN, Huang 2024).

    D minimises `E[-log sigmoid(D(x) - D(G(z)))]` over pairs of one real and
    one generated sample; G minimises the same with the roles exchanged.
    At equilibrium: `ln 2` each.
    """
    edge = real_logits - fake_logits
    return cross_entropy(edge, 1.0), cross_entropy(-edge, 1.0)
