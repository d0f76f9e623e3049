"""Language models: trained by maximum likelihood, the measure of every text GAN."""

import keras
import numpy as np
from keras import ops

from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.panels import Panel
from ter_gan.models.sampling import in_batches
from ter_gan.text import decoding
from ter_gan.text.models.writer import CHUNK, Writer, tokens_of
from ter_gan.text.networks.language import before, steps_of, token_log_prob
from ter_gan.text.vocabulary import PAD

LIKELIHOOD = Panel(
    "Negative log-likelihood", {"nll": None, "validation_nll": None}, "nats per token"
)


class Autoregressive(Writer):
    """The probability of a sequence as a product over its tokens.

    It is mixed into models whose `generator` is a network of
    `ter_gan.text.networks.language`. The weights of the epoch with the best
    validation likelihood are kept.
    """

    def keep_the_best(self):
        """Makes room for the weights that are kept; call it in `__init__`."""
        self.kept_generator = keras.models.clone_model(self.generator)
        self.kept_generator.trainable = False
        self.kept_nll = keras.Variable(
            np.inf, trainable=False, dtype="float32", name="kept_nll"
        )

    @property
    def length(self):
        """Tokens of a sequence."""
        return self.generator.input_shape[1]

    def learn(self, player, tokens):
        """Moves `player`, whose network is the generator, to likelier tokens."""

        def loss():
            return mean_nll(self.generator(before(tokens), training=True), tokens)

        self.observe(nll=self.update(player, loss))

    def look_back(self, real):
        """dict: `validation_nll`; the weights are kept if none were better."""
        nll = self.nll(real, averaged=False)
        if nll < float(self.kept_nll):
            self.kept_nll.assign(nll)
            self.kept_generator.set_weights(self.generator.get_weights())
        return {"validation_nll": nll}

    def network(self, averaged=True):
        """The generator that is kept, or the one that trains."""
        kept = averaged and np.isfinite(float(self.kept_nll))
        return self.kept_generator if kept else self.generator

    def export(self, path):
        """Saves the generator that is kept as a Keras file."""
        self.network().save(path)

    def log_prob(self, x, averaged=True):
        """Log-probabilities of tokens, in nats.

        Args:
            x: int array `(n, length)`, padded.
            averaged: as in `generate`.

        Returns:
            float array `(n, length)`; 0 at pads.
        """
        network = self.network(averaged)

        def log_prob(tokens):
            tokens = ops.convert_to_tensor(tokens, "int32")
            return token_log_prob(network(before(tokens), training=False), tokens)

        return in_batches(log_prob, CHUNK, x)

    def nll(self, x, averaged=True):
        """float: mean negative log-likelihood of a token, pads left out."""
        return float(-self.log_prob(x, averaged).sum() / (np.asarray(x) != PAD).sum())

    def parts(self, n, labels=None, seed=0, averaged=True, **options):
        """Yields the sequences of `generate`, some at a time."""
        rng, how = np.random.default_rng(seed), decoding.Decoding(**options)
        steps = steps_of(self.network(averaged))
        for start in range(0, n, CHUNK):
            size = min(CHUNK, n - start)
            yield decoding.sequences(steps, size, self.length, rng, how)


@keras.saving.register_keras_serializable("ter_gan")
class LanguageModel(Autoregressive, AdversarialModel):
    """One player, whose loss is the negative log-likelihood of a token.

    Args:
        generator: network of `ter_gan.text.networks.language`.
        start: str. Where word embeddings come from.
        seed: int.
        name: str.
    """

    panels, held_out = (LIKELIHOOD,), "validation_nll"

    def __init__(self, generator, start="random", seed=0, name=None):
        super().__init__(seed=seed, name=name)
        self.generator, self.start = generator, start
        self.keep_the_best()
        self.track("nll")

    @property
    def players(self):
        return {"generator": self.generator}

    def adversarial_step(self, batch, noise=None):
        """One step down the negative log-likelihood of tokens `(n, length)`."""
        self.learn("generator", tokens_of(batch))
        return self.logs()

    def vital_signs(self, real, labels=None, seed=0):
        """dict: see `look_back`."""
        return self.look_back(real)

    def get_config(self):
        generator = keras.saving.serialize_keras_object(self.generator)
        return {"generator": generator, "start": self.start, "seed": self.seed}

    @classmethod
    def from_config(cls, config):
        generator = keras.saving.deserialize_keras_object(config.pop("generator"))
        return cls(generator, **config)


def mean_nll(logits, tokens):
    """Mean negative log-likelihood of a token, pads left out; a scalar."""
    count = ops.sum(ops.cast(tokens != PAD, "float32"))
    return -ops.sum(token_log_prob(logits, tokens)) / ops.maximum(count, 1.0)
