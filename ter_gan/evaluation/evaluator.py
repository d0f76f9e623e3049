"""Measures GANs of one dataset alike: what all kinds share."""

from ter_gan.errors import UserError
from ter_gan.evaluation import samples
from ter_gan.evaluation.held_out import ADVERSARIAL, MOST, SPLITS, held_out
from ter_gan.evaluation.metric import Bench, Overview, choose, work_off
from ter_gan.evaluation.progress import Silent


class Evaluator:
    """Measures GANs that were trained on one dataset, each in the same way.

    A kind has a subclass with its table. What is known of the real samples is
    computed once, also for many GANs.

    Args:
        dataset: `ter_gan.data.Dataset`.
        metrics: str. `"standard"`, `"all"`, or names joined by commas.
        n: int. Generated samples, and real ones: at most as many as the split has.
            `None`: the kind's `ENOUGH`.
        split: str. `"test"`, `"validation"` or `"train"`: the real samples.
        features: str. Name of the feature network; `None`: the dataset's own.
        seed: int. Of everything that is drawn.
        progress: `ter_gan.evaluation.progress.Progress`.
        known: str. The columns of a table that an attacker knows, joined by commas;
            `None`: the kind's choice.
        secret: str. The column that he wants to know; `None`: the kind's choice.

    Attributes:
        TABLE: sequence of `Metric`: what the kind can measure.
        ENOUGH: int. Samples for a number that can be compared.
        BENCH: class of `Bench`.
        CHAPTER: `Chapter`: how the page speaks of `losses`.
        REMINDER: str. A sentence that stands on every page, or empty.
        real, stand_in: `Side`s: the real samples, and others instead of
            generated ones.

    Raises:
        UserError: for an unknown metric or column, or a feature network that is
            unknown or cannot take these samples.
    """

    TABLE, ENOUGH, BENCH, CHAPTER, REMINDER = (), 0, Bench, ADVERSARIAL, ""

    def __init__(
        self,
        dataset,
        metrics="standard",
        n=None,
        split="test",
        features=None,
        seed=0,
        progress=None,
        known=None,
        secret=None,
    ):
        self.rows, self.named = choose(self.TABLE, metrics)
        self.dataset, self.split, self.seed = dataset, split, seed
        self.asked, self.progress = n or self.ENOUGH, progress or Silent()
        self.features = features or self.default_network()
        if features:
            self.check_network()
        self.known, self.secret = known, secret
        if known or secret:
            self.check_columns()
        self.real = self.side(samples.real(dataset, split, self.asked, seed))
        self.n = self.count()
        self.stand_in = self.side(samples.stand_in(dataset, split, self.n, seed))

    def bench(self, gan):
        """What the metrics of a GAN need."""
        return self.BENCH(self, gan)

    def generated(self, gan):
        """`Side` of newly generated samples of a GAN.

        Raises:
            UserError: if samples are not finite.
        """
        made = samples.generated(
            gan, self.dataset, self.n, self.real.labels, self.seed, self.progress
        )
        return self.side(made)

    def results(self, bench, strict=True):
        """A `Result` for each metric that was asked for.

        Args:
            bench: `Bench`.
            strict: bool. Whether one that was asked for by name must be possible.

        Raises:
            UserError: if such a one is not.
        """
        return work_off(self.rows, bench, self.named and strict, self.progress)

    @property
    def warnings(self):
        """list of str: sentences for the reader."""
        found = []
        if self.n < self.asked:
            found.append(f"The {self.split} split has only {self.n} samples.")
        if len(self.stand_in) < self.n:
            found.append(
                f"The floor comes from {len(self.stand_in)} {self.stand_in.name}, the "
                f"values from {self.n}: the floor is that of fewer samples."
            )
        return found

    # -- what a kind adds --------------------------------------------------------

    def default_network(self):
        """The name of the feature network that fits the dataset, or `None`."""
        return None

    def check_network(self):
        """Refuses a feature network that was asked for and cannot be used."""
        raise UserError(
            f"{self.dataset.name} has no images, so it needs no feature network; leave "
            "--features out."
        )

    def check_columns(self):
        """Refuses columns that were asked for and cannot be used."""
        raise UserError(
            f"{self.dataset.name} is no table with columns; leave --known and --secret "
            "out."
        )

    def count(self):
        """int: how many samples are generated; the floor has as many, if it can."""
        return len(self.real)

    def side(self, side):
        """The `Side` as this kind's metrics want it."""
        return side

    def about(self, recipe, gan):
        """dict for JSON: what a reader must know of a run's model."""
        return {
            "loss": recipe.loss,
            "penalty": recipe.penalty,
            "averaged_generator": gan.averaged_generator is not None,
        }

    def losses(self, bench):
        """dict from splits to numbers by name; empty where there is nothing to say."""
        n = min(self.asked, MOST)
        return {
            split: held_out(bench.gan, self.dataset, split, n, self.seed)
            for split in SPLITS
        }

    def pictures(self, bench):
        """list of `Picture`, `Tiles` and `Texts` that belong to a bench's results."""
        return []

    def baselines(self):
        """list of `Baseline`: models that stand beside all runs."""
        return []

    def contribution(self, bench):
        """What `together` wants to know of a bench, which is then forgotten."""
        return None

    def together(self, runs, baselines):
        """An `Overview` of all that was measured.

        Args:
            runs, baselines: dicts from names to what `contribution` gave.
        """
        return Overview()

    def check_extras(self, cross_check, quiz):
        """Refuses, before samples are generated, what cannot be done with them.

        Args:
            cross_check: bool. Whether `cross_check` will be called: it returns a list
                of dicts, `metric`, `ours`, `theirs`, what another library makes of the
                same samples, their relative `difference`, how much of it is `allowed`,
                and whether it `agrees`.
            quiz: bool. Whether `quiz` will be called: it writes a blind test for
                people and returns the path of its page.

        Raises:
            UserError: here, where only evaluators of images have either.
        """
        if cross_check:
            raise UserError("Only metrics of images can be cross-checked.")
        if quiz:
            raise UserError("Only images can be asked about in a quiz.")
