"""Says in one plain sentence what goes wrong, with the number and the limit."""

import dataclasses
import json
import math

import keras
import numpy as np
from keras import ops

from ter_gan import recipes


class NotFinite(RuntimeError):
    """A loss or a weight became NaN or infinite; training cannot go on."""


@dataclasses.dataclass(frozen=True)
class Remedy:
    """What to try.

    Args:
        option: str. Of training.
        words: str. What to do with it.
        done: function of the option's value: whether a run does it already.
    """

    option: str
    words: str
    done: callable = lambda value: False

    def helps(self, recipe):
        """Whether the recipe's model knows the option and the recipe lacks it."""
        known = recipes.means(self.option, recipe.model)
        return known and not self.done(getattr(recipe, self.option))


@dataclasses.dataclass(frozen=True)
class Rule:
    """When a number means that something goes wrong, and what to say then.

    Args:
        name: str. Of the finding.
        number: str. The name in the epoch's logs.
        below: bool. Whether a number below the limit is ill; else one above.
        limit: float.
        sentence: str. A format of `value` and `limit`.
        remedies: tuple of `Remedy`.
        unless_optimal_critic: bool. Not for a loss that wants D at its optimum.
    """

    name: str
    number: str
    below: bool
    limit: float
    sentence: str
    remedies: tuple
    unless_optimal_critic: bool = False

    def fires(self, value, loss):
        """Whether the number is ill under the adversarial loss `loss`."""
        if self.unless_optimal_critic and loss.optimal_critic:
            return False
        return value < self.limit if self.below else value > self.limit

    def finding(self, value):
        """The sentence with the number and the limit."""
        return self.sentence.format(value=value, limit=self.limit)

    def advice(self, recipe):
        """str: what to try that the recipe's model knows and the recipe lacks."""
        return advice(remedy for remedy in self.remedies if remedy.helps(recipe))


RATE = "discriminator_learning_rate"
LOWER_RATE = Remedy(RATE, "lower --discriminator-learning-rate")
ADD_R1 = Remedy("penalty", "add --penalty r1", lambda penalty: penalty != "none")

CALMING = (Remedy("learning_rate", "lower --learning-rate"), ADD_R1)

# The live page of 2-D points takes this table as it is: ter_gan/lab.
RULES = (
    Rule(
        "vanishing-gradient",
        number="generator_slope",
        below=True,
        limit=1e-3,
        sentence="The generator hardly gets a gradient any more: {value:.1e} per "
        "sample (limit {limit:.0e})",
        remedies=(
            Remedy(
                "loss",
                "use --loss non-saturating or wasserstein",
                lambda loss: loss in ("non-saturating", "wasserstein"),
            ),
            LOWER_RATE,
        ),
        unless_optimal_critic=True,  # its loss has no flat end, its slope any unit
    ),
    Rule(
        "discriminator-too-strong",
        number="d_auc",
        below=False,
        limit=0.995,
        sentence="The discriminator tells real from generated in {value:.1%} of all "
        "pairs (limit {limit:.1%})",
        remedies=(
            LOWER_RATE,
            ADD_R1,
            Remedy("instance_noise", "add --instance-noise 0.1", bool),
        ),
        unless_optimal_critic=True,
    ),
    Rule(
        "discriminator-too-weak",
        number="d_auc",
        below=True,
        limit=0.52,
        sentence="The discriminator ranks only {value:.1%} of all pairs rightly "
        "(limit {limit:.0%}, chance 50%)",
        remedies=(
            Remedy("critic_steps", "where samples are not good, raise --critic-steps"),
            Remedy("width", "raise --width"),
            Remedy(RATE, "raise --discriminator-learning-rate"),
        ),
    ),
    Rule(
        "loss-of-diversity",
        number="diversity",
        below=True,
        limit=0.5,
        sentence="Generated samples differ {value:.2f} times as much as real ones "
        "(limit {limit})",
        remedies=(
            Remedy("pack", "add --pack 2", lambda pack: pack > 1),
            Remedy("minibatch_stddev", "add --minibatch-stddev true", bool),
            Remedy(
                "penalty",
                "use --penalty wgan-gp with --loss wasserstein",
                lambda penalty: penalty == "wgan-gp",
            ),
        ),
    ),
)


class Health(keras.callbacks.Callback):
    """Measures after each epoch what a person would want to be warned of.

    Adds the model's `vital_signs` to the epoch's logs, and says what passes the
    limits of `RULES`.

    Args:
        run: `ter_gan.runs.Run`; findings go to its `health.jsonl`.
        dataset: `ter_gan.data.Dataset`.
        position: `Position`.
        recipe: `ter_gan.recipes.Recipe`. Its seed draws the latents, and what to try
            depends on what it does.
        n: int. Samples to measure on.
    """

    def __init__(self, run, dataset, position, recipe, n=64):
        super().__init__()
        self.run, self.position, self.recipe = run, position, recipe
        self.real = dataset.to_model(dataset.validation.x[:n])
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
            f"Try: {advice(each for each in CALMING if each.helps(self.recipe))}."
        )

    def on_epoch_end(self, epoch, logs=None):
        logs |= self.model.vital_signs(self.real, self.labels, self.recipe.seed)
        for rule, sentence in findings(logs, self.model.loss_fn):
            remedies = rule.advice(self.recipe)
            line = f"{sentence}; try: {remedies}." if remedies else f"{sentence}."
            found = {"epoch": epoch + 1, "name": rule.name, "sentence": line}
            self.findings.append(found)
            print(f"  health: {line}", flush=True)
        self.run.write(
            "health.jsonl", "".join(json.dumps(f) + "\n" for f in self.findings)
        )


def advice(remedies):
    """str: what to try, in words; empty without remedies."""
    return ", or ".join(remedy.words for remedy in remedies)


def findings(logs, loss):
    """What the epoch's numbers say: pairs of a `Rule` that fires and its sentence.

    Args:
        logs: dict with `d_auc`, `generator_slope` and `diversity`, as far as the
            model has them.
        loss: the adversarial loss; one that wants a critic near its optimum
            is not told that the critic is strong.
    """
    for rule in RULES:
        if rule.number not in logs:
            continue
        value = logs[rule.number]
        if rule.fires(value, loss):
            yield rule, rule.finding(value)


def not_finite(players):
    """Names of the variables with a NaN or an infinity in them."""
    return [
        f"{player} {variable.path}"
        for player, network in players.items()
        for variable in network.variables
        if not np.isfinite(ops.convert_to_numpy(variable.value)).all()
    ]
