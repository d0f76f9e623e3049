"""Sentences through codes: an autoencoder, and what makes new codes for it."""

import keras
import numpy as np
from keras import ops

from ter_gan.models.adversarial import AdversarialModel
from ter_gan.models.gan import GAN
from ter_gan.models.panels import Panel, of_loss
from ter_gan.models.sampling import in_batches
from ter_gan.text import decoding
from ter_gan.text.models.likelihood import mean_nll
from ter_gan.text.models.tokens import diversity
from ter_gan.text.models.writer import CHUNK, Writer, batches_of, tokens_of
from ter_gan.text.networks.autoencoder import DecoderSteps
from ter_gan.text.networks.language import before, token_log_prob
from ter_gan.text.vocabulary import PAD, UNK

RECONSTRUCTION = Panel(
    "Reconstruction",
    {"reconstruction": None, "validation_reconstruction": None},
    "nats per token",
)
MEMORY = 0.99  # of the running mean and covariance of the codes


class CodeWriter(Writer):
    """Text by way of codes; mixed into models with an `encoder` and a `decoder`.

    Trained as a denoising autoencoder: it sees sentences with words left out, and
    codes with noise, and shall give the whole sentence back; so neighbouring codes
    come to mean like sentences (Bowman et al. 2016, Shen et al. 2020).
    """

    def begin_autoencoder(self, encoder, decoder, word_dropout, code_noise):
        """Takes the two networks; call it in `__init__`, before `track`."""
        self.encoder, self.decoder = encoder, decoder
        self.word_dropout, self.code_noise = word_dropout, code_noise
        tokens = encoder.input
        known = keras.Input(tokens.shape[1:], dtype="int32", name="tokens_before")
        logits = decoder([known, encoder(tokens)])
        self.autoencoder = keras.Model([tokens, known], logits, name="autoencoder")

    @property
    def length(self):
        """Tokens of a sequence."""
        return self.encoder.input_shape[1]

    def reconstruct(self, tokens):
        """Moves the autoencoder one step to give its sentences back."""
        seen, known = self.with_gaps(tokens), self.with_gaps(before(tokens))
        shape = (ops.shape(tokens)[0], self.encoder.output_shape[1])
        noise = self.code_noise * self.noise.normal(shape)

        def loss():
            codes = self.encoder(seen, training=True) + noise
            return mean_nll(self.decoder([known, codes], training=True), tokens)

        self.observe(reconstruction=self.update("autoencoder", loss))

    def with_gaps(self, tokens):
        """The tokens, a share of them replaced by `<unk>`."""
        gaps = self.noise.uniform(ops.shape(tokens)) < self.word_dropout
        return ops.where(gaps & (tokens != PAD), UNK, tokens)

    def encode(self, x):
        """float32 `(n, code_dim)`: the codes of sequences `(n, length)`."""
        return in_batches(self.encoder, CHUNK, np.asarray(x, "int32"))

    def write(self, codes, seed=0, **options):
        """int32 `(n, length)`: the sequences that the decoder reads out of codes.

        Args:
            codes: float32 `(n, code_dim)`.
            seed: int, or `numpy.random.Generator`.
            **options: of `ter_gan.text.decoding.Decoding`.
        """
        rng, how = np.random.default_rng(seed), decoding.Decoding(**options)
        steps = DecoderSteps(self.decoder, ops.convert_to_tensor(codes))
        return decoding.sequences(steps, len(codes), self.length, rng, how)

    def reconstruction(self, x):
        """float: nats per token that are missing from codes of sequences."""
        total = 0.0
        for start in range(0, len(x), CHUNK):
            tokens = ops.convert_to_tensor(x[start : start + CHUNK], "int32")
            codes = self.encoder(tokens, training=False)
            logits = self.decoder([before(tokens), codes], training=False)
            total -= float(ops.sum(token_log_prob(logits, tokens)))
        return total / int((np.asarray(x) != PAD).sum())

    def new_codes(self, n, seed, averaged=True):
        """float32 `(n, code_dim)`: codes of sentences that nobody wrote."""
        raise NotImplementedError

    def parts(self, n, labels=None, seed=0, averaged=True, **options):
        """Yields the sequences of `generate`, some at a time."""
        codes, rng = self.new_codes(n, seed, averaged), np.random.default_rng([seed, 1])
        for start in range(0, n, CHUNK):
            yield self.write(codes[start : start + CHUNK], rng, **options)


@keras.saving.register_keras_serializable("ter_gan")
class Autoencoder(CodeWriter, AdversarialModel):
    """An autoencoder whose new codes come from a Gaussian fitted to real ones.

    Args:
        encoder, decoder: networks of `ter_gan.text.networks.autoencoder`.
        word_dropout: float. Share of words that it does not see.
        code_noise: float. Standard deviation of the noise on codes.
        start: str. Where word embeddings come from.
        seed: int.
        name: str.
    """

    panels = (RECONSTRUCTION,)

    def __init__(
        self,
        encoder,
        decoder,
        word_dropout=0.3,
        code_noise=0.1,
        start="random",
        seed=0,
        name=None,
    ):
        super().__init__(seed=seed, name=name)
        self.begin_autoencoder(encoder, decoder, word_dropout, code_noise)
        self.start = start
        dim = encoder.output_shape[1]
        kept = {"trainable": False, "dtype": "float32"}
        self.mean = keras.Variable(np.zeros(dim), name="codes_mean", **kept)
        self.covariance = keras.Variable(np.eye(dim), name="codes_covariance", **kept)
        self.track("reconstruction")

    @property
    def players(self):
        return {"autoencoder": self.autoencoder}

    def adversarial_step(self, batch, noise=None):
        """One step of reconstruction; the Gaussian follows the codes."""
        tokens = tokens_of(batch)
        self.reconstruct(tokens)
        codes = self.encoder(tokens, training=False)
        mean = ops.mean(codes, axis=0)
        apart = codes - self.mean
        covariance = ops.mean(apart[:, :, None] * apart[:, None, :], axis=0)
        self.mean.assign(MEMORY * self.mean + (1 - MEMORY) * mean)
        self.covariance.assign(MEMORY * self.covariance + (1 - MEMORY) * covariance)
        return self.logs()

    def vital_signs(self, real, labels=None, seed=0):
        """dict: `validation_reconstruction`."""
        return {"validation_reconstruction": self.reconstruction(real)}

    def new_codes(self, n, seed, averaged=True):
        """float32 `(n, code_dim)`: draws from the Gaussian."""
        rng = np.random.default_rng(seed)
        mean, covariance = map(ops.convert_to_numpy, (self.mean, self.covariance))
        return rng.multivariate_normal(mean, covariance, n, method="eigh").astype(
            "float32"
        )

    def export(self, path):
        """Saves the decoder as a Keras file."""
        self.decoder.save(path)

    def get_config(self):
        return _networks_of(self) | {"seed": self.seed, "start": self.start}

    @classmethod
    def from_config(cls, config):
        return cls(**_with_networks(config))


@keras.saving.register_keras_serializable("ter_gan")
class LatentTextGAN(CodeWriter, GAN):
    """A GAN that makes codes of sentences (Zhao et al. 2018, ARAE).

    First the autoencoder learns; then it stands still, and generator and
    discriminator meet in the space of its codes.

    Args:
        generator: `keras.Model` from latents to codes.
        discriminator: `keras.Model` from codes to logits.
        encoder, decoder, word_dropout, code_noise, start: as in `Autoencoder`.
        pretrain_epochs: int. Of the autoencoder.
        **rules: as in `ter_gan.models.gan.GAN`.
    """

    def __init__(
        self,
        generator,
        discriminator,
        encoder,
        decoder,
        word_dropout=0.3,
        code_noise=0.1,
        start="random",
        pretrain_epochs=10,
        **rules,
    ):
        super().__init__(generator, discriminator, **rules)
        self.begin_autoencoder(encoder, decoder, word_dropout, code_noise)
        self.start, self.pretrain_epochs = start, pretrain_epochs
        self.track("reconstruction", phase="autoencoder")

    @property
    def players(self):
        players = super().players
        there = hasattr(self, "autoencoder")  # not yet while GAN is being made
        return players | ({"autoencoder": self.autoencoder} if there else {})

    @property
    def phases(self):
        return {"autoencoder": 0, "adversarial": self.pretrain_epochs}

    @property
    def panels(self):
        return (RECONSTRUCTION, *of_loss(self.loss_fn))

    def adversarial_step(self, batch, noise=None):
        """A step of the phase: reconstruction, or both players' in code space.

        The autoencoder moves once for each batch of the discriminator.
        """
        if self.phase == "autoencoder":
            for tokens in batches_of(batch, self.rules.critic_steps):
                self.reconstruct(tokens)
            return self.logs()
        return super().adversarial_step(
            self.encoder(tokens_of(batch), training=False), noise
        )

    def vital_signs(self, real, labels=None, seed=0):
        """dict: `validation_reconstruction`, and `diversity` once the game is on."""
        signs = {"validation_reconstruction": self.reconstruction(real)}
        if self.phase == "adversarial":
            made = self.generate(len(real), seed=seed, averaged=False)
            signs |= diversity(made, real)
        return signs

    def new_codes(self, n, seed, averaged=True):
        """float32 `(n, code_dim)`: what the generator makes of latents."""
        return self.decode(self.latents.array(n, seed), averaged=averaged)

    def judge(self, samples, labels=None):
        """The discriminator's logits `(n, 1)` of tokens `(n, length)`, or of codes."""
        samples = ops.convert_to_tensor(samples)
        if samples.shape[1] == self.length and "int" in str(samples.dtype):
            samples = self.encoder(samples, training=False)
        return super().judge(samples)

    def get_config(self):
        about = {"pretrain_epochs": self.pretrain_epochs, "start": self.start}
        return super().get_config() | _networks_of(self) | about

    @classmethod
    def from_config(cls, config):
        return super().from_config(_with_networks(config))


def _networks_of(model):
    names = ("encoder", "decoder")
    return {
        name: keras.saving.serialize_keras_object(getattr(model, name))
        for name in names
    } | {"word_dropout": model.word_dropout, "code_noise": model.code_noise}


def _with_networks(config):
    names = ("encoder", "decoder")
    return config | {
        name: keras.saving.deserialize_keras_object(config[name]) for name in names
    }
