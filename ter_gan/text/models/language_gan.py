"""GANs whose generator is a language model: RelGAN, SeqGAN, residual energies."""

import keras
import numpy as np
from keras import ops
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from ter_gan import backends
from ter_gan.models import panels
from ter_gan.models.straight_through import straight_through
from ter_gan.text import relaxation
from ter_gan.text.models.likelihood import LIKELIHOOD, Autoregressive
from ter_gan.text.models.tokens import TokenGAN
from ter_gan.text.models.writer import batches_of
from ter_gan.text.networks.expectation import Expectation
from ter_gan.text.networks.language import before, steps_of, token_log_prob
from ter_gan.text.vocabulary import PAD

SENTENCES = 16  # whose rewards SeqGAN estimates in a step


class LanguageGAN(Autoregressive, TokenGAN):
    """A language model that first learns by likelihood, then against a discriminator.

    Args:
        generator: network of `ter_gan.text.networks.language`.
        discriminator: network of `ter_gan.text.networks.discriminators`.
        pretrain_epochs: int. Of likelihood.
        start: str. Where word embeddings come from.
        **rules: as in `ter_gan.models.gan.GAN`.
    """

    def __init__(
        self, generator, discriminator, pretrain_epochs=0, start="random", **rules
    ):
        super().__init__(generator, discriminator, **rules)
        self.pretrain_epochs, self.start = pretrain_epochs, start
        self.keep_the_best()
        self.track("nll", phase="likelihood")

    @property
    def players(self):
        return super().players | {"likelihood": self.generator}

    @property
    def phases(self):
        return {"likelihood": 0, "adversarial": self.pretrain_epochs}

    @property
    def panels(self):
        return (LIKELIHOOD, *panels.of_loss(self.loss_fn))

    def enter(self, epoch):
        """The game begins with the best weights of the likelihood's epochs."""
        super().enter(epoch)
        untouched = int(self.generator_optimizer.iterations) == 0
        if self.phase == "adversarial" and untouched:
            self.generator.set_weights(self.network().get_weights())

    def adversarial_step(self, batch, noise=None):
        """A step of the phase: likelihood, or both players'.

        The likelihood moves once for each batch of the discriminator.
        """
        if self.phase == "likelihood":
            for tokens in batches_of(batch, self.rules.critic_steps):
                self.learn("likelihood", tokens)
            return self.logs()
        return super().adversarial_step(batch, noise)

    def vital_signs(self, real, labels=None, seed=0):
        """dict: `validation_nll`, and `diversity` once the game is on."""
        if self.phase == "likelihood":
            return self.look_back(real)
        nll = {"validation_nll": self.nll(real, averaged=False)}
        return nll | TokenGAN.vital_signs(self, real, labels, seed)

    def network(self, averaged=True):
        """The generator: the best one of the likelihood's epochs, until they end."""
        if not int(self.generator_optimizer.iterations):
            return super().network(averaged)
        return (averaged and self.averaged_generator) or self.generator

    def get_config(self):
        about = {"pretrain_epochs": self.pretrain_epochs, "start": self.start}
        return super().get_config() | about


@keras.saving.register_keras_serializable("ter_gan")
class RelGAN(LanguageGAN):
    """Gumbel-softmax and a relativistic discriminator (Nie et al. 2019).

    D sees words, straight through. Relaxed ones it would know by their softness, and G
    would learn to be sure of its words, so that it repeats a few.

    Args:
        temperature: (start, end, updates of G from one to the other).
        **options: as in `LanguageGAN`.
    """

    def __init__(
        self, generator, discriminator, temperature=(1.0, 0.1, 1000), **options
    ):
        super().__init__(generator, discriminator, **options)
        self.temperature = tuple(temperature)

    def _fake(self, latents, labels):
        done = self.generator_optimizer.iterations
        temperature = relaxation.annealed(*self.temperature, done)
        n = ops.shape(latents)[0]
        steps = steps_of(self.generator)
        return straight_through(
            relaxation.relaxed_sequences(steps, n, self.length, temperature, self.noise)
        )

    def get_config(self):
        return super().get_config() | {"temperature": self.temperature}


class Drawing(LanguageGAN):
    """A language GAN that draws tokens, which let no gradient through."""

    def draw(self, given, kept):
        """int32 `(n, length)`: goes on from the first `kept` tokens of `given`."""
        steps = steps_of(self.generator)
        return relaxation.sequences(steps, self.length, self.noise, given, kept)

    def draw_anew(self, n):
        """int32 `(n, length)`: sequences from their first token on."""
        given = ops.zeros((n, self.length), "int32")
        return self.draw(given, ops.zeros((n,), "int32"))

    def _fake(self, latents, labels):
        return self.one_hot(self.draw_anew(ops.shape(latents)[0]))


@keras.saving.register_keras_serializable("ter_gan")
class SeqGAN(Drawing):
    """A discriminator's verdicts as rewards of a policy (Yu et al. 2017).

    The value of a token is the mean verdict on sentences that go on from it. Its
    mean over the batch is taken off (the baseline of Williams 1992).

    Args:
        rollouts: int. Sentences that are finished from each token.
        **options: as in `LanguageGAN`.
    """

    def __init__(self, generator, discriminator, rollouts=4, **options):
        super().__init__(generator, discriminator, **options)
        self.rollouts = rollouts

    def _move_generator(self, real, labels, noise):
        tokens = self.draw_anew(SENTENCES)
        values = backends.frozen(self.values, tokens)
        values = ops.stop_gradient(values - ops.mean(values, axis=0))
        words = ops.cast(tokens != PAD, "float32")

        def loss():
            logits = self.generator(before(tokens), training=False)
            gain = ops.sum(values * token_log_prob(logits, tokens))
            return -gain / ops.sum(words)

        self.observe(g_loss=self.update("generator", loss))

    def values(self, tokens):
        """float32 `(n, length)`: what D makes of sentences that go on from a token."""
        n, length = ops.shape(tokens)[0], self.length
        given = ops.repeat(tokens, length * self.rollouts, axis=0)
        kept = ops.tile(ops.repeat(ops.arange(1, length + 1), self.rollouts), [n])
        finished = self.draw(given, ops.cast(kept, "int32"))
        logits = self.discriminator(self.one_hot(finished), training=False)
        verdicts = ops.sigmoid(ops.reshape(logits, (n, length, self.rollouts)))
        return ops.mean(verdicts, axis=-1)

    def get_config(self):
        return super().get_config() | {"rollouts": self.rollouts}


@keras.saving.register_keras_serializable("ter_gan")
class DiscriminatorGuided(Drawing):
    """A discriminator that reweights a language model's sentences (Deng et al. 2020).

    p(x) = p_LM(x) exp(f(x)) / Z. At D's optimum its logit is the logarithm of how much
    likelier a sentence is among real ones; f is the logit times a `sharpness` of at
    most 1, as far as sentences that D has not learned by heart confirm it (calibrated
    as in Turner et al. 2019, https://arxiv.org/abs/1811.11357). The generator stands
    still, and D knows how probable it finds each word (`Expectation`), where D has such
    a layer. Sentences are drawn by sampling importance resampling: several from the
    language model, one of them by its weight exp(f).

    Args:
        candidates: int. Sentences among which one is chosen.
        **options: as in `LanguageGAN`.
    """

    def __init__(self, generator, discriminator, candidates=32, **options):
        super().__init__(generator, discriminator, **options)
        self.candidates = candidates
        self.sharpness, self.log_z = (
            keras.Variable(value, trainable=False, dtype="float32", name=name)
            for name, value in (("sharpness", 1.0), ("log_z", 0.0))
        )

    def enter(self, epoch):
        """D learns what the language model expects once that is trained."""
        super().enter(epoch)
        for layer in self.discriminator.layers:
            if isinstance(layer, Expectation):
                layer.language_model.set_weights(self.generator.get_weights())

    def _move_generator(self, real, labels, noise):
        """The language model stays as it is."""

    def parts(self, n, labels=None, seed=0, averaged=True, **options):
        """Yields sequences, each the chosen one of its candidates."""
        rng = np.random.default_rng([seed, 1])
        drawn = super().parts(n * self.candidates, None, seed, averaged, **options)
        left = np.zeros((0, self.length), "int32")
        for part in drawn:
            left = np.concatenate([left, part])
            groups = len(left) // self.candidates
            if groups:
                now = left[: groups * self.candidates]
                left = left[groups * self.candidates :]
                yield self.chosen(now, groups, rng)

    def chosen(self, candidates, groups, rng):
        """One sequence of each group, by the weights exp(f)."""
        weights = self.energy(candidates).reshape(groups, -1)
        best = np.argmax(weights + rng.gumbel(size=weights.shape), axis=1)
        return candidates.reshape(groups, -1, self.length)[np.arange(groups), best]

    def vital_signs(self, real, labels=None, seed=0):
        """dict: as of a language GAN, and `sharpness`; also estimates Z."""
        if self.phase == "likelihood":
            return super().vital_signs(real, labels, seed)
        drawn = self.logits(self.proposed(4 * len(real), seed))
        sharpness = calibrated(self.logits(real), drawn)
        self.sharpness.assign(sharpness)
        self.log_z.assign(log_means(sharpness * drawn)[0])
        return super().vital_signs(real, labels, seed) | {"sharpness": sharpness}

    def proposed(self, n, seed=0):
        """int32 `(n, length)`: sentences of the language model alone."""
        return np.concatenate(list(super().parts(n, None, seed)))

    def energy(self, x):
        """float array `(n,)`: f of sequences, the logarithm of their weights."""
        return float(self.sharpness) * self.logits(x)[:, 0]

    def log_normaliser(self, n, seed=0):
        """(low, high): `log_means` of n sentences of the language model."""
        return log_means(self.energy(self.proposed(n, seed)))

    def nll_bounds(self, x, n=20_000, seed=0):
        """(low, high): NLL per token of sequences, by both estimates of log Z."""
        tokens = (np.asarray(x) != PAD).sum()
        shift = np.array(self.log_normaliser(n, seed)) - float(self.log_z)
        low, high = self.nll(x) + len(x) * shift / tokens
        return float(low), float(high)

    def log_prob(self, x, averaged=True):
        """As of its language model, and f(x) - log Z at the last token.

        Z is estimated from finitely many sentences, which makes it too small and
        this too large, on average: see `log_normaliser`.
        """
        found = super().log_prob(x, averaged)
        if int(self.discriminator_optimizer.iterations):
            last = np.maximum((np.asarray(x) != PAD).sum(axis=1) - 1, 0)
            found[np.arange(len(x)), last] += self.energy(x) - float(self.log_z)
        return found

    def get_config(self):
        return super().get_config() | {"candidates": self.candidates}


def calibrated(real, drawn):
    """The sharpness with which held-out sentences are the likeliest.

    Args:
        real: float array, D's logits of real sentences that it has not seen.
        drawn: float array, those of sentences of the language model.

    Returns:
        float in [0, 1]: 0 where D knows nothing, 1 where it may be trusted fully.
    """

    def nll(sharpness):
        return log_means(sharpness * drawn)[0] - sharpness * np.mean(real)

    return float(minimize_scalar(nll, bounds=(0.0, 1.0), method="bounded").x)


def log_means(energies):
    """Two estimates of the logarithm of the mean of exp(f), log Z, from n values of f.

    The logarithm of a mean is too small on average; its correction by leaving one
    value out (Nowozin 2018, as Deng et al. 2020 use it) is too large.

    Returns:
        (low, high): floats between whose means log Z lies.
    """
    f = np.ravel(energies).astype("float64")
    n, total = len(f), logsumexp(f)
    low = total - np.log(n)
    without = np.log1p(-np.exp(f - total)).mean() + total - np.log(n - 1)
    return float(low), float((2 * n - 1) * low - 2 * (n - 1) * without)
