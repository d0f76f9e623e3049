"""Says in one plain sentence what goes wrong, with the number and the limit."""

import json
import math

import keras
import numpy as np
from keras import ops

from ter_gan import backends


class NotFinite(RuntimeError):
    """A loss or a weight became NaN or infinite; training cannot go on."""


VANISHING_SLOPE = 1e-3
STRONG_AUC = 0.995
WEAK_AUC = 0.52
LOW_DIVERSITY = 0.5

ADVICE = {
    "vanishing-gradient": "use --loss non-saturating or wasserstein, or a lower "
    "--discriminator-learning-rate",
    "discriminator-too-strong": "lower --discriminator-learning-rate, or add "
    "--penalty r1 or --instance-noise 0.1",
    "discriminator-too-weak": "look at the samples: if they are not good, raise "
    "--critic-steps, --width or --discriminator-learning-rate",
    "loss-of-diversity": "add --pack 2, --minibatch-stddev true or --penalty wgan-gp "
    "with --loss wasserstein",
}


class Health(keras.callbacks.Callback):
    """Measures after each epoch what a person would want to be warned of.

    Adds to the epoch's logs `generator_slope`, the mean norm of the
    gradient that a generated sample receives from the generator's loss, and
    `diversity`, the mean distance between two generated samples over that
    between two real ones. Both are 1 or near it in good health or free of
    scale; the limits are the constants of this file.

    Args:
        run: `ter_gan.runs.Run`; findings go to its `health.jsonl`.
        dataset: `ter_gan.data.Dataset`.
        position: `Position`.
        n: int. Samples to measure on.
        seed: int. Of their latents.
    """

    def __init__(self, run, dataset, position, n=64, seed=0):
        super().__init__()
        self.run, self.position, self.seed = run, position, seed
        self.real = dataset.to_model(dataset.validation.x[:n])
        self.real_spread = spread(self.real)
        labels = dataset.validation.y
        self.labels = None if labels is None else labels[:n]
        self.findings = self._earlier()

    def _earlier(self):
        path = self.run.path / "health.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        findings = [json.loads(line) for line in lines]
        return [each for each in findings if each["epoch"] <= self.position.epoch]

    def on_train_batch_end(self, batch, logs=None):
        bad = [name for name, value in logs.items() if not math.isfinite(value)]
        if bad:
            raise NotFinite(self._what_is_not_finite(bad))

    def _what_is_not_finite(self, logs):
        position = self.position
        where = f"At epoch {position.epoch + 1}, step {position.step}"
        culprits = not_finite(self.model.players)
        tensor = f"; first tensor at fault: {culprits[0]}" if culprits else ""
        return (
            f"{where}, {logs[0]} is not finite (limit: any finite number){tensor}. "
            f"Try a lower --learning-rate, or --penalty r1."
        )

    def on_epoch_end(self, epoch, logs=None):
        labels = self.labels if self.model.classes else None
        fake = self.model.generate(
            len(self.real), labels, seed=self.seed, averaged=False
        )
        logs["generator_slope"] = self._slope(fake, labels)
        logs["diversity"] = spread(fake) / max(self.real_spread, 1e-9)
        for name, sentence in findings(logs, self.model.loss_fn):
            line = f"{sentence}; try: {ADVICE[name]}."
            self.findings.append({"epoch": epoch + 1, "name": name, "sentence": line})
            print(f"  health: {line}", flush=True)
        self.run.write(
            "health.jsonl", "".join(json.dumps(f) + "\n" for f in self.findings)
        )

    def _slope(self, fake, labels):
        """Mean norm of a sample's gradient, as if it were alone in its batch."""
        model, n = self.model, len(self.real)
        n -= n % model.pack

        def critic(x):
            return model.judge(x, labels)

        def generator_loss(x):
            return model.loss_fn(critic(self.real[:n]), critic(x))[1]

        slope = backends.gradient(generator_loss, ops.convert_to_tensor(fake[:n]))
        slope = ops.convert_to_numpy(slope).reshape(n, -1)
        return float(n * np.linalg.norm(slope, axis=1).mean())


def findings(logs, loss):
    """What the epoch's numbers say, as pairs of a name and a sentence.

    Args:
        logs: dict with `d_auc`, `generator_slope` and `diversity`.
        loss: the adversarial loss; one that wants a critic near its optimum
            is not told that the critic is strong.
    """
    slope, auc, diversity = (logs[k] for k in ("generator_slope", "d_auc", "diversity"))
    if slope < VANISHING_SLOPE:
        yield (
            "vanishing-gradient",
            f"The generator hardly gets a gradient any more: {slope:.1e} per sample "
            f"(limit {VANISHING_SLOPE:.0e})",
        )
    if auc > STRONG_AUC and not loss.optimal_critic:
        yield (
            "discriminator-too-strong",
            f"The discriminator tells real from generated in {auc:.1%} of all pairs "
            f"(limit {STRONG_AUC:.1%})",
        )
    if auc < WEAK_AUC:
        yield (
            "discriminator-too-weak",
            f"The discriminator ranks only {auc:.1%} of all pairs rightly "
            f"(limit {WEAK_AUC:.0%}, chance 50%)",
        )
    if diversity < LOW_DIVERSITY:
        yield (
            "loss-of-diversity",
            f"Generated samples differ {diversity:.2f} times as much as real ones "
            f"(limit {LOW_DIVERSITY})",
        )


def spread(samples):
    """Mean Euclidean distance between two of the samples `(n, …)`."""
    flat = np.asarray(samples, "float64").reshape(len(samples), -1)
    squares = (flat**2).sum(1)
    distances = squares[:, None] + squares - 2 * flat @ flat.T
    n = len(flat)
    return float(np.sqrt(np.maximum(distances, 0)).sum() / max(n * (n - 1), 1))


def not_finite(players):
    """Names of the variables with a NaN or an infinity in them."""
    return [
        f"{player} {variable.path}"
        for player, network in players.items()
        for variable in network.variables
        if not np.isfinite(ops.convert_to_numpy(variable.value)).all()
    ]
