"""What a trained run is, and what it has cost."""

import dataclasses
import statistics

from ter_gan import recipes
from ter_gan.evaluation.metric import Picture

NOT_CURVES = ("epoch", "minutes", "images_per_second")


@dataclasses.dataclass(frozen=True)
class Trained:
    """One run, at its newest checkpoint.

    Args:
        name: str. What tables call it.
        fields: dict. The recipe, and the backend.
        chosen: dict from fields to what the run took where a 0 leaves the choice
            open, as far as it is known.
        age: str. How many epochs it was trained.
        parameters: dict from `"generator"` and `"discriminator"` to int, those that
            are not trained included; the averaged generator is not counted.
        updates: int. Steps of the generator's optimizer.
        images: int. Real samples that the discriminator was shown.
        images_per_epoch: int.
        rows: list of dict. The finished epochs, as in `metrics.jsonl`.
        picture: `ter_gan.evaluation.metric.Picture` of its samples.
    """

    name: str
    fields: dict
    chosen: dict
    age: str
    parameters: dict
    updates: int
    images: int
    images_per_epoch: int
    rows: list
    picture: Picture

    @classmethod
    def of(cls, name, run, gan, picture):
        """What a run folder and its restored model say.

        Args:
            name: str.
            run: `ter_gan.runs.Run`.
            gan: `ter_gan.models.gan.GAN` with the weights of the run.
            picture: `Picture` of its samples.
        """
        recipe, batch = run.recipe, run.recipe.batch_size
        per_step = batch * recipe.critic_steps
        steps = recipe.steps_per_epoch
        steps = steps or max(run.data["sizes"]["train"] // per_step, 1)
        return cls(
            name=name,
            fields=recipe.asdict() | {"backend": run.backend},
            chosen=_chosen(recipe, gan) | {"steps_per_epoch": steps},
            age=run.age,
            parameters={
                player: network.count_params()
                for player, network in gan.players.items()
            },
            updates=int(gan.generator_optimizer.iterations),
            images=int(gan.discriminator_optimizer.iterations) * batch,
            images_per_epoch=steps * per_step,
            rows=run.metrics(epochs=run.progress["epoch"]),
            picture=picture,
        )

    @property
    def minutes(self):
        """float: training time of the finished epochs; `None` before the first."""
        return self.rows[-1].get("minutes") if self.rows else None

    @property
    def images_per_second(self):
        """float: the median epoch's; `None` before the first."""
        known = [row["images_per_second"] for row in self.rows if row.get("minutes")]
        return statistics.median(known) if known else None

    @property
    def cost(self):
        """dict from what a table calls it to a number or `None`."""
        return {
            "parameters of G": self.parameters["generator"],
            "parameters of D": self.parameters["discriminator"],
            "parameters of both": sum(self.parameters.values()),
            "epochs trained": self.age,
            "updates of G": self.updates,
            "images seen": self.images,
            "minutes of training": self.minutes,
            "images/s": self.images_per_second,
        }

    def curve(self, number):
        """`[(images seen, value)]` of the epochs that have this number."""
        return [
            (row["epoch"] * self.images_per_epoch, row[number])
            for row in self.rows
            if row.get(number) is not None
        ]

    def used(self, name):
        """A field of the recipe: what the run took, else what a 0 means in words."""
        return self.chosen.get(name, recipes.in_words(name, self.fields[name]))

    def asdict(self):
        """dict for JSON."""
        cost = {
            name.replace(" ", "_").replace("/s", "_per_second"): value
            for name, value in self.cost.items()
        }
        return {"recipe": self.fields, **cost}


def _chosen(recipe, gan):
    """What stands behind the 0 of some fields: see `Trained.chosen`."""
    rate = recipe.discriminator_learning_rate or recipe.learning_rate
    found = {
        "discriminator_learning_rate": rate,
        "generator_width": recipe.generator_width or recipe.width or None,
        "discriminator_width": recipe.discriminator_width or recipe.width or None,
        "penalty_weight": getattr(gan, "penalty_weight", None) or 0.0,
    }
    return {name: value for name, value in found.items() if value is not None}


def differing(runs):
    """The fields that the recipes do not share.

    Args:
        runs: sequence of `Trained`.

    Returns:
        dict from names of fields to tuples of what the runs took.
    """
    names = [n for n in runs[0].fields if len({run.fields[n] for run in runs}) > 1]
    values = {name: tuple(run.used(name) for run in runs) for name in names}
    return {name: each for name, each in values.items() if len(set(each)) > 1}


def shared(runs):
    """dict: the fields whose value all runs share, in words where a 0 means some."""
    other, fields = differing(runs), runs[0].fields
    return {n: recipes.in_words(n, v) for n, v in fields.items() if n not in other}
