"""The networks of a model of tables, and the rows that they are called on."""

import numpy as np
from keras import ops

from layer_viz.view import Stream, View
from ter_gan.losses import raw
from ter_gan.tables.models.gan import TableGAN
from ter_gan.tables.networks import options_of

PROBES, MANY = 6, 64  # rows that are drawn; that statistics are taken over
SEED = 0  # of latents, of what is asked, and of the modes that numbers are in


class TableView(View):
    """A view whose discriminator sees generated rows with what was asked of them.

    `G` is the generator, `D` the discriminator, `P` the posterior of an autoencoder.

    Args:
        gan: a model of `ter_gan.tables.models`.
        x: float64 `(n, d)`, real rows of the matrix. Of few rows some come again.
    """

    def __init__(self, gan, x):
        self.gan, self.pack = gan, getattr(gan, "pack", 1)
        networks, streams = _parts(gan)
        few, many = (-(-n // self.pack) * self.pack for n in (PROBES, MANY))
        places = np.arange(few + many) % len(x)
        super().__init__(
            networks,
            streams,
            _inputs(gan, x[places[:few]], SEED),
            _inputs(gan, x[places[few:]], SEED + 1),
            kind="tables",
            probability="D" in networks and gan.loss_fn.score is not raw,
        )

    def input(self, stream, arrays, outputs):
        """The `(samples, labels or None)` that a stream is called on."""
        samples, labels = super().input(stream, arrays, outputs)
        if stream.role == "fake" and self.gan.conditional:
            asked = arrays["latents"][:, self.gan.latents.dim :]
            samples = ops.concatenate([samples, asked], axis=1)
        return samples, labels

    def judged(self):
        """float32 `(2 n, …)`: the real and then the generated probes, as D sees them.

        Of a model without D, rows of the latents' own law, encoded as real ones are.
        """
        real, fake = self.probes["real"], self.stream("fake")
        if fake is None:
            made = self.gan.draw(len(real), SEED, averaged=False)
            return np.concatenate([real, self.gan.encoder.to_model(made)])
        rows = self.call(self.stream("generator"), (self.probes["latents"], None))
        shown, _ = self.input(fake, self.probes, {fake.source: rows})
        return np.concatenate([real, ops.convert_to_numpy(shown)])


def _parts(gan):
    """The networks and streams of a model."""
    generator = Stream("G", "G", "generator", "latents")
    if not isinstance(gan, TableGAN):
        posterior = Stream("P", "P", "generator", "real")
        return {"P": gan.posterior, "G": gan.generator}, [posterior, generator]
    real = Stream("D.real", "D", "real", "real", pack=gan.pack)
    fake = Stream("D.fake", "D", "fake", "G", pack=gan.pack)
    return {"G": gan.generator, "D": gan.discriminator}, [generator, real, fake]


def _inputs(gan, x, seed):
    real, latents = gan.encoder.to_model(x, seed), gan.latents.array(len(x), seed)
    if getattr(gan, "conditional", False):
        real = np.concatenate([real, asked_of(gan, real, seed)], axis=1)
        asked = gan.conditions_of(len(x), seed)
        latents = np.concatenate([latents, asked], axis=1)
    return {"real": real, "latents": latents}


def asked_of(gan, rows, seed):
    """What is asked of rows that are real: an option that each of them has.

    Args:
        gan: a conditional `TableGAN`.
        rows: float32 `(n, width)`.
        seed: int. Of which column is asked about.

    Returns:
        float32 `(n, options)`.
    """
    spans = [each for each in gan.encoder.spans if each.activation == "softmax"]
    owner = np.repeat(np.arange(len(spans)), [each.width for each in spans])
    which = np.random.default_rng(seed).integers(len(spans), size=len(rows))
    places = options_of([(s.width, s.activation) for s in gan.encoder.spans])
    return (rows[:, places] * (owner == which[:, None])).astype("float32")
