"""Networks of tables: a generator that ends as an encoded row does."""

import keras
import numpy as np
from keras import layers, ops

from ter_gan.models import parts
from ter_gan.models.straight_through import straight_through
from ter_gan.tables.encoding import REACH

TEMPERATURE = 0.2  # of Gumbel-softmax (CTGAN)
SURE = 1e-6  # probabilities that noise is drawn from stay so far from 0 and 1


@keras.saving.register_keras_serializable("ter_gan")
class RowEnds(layers.Layer):
    """Logits to an encoded row: `bounded`, softmax or nothing, span by span.

    A softmax is Gumbel's (Jang et al. 2017, https://arxiv.org/abs/1611.01144), whose
    noise comes with the latents: the same latents give the same row. What leaves is a
    choice, with the gradient of the softmax; by values between 0 and 1 a
    discriminator would tell generated rows, and need not look at anything else. Where
    options are allowed, all others get probability 0, so that a condition is met by
    construction and need not be learned.

    Args:
        spans: list of `(width, activation)`, as an encoded row has them.
        temperature: float. Of the softmax.
    """

    def __init__(self, spans, temperature=TEMPERATURE, **kwargs):
        super().__init__(**kwargs)
        self.spans = [(int(width), activation) for width, activation in spans]
        self.temperature = temperature

    def call(self, inputs):
        """float32 `(n, width)`.

        Args:
            inputs: logits `(n, width)`; noise `(n, options)` from N(0, 1); and, of a
                conditional generator, allowed options `(n, options)`: 1 for those
                that are, or 0 for all of a span where every option is.
        """
        logits, noise, *allowed = inputs
        gumbel = _gumbel(noise)
        ends, start, option = [], 0, 0
        for width, activation in self.spans:
            values = logits[:, start : start + width]
            start += width
            if activation == "softmax":
                options = slice(option, option + width)
                option += width
                values = values + gumbel[:, options]
                for mask in allowed:
                    values = values + _forbidden(mask[:, options])
                chances = ops.softmax(values / self.temperature, axis=-1)
                values = straight_through(chances)
            elif activation == "bounded":
                values = bounded(values)
            ends.append(values)
        return ops.concatenate(ends, axis=-1)

    def compute_output_shape(self, input_shape):
        return input_shape[0]

    def get_config(self):
        about = {"spans": self.spans, "temperature": self.temperature}
        return super().get_config() | about


def generator(
    spans, latent_dim, conditional, width=256, layers=2, normalisation="layer"
):
    """The residual generator of CTGAN (Xu et al. 2019), with layer normalisation.

    Every block joins what it made to what it saw. There, features are normalised by
    batch; here each by itself, so that a row does not depend on its neighbours.

    Args:
        spans: list of `(width, activation)`, as an encoded row has them.
        latent_dim: int. Latents, besides one for each option.
        conditional: bool. Allowed options stand behind the latents.
        width: int. Units of a block.
        layers: int. Blocks.
        normalisation: `"layer"`, `"batch"` or `"none"`.

    Returns:
        `keras.Model` from `(n, latent_dim + options)`, or with as many more allowed
        options, to encoded rows `(n, width of a row)`.
    """
    options = sum(size for size, activation in spans if activation == "softmax")
    total = latent_dim + options * (1 + conditional)
    inputs = keras.Input((total,), name="g_latents")
    noise = inputs[:, latent_dim : latent_dim + options]
    allowed = [inputs[:, latent_dim + options :]] * conditional
    x = keras.layers.Concatenate(name="g_start")(
        [inputs[:, :latent_dim], *allowed] if conditional else [inputs[:, :latent_dim]]
    )
    for i in range(1, layers + 1):
        made = keras.layers.Dense(width, name=f"g_dense_{i}")(x)
        made = parts.normalise(made, normalisation, f"g_norm_{i}")
        made = keras.layers.Activation("relu", name=f"g_activation_{i}")(made)
        x = keras.layers.Concatenate(name=f"g_joined_{i}")([made, x])
    size = sum(size for size, _ in spans)
    logits = keras.layers.Dense(size, dtype="float32", name="g_logits")(x)
    ends = RowEnds(spans, dtype="float32", name="g_row")
    return keras.Model(inputs, ends([logits, noise, *allowed]), name="generator")


def bounded(values):
    """Places within a mode, which end softly at `REACH` standard deviations."""
    return REACH * ops.tanh(values / REACH)


def options_of(spans):
    """int array: the places in an encoded row that are options of a softmax."""
    found, start = [], 0
    for width, activation in spans:
        if activation == "softmax":
            found += range(start, start + width)
        start += width
    return np.array(found, int)


def _gumbel(noise):
    """Gumbel noise of N(0, 1) noise."""
    probability = 0.5 * (1.0 + ops.erf(noise / np.sqrt(2.0)))
    return -ops.log(-ops.log(ops.clip(probability, SURE, 1.0 - SURE)))


def _forbidden(mask):
    """-1e9 for options that are not allowed, in spans where some are; else 0."""
    some = ops.max(mask, axis=-1, keepdims=True)
    return -1e9 * some * (1.0 - mask)
