"""The networks of a model of text, and the sentences that they are called on."""

import numpy as np
from keras import ops

from layer_viz.view import Stream, View
from ter_gan.losses import raw
from ter_gan.text.models.autoencoder import CodeWriter, LatentTextGAN
from ter_gan.text.models.likelihood import Autoregressive, LanguageModel, mean_nll
from ter_gan.text.models.tokens import TokenGAN
from ter_gan.text.networks.language import before
from ter_gan.text.vocabulary import EOS, PAD

PROBES, MANY = 6, 64  # sentences that are drawn; that statistics are taken over
SEED = 0  # of latents and of generated sentences


class TextView(View):
    """A view whose discriminator sees tokens as its model shows them to it.

    `G` is the generator or language model, `D` the discriminator, `A` an autoencoder.

    Args:
        gan: a model of `ter_gan.text.models`.
        x: int32 `(n, length)`, real sequences.
        vocabulary: sequence of str.
    """

    def __init__(self, gan, x, vocabulary):
        self.gan, self.vocabulary = gan, vocabulary
        networks, streams = _parts(gan)
        loss = getattr(gan, "loss_fn", None)
        super().__init__(
            networks,
            streams,
            _inputs(gan, x[:PROBES]),
            _inputs(gan, (x[PROBES:] if len(x) > 2 * PROBES else x)[:MANY]),
            kind="text",
            probability=loss is None or loss.score is not raw,
        )
        if isinstance(gan, LanguageModel):
            self.losses = lambda arrays: {"G": lambda: _nll(gan.generator, arrays)}
            self.optimizers = {"G": gan.optimizers["generator"]}

    def facts(self):
        """dict, the manifest's `probes`, with the real sentences."""
        words = [
            " ".join(self.vocabulary[id] for id in row if id not in (PAD, EOS))
            for row in self.probes["real"]
        ]
        return super().facts() | {"sentences": words}

    def input(self, stream, arrays, outputs):
        """The `(samples, labels or None)` that a stream is called on."""
        if stream.network != "D" or stream.source in outputs:
            return super().input(stream, arrays, outputs)
        real = arrays["real"]
        fake = stream.role == "fake"
        return self.judged(self.written(len(real)) if fake else real), None

    def judged(self, tokens):
        """What D sees of tokens `(n, length)`: one-hot words, or their codes."""
        if isinstance(self.gan, CodeWriter):
            return self.gan.encoder(ops.convert_to_tensor(tokens), training=False)
        return self.gan.one_hot(ops.convert_to_tensor(tokens))

    def written(self, n=PROBES):
        """int32 `(n, length)`: what the networks that train write now."""
        return self.gan.generate(n, seed=SEED, averaged=False)


def _parts(gan):
    """The networks and streams of a model."""
    real = Stream("D.real", "D", "real", "real")
    if isinstance(gan, CodeWriter):
        networks = {"A": gan.autoencoder}
        streams = [Stream("A", "A", "generator", "real", labels="before")]
        if isinstance(gan, LatentTextGAN):
            networks |= {"G": gan.generator, "D": gan.discriminator}
            fake = Stream("D.fake", "D", "fake", "G")
            streams += [Stream("G", "G", "generator", "latents"), real, fake]
        return networks, streams
    networks = {"G": gan.generator}
    streams = [Stream("G", "G", "generator", source(gan))]
    if isinstance(gan, TokenGAN):
        networks["D"] = gan.discriminator
        streams += [real, Stream("D.fake", "D", "fake", "written")]
    return networks, streams


def source(gan):
    """Which inputs the generator reads."""
    if isinstance(gan, Autoregressive):
        return "before"
    return "latents" if isinstance(gan, TokenGAN) else "real"


def _inputs(gan, x):
    x = np.asarray(x, "int32")
    inputs = {"real": x, "before": ops.convert_to_numpy(before(x))}
    if hasattr(gan, "latents") and source(gan) == "latents":
        inputs["latents"] = gan.latents.array(len(x), SEED)
    if isinstance(gan, LatentTextGAN):
        inputs["latents"] = gan.latents.array(len(x), SEED)
    return inputs


def _nll(network, arrays):
    real = ops.convert_to_tensor(arrays["real"])
    return mean_nll(network(before(real), training=False), real)
