"""Tokens that gradients flow through: Gumbel-softmax."""

from keras import ops

from ter_gan.text.vocabulary import EOS, PAD


def gumbel(noise, shape):
    """Draws from the Gumbel law: adding them to logits and taking the largest
    samples from the softmax of the logits."""
    uniform = ops.clip(noise.uniform(shape), 1e-9, 1.0 - 1e-7)
    return -ops.log(-ops.log(uniform))


def soften(logits, temperature, noise):
    """A relaxed draw of each token (Jang et al. 2017, Maddison et al. 2017).

    Args:
        logits: float `(…, size)`.
        temperature: float or scalar. Near 0 the draw is one-hot.
        noise: `ter_gan.models.noise.Noise`.

    Returns:
        float `(…, size)`: weights that sum to 1; their largest is a draw from the
        softmax of the logits.
    """
    return ops.softmax((logits + gumbel(noise, ops.shape(logits))) / temperature)


def annealed(start, end, steps, done):
    """`start · (end / start)^(done / steps)`, then `end`: a falling temperature."""
    share = ops.minimum(ops.cast(done, "float32") / steps, 1.0)
    return start * ops.power(end / start, share)


def relaxed_sequences(steps, n, length, temperature, noise):
    """Sequences from a language model, relaxed.

    The next token is the largest weight; after `<eos>` all is `<pad>`.

    Args:
        steps: of `ter_gan.text.networks.language`.
        n: int or scalar. How many.
        length: int. Tokens of each.
        temperature: float or scalar.
        noise: `ter_gan.models.noise.Noise`.

    Returns:
        float `(n, length, size)`.
    """
    states, token = steps.start(n), ops.zeros((n,), "int32")
    going, found = ops.ones((n, 1)), []
    for i in range(length):
        logits, states = steps(token, states, i)
        weights = soften(without_pad(logits), temperature, noise)
        end = ops.one_hot(ops.zeros((n,), "int32") + PAD, logits.shape[-1])
        weights = going * weights + (1.0 - going) * end
        token = ops.cast(ops.argmax(weights, axis=-1), "int32")
        going *= ops.cast(token != EOS, "float32")[:, None]
        found.append(weights)
    return ops.stack(found, axis=1)


def sequences(steps, length, noise, given, kept):
    """Sequences from a language model that go on from given beginnings.

    Args:
        steps, length, noise: as in `relaxed_sequences`.
        given: int32 `(n, length)`. Where the beginnings come from.
        kept: int32 `(n,)`. How many tokens of each stay as they are.

    Returns:
        int32 `(n, length)`, padded after `<eos>`.
    """
    n = ops.shape(given)[0]
    states, token = steps.start(n), ops.zeros((n,), "int32")
    going, found = ops.ones((n,), "int32"), []
    for i in range(length):
        logits, states = steps(token, states, i)
        noisy = without_pad(logits) + gumbel(noise, ops.shape(logits))
        drawn = ops.cast(ops.argmax(noisy, axis=-1), "int32")
        token = going * ops.where(kept > i, given[:, i], drawn)
        going *= ops.cast(token != EOS, "int32")
        found.append(token)
    return ops.stack(found, axis=1)


def without_pad(logits):
    """The logits with `<pad>` made impossible."""
    size = logits.shape[-1]
    return logits - 1e9 * ops.one_hot(ops.convert_to_tensor(PAD), size)
