"""The variational autoencoder of tables."""

import keras
import numpy as np
from keras import ops

from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.noise import Latents
from ter_gan.models.panels import Panel
from ter_gan.models.sampling import in_batches
from ter_gan.tables.models.gan import BATCH, RESEMBLANCE
from ter_gan.tables.models.keeping import Keeping
from ter_gan.tables.models.rows import Rows
from ter_gan.tables.networks import bounded, options_of

WEIGHT = 2.0  # of the reconstruction (TVAE)
LEAST = float(np.log(0.01))  # of the logarithm of a number's spread
EVIDENCE = Panel(
    "Evidence", {"reconstruction": None, "divergence": None}, "nats per row"
)


@keras.saving.register_keras_serializable("ter_gan")
class TableVAE(Keeping, Rows, AdversarialModel):
    """TVAE (Xu et al. 2019, https://arxiv.org/abs/1907.00503): one player.

    Rows become Gaussians in the space of latents, and are decoded again: numbers as
    Gaussians, options as probabilities. The loss is the negative evidence lower bound
    (Kingma & Welling 2014), with the reconstruction weighted by 2, as there.

    Args:
        posterior: `keras.Model` from encoded rows to means and log-variances
            `(n, 2 latent_dim)`.
        generator: `keras.Model` from latents to `(n, 2 width)`: what an encoded row
            is, and the logarithm of the spread of its numbers.
        spans: list of `(width, activation)`, as an encoded row has them.
        seed, name: as for `AdversarialModel`.
    """

    def __init__(self, posterior, generator, spans, seed=0, name=None):
        super().__init__(seed=seed, name=name)
        self.posterior, self.generator = posterior, generator
        self.spans = [(int(size), activation) for size, activation in spans]
        self.latents = Latents(generator.input_shape[-1])
        self.width = posterior.input_shape[-1]
        self.options = options_of(self.spans)
        self.numbers = np.setdiff1d(np.arange(self.width), self.options)
        self.both = _joined(posterior, generator)
        self.keep(generator)
        self.track("loss", "reconstruction", "divergence")

    @property
    def players(self):
        return {"generator": self.both}

    def adversarial_step(self, batch, noise=None):
        """One step down the negative evidence lower bound."""
        rows, _, _ = keras.utils.unpack_x_y_sample_weight(batch)
        drawn = (noise or self.noise).normal((ops.shape(rows)[0], self.latents.dim))

        def loss():
            decoded, mean, log_variance = self.both([rows, drawn], training=True)
            missed = self._missed(rows, decoded)
            divergence = _divergence(mean, log_variance)
            self.observe(reconstruction=missed, divergence=divergence)
            return ops.mean(WEIGHT * missed + divergence)

        self.observe(loss=self.update("generator", loss))
        return self.logs()

    def _missed(self, rows, decoded):
        """float32 `(n,)`: negative log-likelihood of rows, constants left out."""
        values, log_spread = decoded[:, : self.width], decoded[:, self.width :]
        total, start = 0.0, 0
        for size, activation in self.spans:
            part = slice(start, start + size)
            start += size
            if activation == "softmax":
                told = ops.log_softmax(values[:, part])
                total -= ops.sum(rows[:, part] * told, axis=1)
                continue
            guess, spread = values[:, part], ops.maximum(log_spread[:, part], LEAST)
            guess = bounded(guess) if activation == "bounded" else guess
            apart = (rows[:, part] - guess) * ops.exp(-spread)
            total += ops.sum(0.5 * apart**2 + spread, axis=1)
        return total

    def divergence(self, rows):
        """Tensor `(n,)`, nats: how far the codes of encoded rows are from the prior."""
        return _divergence(*ops.split(self.posterior(rows, training=False), 2, axis=1))

    def draw(self, n, seed, averaged=True, allowed=None):
        latents = self.latents.array(n, seed)
        decoded = in_batches(self.network(averaged), BATCH, latents)
        values, log_spread = np.split(decoded, 2, axis=1)
        rng, start, option = np.random.default_rng([*np.atleast_1d(seed), 1]), 0, 0
        rows = np.zeros_like(values)
        for size, activation in self.spans:
            part = slice(start, start + size)
            start += size
            if activation == "softmax":
                logits = values[:, part] + rng.gumbel(size=(n, size))
                mask = np.zeros(size) if allowed is None else allowed[option:][:size]
                option += size
                logits[:, (mask == 0) & mask.any()] = -np.inf
                rows[np.arange(n), part.start + logits.argmax(axis=1)] = 1
                continue
            guess = values[:, part]
            if activation == "bounded":
                guess = ops.convert_to_numpy(bounded(guess))
            spread = np.exp(np.maximum(log_spread[:, part], LEAST))
            rows[:, part] = guess + spread * rng.standard_normal((n, size))
        return self.encoder.from_model(rows, [*np.atleast_1d(seed), 2])

    panels = (EVIDENCE, RESEMBLANCE)

    def vital_signs(self, real, labels=None, seed=0):
        """dict: `mismatch`, of held-out rows."""
        return self.look_back(real, seed)

    def get_config(self):
        serialize = keras.saving.serialize_keras_object
        return {
            "posterior": serialize(self.posterior),
            "generator": serialize(self.generator),
            "spans": self.spans,
            "seed": self.seed,
        }

    @classmethod
    def from_config(cls, config):
        networks = {
            name: keras.saving.deserialize_keras_object(config.pop(name))
            for name in ("posterior", "generator")
        }
        return cls(**networks, **config)


def _divergence(mean, log_variance):
    """`(n,)`: Kullback-Leibler divergence of Gaussians from N(0, 1)."""
    return 0.5 * ops.sum(ops.exp(log_variance) + mean**2 - 1.0 - log_variance, axis=1)


def _joined(posterior, generator):
    """One network from rows and noise to what is decoded, means and log-variances."""
    rows = keras.Input(posterior.input_shape[1:], name="rows")
    latent_dim = generator.input_shape[-1]
    noise = keras.Input((latent_dim,), name="noise")
    moments = posterior(rows)
    mean, log_variance = moments[:, :latent_dim], moments[:, latent_dim:]
    latents = mean + ops.exp(0.5 * log_variance) * noise
    return keras.Model([rows, noise], [generator(latents), mean, log_variance])
