"""GANs of tables: rows of numbers and categories."""

import keras
import numpy as np
from keras import ops

from ter_gan.errors import UserError
from ter_gan.models import vital_signs
from ter_gan.models.gan import GAN
from ter_gan.models.noise import Latents
from ter_gan.models.panels import Panel
from ter_gan.models.sampling import in_batches
from ter_gan.tables.models.keeping import Keeping
from ter_gan.tables.models.rows import Rows
from ter_gan.tables.networks import options_of

TINY = 1e-6  # variance
COUNTED = 4096  # rows that frequencies are counted in
PACE = 0.5  # how much of what is missing a count corrects
CLASSIFIER = ("classifier", "classifier_weight", "target")
BATCH = 4096  # rows that the generator makes at a time
TOLD = Panel("Cross-entropy of the classifier", {"c_loss": None}, "nats, real rows")
RESEMBLANCE = Panel("Difference from held-out rows", {"mismatch": None}, "0: none")


@keras.saving.register_keras_serializable("ter_gan")
class TableGAN(Keeping, Rows, GAN):
    """A GAN of encoded rows; see `ter_gan.models.gan.GAN`.

    The algorithm is that of every GAN. A conditional one (CTGAN, Xu et al. 2019,
    https://arxiv.org/abs/1907.00503) is told which options a row may have: its
    generator gives all others probability 0, and its discriminator judges a row
    together with what was asked. To draw any rows, conditions are drawn as frequent
    as they are in the training table.

    Args:
        generator: network of `ter_gan.tables.networks.generator`.
        discriminator: `keras.Model` from rows, and behind them what was asked, to
            logits.
        conditional: bool.
        information_weight: float. Of the difference between the means, and between
            the standard deviations, of real and generated rows as the discriminator's
            last layer sees them (Park et al. 2018, https://arxiv.org/abs/1806.03384).
        classifier: `keras.Model` from encoded rows without the target to its logits,
            or `None`. It learns from real rows, beside the discriminator.
        classifier_weight: float. Of the cross-entropy of generated rows' own targets
            under what the classifier tells (Zhao et al. 2021, CTAB-GAN,
            https://arxiv.org/abs/2102.08369).
        target: `(start, end)`: the options of the target in an encoded row.
        seed, name, **rules: as for `GAN`.
    """

    def __init__(
        self,
        generator,
        discriminator,
        conditional=False,
        information_weight=0.0,
        classifier=None,
        classifier_weight=0.0,
        target=None,
        seed=0,
        name=None,
        **rules,
    ):
        super().__init__(generator, discriminator, seed, name, **rules)
        self.conditional, self.information_weight = conditional, information_weight
        self.classifier, self.classifier_weight = classifier, classifier_weight
        self.target = target and tuple(target)  # a file knows lists only
        if classifier:
            self.track("c_loss")
        self.width = generator.output_shape[-1]
        spans = generator.get_layer("g_row").spans
        self.places = options_of(spans)
        self.options = len(self.places)
        self.shift = keras.Variable(
            np.zeros(self.width), trainable=False, name="frequency_shift"
        )
        asked = self.options * conditional
        self.latents = Latents(generator.input_shape[-1] - asked, self.rules.latent)
        self.features = keras.Model(
            discriminator.inputs, discriminator.layers[-1].input, name="features"
        )
        self.keep(generator)

    @property
    def players(self):
        beside = {"classifier": self.classifier} if self.classifier else {}
        return super().players | beside

    # -- the algorithm: what differs from `GAN` -------------------------------------

    def _critic_batches(self, batch):
        rows = super()._critic_batches(batch)
        if not self.conditional:
            return rows
        return [(x, x[:, self.width :]) for x, _ in rows]

    def _fake(self, latents, asked):
        if asked is None:
            return self.generator(latents, training=True)
        start = ops.concatenate([latents, asked], axis=1)
        return ops.concatenate([self.generator(start, training=True), asked], axis=1)

    def _move_discriminator(self, real, labels, noise):
        super()._move_discriminator(real, labels, noise)
        if self.classifier:
            loss = self.update("classifier", lambda: self._untold(real))
            self.observe(c_loss=loss)

    def _besides(self, real, fake):
        total = 0.0
        if self.information_weight:
            seen = [self.features([x], training=True) for x in (real, fake)]
            means, stds = (
                _length(moment(seen[0]) - moment(seen[1])) for moment in (_mean, _std)
            )
            total += self.information_weight * (means + stds)
        if self.classifier:
            rows = ops.reshape(fake, (-1, fake.shape[-1] // self.pack))
            total += self.classifier_weight * self._untold(rows)
        return total

    def _untold(self, rows):
        """The mean cross-entropy of rows' targets, told from their other columns.

        The targets stand: a generator that moved them, too, would soon make the most
        common one of all.
        """
        start, end = self.target
        target = ops.stop_gradient(rows[:, start:end])
        others = [rows[:, :start], rows[:, end : self.width]]
        logits = self.classifier(ops.concatenate(others, axis=1), training=True)
        return -ops.mean(ops.sum(target * ops.log_softmax(logits), axis=1))

    # -- its rows ---------------------------------------------------------------------

    def draw(self, n, seed, averaged=True, allowed=None):
        rows = self.encoded_rows(n, seed, averaged, allowed)[:, : self.width]
        if not np.isfinite(rows).all():
            raise UserError(
                "The generator's rows are not finite: it diverged while it trained. "
                "Train again with a smaller learning rate."
            )
        return self.encoder.from_model(rows, [*np.atleast_1d(seed), 1])

    def encoded_rows(self, n, seed, averaged=True, allowed=None):
        """float32 `(n, …)`: rows as D sees them, with what was asked."""
        network = self.network(averaged)
        latents = self.latents.array(n, seed)
        if not self.conditional:
            return in_batches(network, BATCH, latents)
        asked = self.conditions_of(n, seed, allowed)
        start = np.concatenate([latents, asked], axis=1)
        return np.concatenate([in_batches(network, BATCH, start), asked], axis=1)

    def conditions_of(self, n, seed, allowed=None):
        """float32 `(n, options)`: what is asked of rows.

        Options that are allowed are drawn as frequent as in the training table; where
        nothing is, one column is drawn, and one of its options.
        """
        rng = np.random.default_rng([*np.atleast_1d(seed), 2])
        ends = np.cumsum([len(each) for each in self.frequencies])
        asked = np.zeros((n, self.options), "float32")
        wanted = np.zeros(self.options) if allowed is None else allowed
        masks = np.split(wanted, ends[:-1])
        columns = [i for i, mask in enumerate(masks) if mask.any()]
        some = len(columns) > 0
        which = rng.integers(len(ends), size=n)
        for i in columns or range(len(ends)):
            mine = np.arange(n) if some else np.flatnonzero(which == i)
            weights = self.frequencies[i] * (masks[i] if some else 1)
            if not weights.sum():  # allowed, and never seen: any of them
                weights = masks[i]
            chosen = rng.choice(len(weights), len(mine), p=weights / weights.sum())
            asked[mine, ends[i] - len(weights) + chosen] = 1
        return asked

    def settle(self, seed):
        """Makes each option as frequent as it is in the training table.

        A discriminator hardly sees that a kind of 1 % of the rows has become one of
        2 %. The rows of one draw are counted, and the logits' biases are shifted by
        part of what is missing, epoch after epoch; what the options depend on stays
        as it was learned. In training nothing is shifted.
        """
        if not self.options:
            return
        bias = self.kept_generator.get_layer("g_logits").bias
        learned, shift = (np.array(ops.convert_to_numpy(x)) for x in (bias, self.shift))
        bias.assign(learned + shift)
        steps = int(self.generator_optimizer.iterations)
        rows = self.encoded_rows(COUNTED, [seed, steps])[:, self.places]
        shares = np.concatenate(self.frequencies), rows.mean(axis=0)
        wanted, made = (COUNTED * share + 1 for share in shares)
        shift[self.places] += PACE * np.log(wanted / made)
        self.shift.assign(shift)
        bias.assign(learned + shift)

    # -- how it is ----------------------------------------------------------------

    @property
    def panels(self):
        return (*super().panels, RESEMBLANCE, *([TOLD] if self.classifier else []))

    def vital_signs(self, real, labels=None, seed=0):
        """dict: those of a GAN, of encoded rows, and `mismatch`, of held-out ones."""
        fake = self.encoded_rows(len(real), seed, averaged=False)
        n = min(len(real), 256) // self.pack * self.pack
        rows = self.encoder.to_model(real, seed)
        shown = np.concatenate([rows, fake[:, self.width :]], axis=1)
        signs = vital_signs.of(self, shown[:n], fake[:n])
        return signs | self.look_back(real, seed)

    def judge(self, samples, labels=None):
        """The discriminator's logits of encoded rows, see `encoded_rows`."""
        return super().judge(samples)

    def get_config(self):
        return super().get_config() | {
            "conditional": self.conditional,
            "information_weight": self.information_weight,
            "classifier": keras.saving.serialize_keras_object(self.classifier),
            "classifier_weight": self.classifier_weight,
            "target": self.target,
        }

    @classmethod
    def from_config(cls, config):
        if config.get("classifier"):
            kept = keras.saving.deserialize_keras_object(config["classifier"])
            config = config | {"classifier": kept}
        return super().from_config(config)


def _mean(features):
    return ops.mean(features, axis=0)


def _std(features):
    """Standard deviations; of a unit that is always 0 the gradient is, too."""
    return ops.sqrt(ops.var(features, axis=0) + TINY)


def _length(vector):
    return ops.sqrt(ops.sum(vector**2) + TINY**2)
