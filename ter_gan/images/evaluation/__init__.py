"""How good generated images are: the table of metrics at work."""

import functools

from ter_gan.errors import UserError
from ter_gan.evaluation import evaluator, samples
from ter_gan.images import features as networks
from ter_gan.images import quiz
from ter_gan.images.evaluation import pictures
from ter_gan.images.evaluation.bench import ImageBench
from ter_gan.images.evaluation.sides import Images
from ter_gan.images.evaluation.table import METRICS
from ter_gan.images.features.network import check
from ter_gan.images.metrics import perceptual

CHECKED = ("fd", "kid", "is", "swd")  # what tensorflow-gan computes too
QUIZ = 40  # images that a person is asked about
LPIPS = "lpips_squeeze"

__all__ = ["METRICS", "Evaluator"]


class Evaluator(evaluator.Evaluator):
    """Measures the images of GANs that were trained on one dataset.

    See `ter_gan.evaluation.evaluator.Evaluator`.
    """

    TABLE, ENOUGH = METRICS, 10_000
    BENCH = ImageBench

    def default_network(self):
        return networks.default(self.dataset.name, self.dataset.shape)

    def check_network(self):
        check(self.features, self.network.shape, self.dataset.test.x[:1])

    @property
    def network(self):
        """The `FeatureNetwork`.

        Raises:
            UserError: if its weights are not here, and cannot be had.
        """
        network, error = self._network
        if error:
            raise error
        return network

    @functools.cached_property
    def _network(self):
        return _once(networks.get, self.features)

    @property
    def lpips(self):
        """The LPIPS distance, a callable.

        Raises:
            UserError: if its weights are not here, and cannot be had.
        """
        distance, error = self._lpips
        if error:
            raise error
        return distance

    @functools.cached_property
    def _lpips(self):
        return _once(perceptual.get, LPIPS)

    @functools.cached_property
    def train(self):
        """All training images."""
        return self._whole("train")

    @functools.cached_property
    def unseen(self):
        """Real images that are neither trained on nor compared with."""
        return self._whole("test" if self.split == "validation" else "validation")

    def _whole(self, split):
        total = len(getattr(self.dataset, split))
        return self.side(samples.real(self.dataset, split, total, self.seed))

    def side(self, side):
        return Images(side, lambda: self.network, self.progress)

    def pictures(self, bench):
        return pictures.of(bench)

    def check_extras(self, cross_check, quiz):
        if cross_check and not any(row.name in CHECKED for row in self.rows):
            raise UserError(
                f"--cross-check computes {', '.join(CHECKED)} again; none of them is "
                "measured. Name one in --metrics."
            )
        if quiz and min(len(self.asked_about), self.n) < QUIZ // 2:
            raise UserError(
                f"--quiz needs {QUIZ // 2} images of each kind, there are "
                f"{len(self.asked_about)} real and {self.n} generated ones. Ask for "
                "more by --n."
            )

    @property
    def asked_about(self):
        """The real images of a quiz, which were not trained on."""
        return self.unseen if self.split == "train" else self.real

    def cross_check(self, bench, results):
        """list of dicts; see `check_extras`."""
        from ter_gan.interop import tfgan_metrics

        found = {row.name: result for row, result in zip(self.rows, results)}
        ours = {
            name: found[name].value
            for name in CHECKED
            if name in found and found[name].value is not None
        }
        rows = tfgan_metrics.cross_check(ours, bench.real, bench.generated, self.seed)
        return [
            {
                "metric": ", ".join(filter(None, (found[row.name].name, row.note))),
                "ours": row.ours,
                "theirs": row.theirs,
                "difference": row.difference,
                "allowed": row.allowed,
                "agrees": row.agrees,
            }
            for row in rows
        ]

    def quiz(self, bench, folder, title):
        """Writes a blind test; returns the path of its page."""
        sides = (self.asked_about.samples, bench.generated.samples)
        return quiz.write(folder, *sides, self.seed, title, rounds=QUIZ)

    @property
    def warnings(self):
        if self.n >= self.ENOUGH:
            return super().warnings
        return super().warnings + [
            f"{self.n} images on each side: below {self.ENOUGH} the Fréchet distance, "
            "recall and others depend strongly on the number. Compare only results of "
            "equal numbers."
        ]


def _once(get, name):
    """(what is got, error): what cannot be downloaded is not tried again."""
    try:
        return get(name), None
    except UserError as error:
        return None, error
