"""A masked language model: it guesses words from both sides."""

import keras
import numpy as np
from keras import ops

from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.panels import Panel
from ter_gan.models.sampling import in_batches
from ter_gan.text.decoding import Decoding
from ter_gan.text.models.embedding_gan import ended
from ter_gan.text.models.writer import CHUNK, Writer, tokens_of
from ter_gan.text.networks.language import token_log_prob
from ter_gan.text.vocabulary import PAD

SWEEPS = 2  # how often each place is drawn anew


@keras.saving.register_keras_serializable("ter_gan")
class MaskedLanguageModel(Writer, AdversarialModel):
    """Guesses the tokens that are masked, from all others (Devlin et al. 2019).

    It is no language model: it gives no probability to a sequence. What `pseudo_nll`
    says must not be compared with a perplexity. It can be made to write by drawing
    one place after the other, given all others (Wang & Cho 2019).

    Args:
        generator: `ter_gan.text.networks.language.masked_transformer`.
        mask_share: float. Share of the tokens that it must guess.
        start: str. Where word embeddings come from.
        seed: int.
        name: str.
    """

    panels = (
        Panel(
            "Masked tokens",
            {"masked_nll": None, "validation_nll": None},
            "nats per token",
        ),
        Panel("Masked tokens", {"accuracy": None}, "share guessed", (0, 1)),
    )

    def __init__(self, generator, mask_share=0.15, start="random", seed=0, name=None):
        super().__init__(seed=seed, name=name)
        self.generator, self.mask_share, self.start = generator, mask_share, start
        self.track("masked_nll", "accuracy")

    @property
    def players(self):
        return {"generator": self.generator}

    @property
    def length(self):
        """Tokens of a sequence."""
        return self.generator.input_shape[1]

    @property
    def mask(self):
        """int: the id that stands for a hidden token; one more than the last word."""
        return self.generator.output_shape[2]

    def adversarial_step(self, batch, noise=None):
        """One step to better guesses of the tokens of a batch that are masked."""
        tokens = tokens_of(batch)
        hidden = self.noise.uniform(ops.shape(tokens)) < self.mask_share
        hidden = ops.cast(hidden, "float32")
        seen = ops.where(hidden > 0, self.mask, tokens)

        def loss():
            logits = self.generator(seen, training=True)
            counted = hidden * ops.cast(tokens != PAD, "float32")
            count = ops.maximum(ops.sum(counted), 1.0)
            known = -ops.sum(hidden * token_log_prob(logits, tokens)) / count
            best = ops.cast(ops.argmax(logits[..., 1:], axis=-1), "int32") + 1
            self.observe(
                accuracy=ops.sum(counted * ops.cast(best == tokens, "float32")) / count,
                masked_nll=known,
            )
            return known

        self.update("generator", loss)
        return self.logs()

    def vital_signs(self, real, labels=None, seed=0):
        """dict: `validation_nll`, of masked tokens."""
        return {"validation_nll": self.masked(real[:500], seed)["nll"]}

    def masked(self, x, seed=0):
        """How well it guesses: a share of all tokens is masked, drawn by the seed.

        Returns:
            dict: `nll`, nats per masked token, and `accuracy`, the share guessed.
        """
        rng, x = np.random.default_rng(seed), np.asarray(x, "int32")
        hidden = (rng.random(x.shape) < self.mask_share) & (x != PAD)
        logits = self.guesses(np.where(hidden, self.mask, x))
        found = ops.convert_to_numpy(token_log_prob(logits, x))
        right = logits[..., 1:].argmax(axis=-1) + 1 == x
        count = max(hidden.sum(), 1)
        return {
            "nll": float(-found[hidden].sum() / count),
            "accuracy": float(right[hidden].sum() / count),
        }

    def pseudo_nll(self, x):
        """Nats per token, each masked alone (Salazar et al. 2020): no likelihood."""
        total, x = 0.0, np.asarray(x, "int32")
        for place in range(self.length):
            rows = x[x[:, place] != PAD]
            if len(rows):
                seen = rows.copy()
                seen[:, place] = self.mask
                found = token_log_prob(self.guesses(seen)[:, place], rows[:, place])
                total -= float(ops.sum(found))
        return total / int((x != PAD).sum())

    def guesses(self, seen):
        """float32 `(n, length, size)`: logits of all tokens, from those seen."""
        return in_batches(self.generator, CHUNK, seen)

    def parts(self, n, labels=None, seed=0, averaged=True, **options):
        """Yields sequences: each place is drawn in turn, in an order of chance."""
        rng, how = np.random.default_rng(seed), Decoding(**options)
        how.check_length(self.length)
        known = len(how.prompt)
        for start in range(0, n, CHUNK):
            x = np.full((min(CHUNK, n - start), self.length), self.mask, "int32")
            x[:, :known] = how.prompt
            for _ in range(SWEEPS):
                for place in known + rng.permutation(self.length - known):
                    x[:, place] = self.mask
                    chance = rng.random(len(x))
                    x[:, place] = how.draw(self.guesses(x)[:, place], chance)
            yield ended(x)

    def get_config(self):
        generator = keras.saving.serialize_keras_object(self.generator)
        about = {"mask_share": self.mask_share, "start": self.start, "seed": self.seed}
        return {"generator": generator} | about

    @classmethod
    def from_config(cls, config):
        generator = keras.saving.deserialize_keras_object(config.pop("generator"))
        return cls(generator, **config)
