"""A GAN on word embeddings: all words of a sentence at once."""

import keras
import numpy as np
from keras import ops

from ter_gan.models.straight_through import straight_through
from ter_gan.text import relaxation
from ter_gan.text.models.tokens import TokenGAN
from ter_gan.text.models.writer import CHUNK
from ter_gan.text.vocabulary import EOS, PAD


@keras.saving.register_keras_serializable("ter_gan")
class EmbeddingGAN(TokenGAN):
    """WGAN-GP on word embeddings, with Gumbel-softmax straight through.

    The generator gives a vector for each place, and its products with the word
    vectors are the logits of the words. A word is drawn from them, at a temperature
    that falls, so that in the end the latents decide; the discriminator sees it
    one-hot, as it sees real ones, and turns it into a word vector. The gradient that
    comes back flows through the relaxed draw.

    Args:
        generator: network of `ter_gan.text.networks.generators`.
        discriminator: network of `ter_gan.text.networks.discriminators`.
        temperature: (start, end, updates of G from one to the other).
        start: str. Where the word vectors come from.
        **rules: as in `ter_gan.models.gan.GAN`.
    """

    controls = ("temperature",)

    def __init__(
        self,
        generator,
        discriminator,
        temperature=(0.5, 0.05, 1000),
        start="random",
        **rules,
    ):
        super().__init__(generator, discriminator, **rules)
        self.temperature, self.start = tuple(temperature), start

    def _fake(self, latents, labels):
        logits = self.generator(latents, training=True)
        done = self.generator_optimizer.iterations
        temperature = relaxation.annealed(*self.temperature, done)
        noise = temperature * relaxation.gumbel(self.noise, ops.shape(logits))
        return straight_through(ops.softmax(logits + noise))

    def parts(self, n, labels=None, seed=0, averaged=True, temperature=1.0):
        """Yields sequences: tokens drawn from the logits, as at the training's end."""
        rng, latents = np.random.default_rng(seed), self.latents.array(n, seed)
        network = averaged and self.averaged_generator or self.generator
        for start in range(0, n, CHUNK):
            logits = network(latents[start : start + CHUNK], training=False)
            noise = temperature * self.temperature[1] * rng.gumbel(size=logits.shape)
            yield ended(np.argmax(ops.convert_to_numpy(logits) + noise, axis=-1))

    def get_config(self):
        about = {"temperature": self.temperature, "start": self.start}
        return super().get_config() | about


def ended(tokens):
    """int32 `(n, length)`: the tokens, and `<pad>` after the first `<eos>`."""
    after = np.cumsum(tokens == EOS, axis=1) - (tokens == EOS) > 0
    return np.where(after, PAD, tokens).astype("int32")
