"""A run of 2-D points as data that the live page goes on training with."""

import base64

import numpy as np
from keras import ops

from ter_gan import recipes
from ter_gan.errors import UserError
from ter_gan.points import datasets

LOSSES = ("non-saturating", "minimax", "least-squares", "hinge", "wasserstein")
PENALTIES = ("none", "wgan-gp", "r1")
# What the page's engine can do: field of the recipe, the values it knows, and
# what to say of another one.
LIMITS = (
    ("loss", LOSSES, "the loss {}"),
    ("penalty", PENALTIES, "the penalty {}"),
    ("optimizer", ("adam", "sgd"), "the optimizer {}"),
    ("network", ("mlp",), "the network {}"),
    ("normalisation", ("none",), "{} normalisation of D"),
    ("generator_normalisation", ("auto", "none"), "{} normalisation of G"),
    ("critic_steps", (1, 2, 3, 4, 5), "{} critic steps"),
    ("classes", (False,), "class labels"),
    ("pack", (1,), "packs of {}"),
    ("dropout", (0.0,), "dropout"),
    ("minibatch_stddev", (False,), "minibatch standard deviation"),
    ("weight_clip", (0.0,), "weight clipping"),
    ("instance_noise", (0.0,), "instance noise"),
    ("average", (0.0,), "a moving average of G"),
    ("discriminators", (1,), "{} discriminators"),
    ("unrolled_steps", (0,), "unrolling"),
    ("categories", (0,), "latent categories"),
    ("codes", (0,), "latent codes"),
    ("decay_steps", (0,), "learning rates that fall"),
    ("precision", ("float32",), "{} arithmetic"),
)


def check(run):
    """Refuses a run that the page's engine cannot go on with.

    Args:
        run: `ter_gan.runs.Run`.

    Raises:
        UserError: with all the reasons.
    """
    shape, recipe = tuple(run.data["shape"]), run.recipe
    reasons = [
        words.format(getattr(recipe, field))
        for field, known, words in LIMITS
        if getattr(recipe, field) not in known
    ]
    if shape != (2,):
        reasons.insert(0, f"samples of shape {shape} (it draws points in the plane)")
    if reasons:
        raise UserError(
            f"The live page cannot go on with {run.path}: it does not know "
            f"{', '.join(reasons)}. Train one for it with: python -m ter_gan.train "
            f"--dataset ring --run-dir NEW"
        )


def exported(run):
    """What `TG.openLab` takes of a run.

    Args:
        run: `ter_gan.runs.Run`.

    Returns:
        dict for JSON: `state` (the page's settings), `arrays` (weights of G
        and of D, then first and second moments of G's optimizer and of D's,
        each flat, float32, base64), `iterations` of both optimizers, `steps`,
        `points` (the training points), `dataset` and `title`.

    Raises:
        UserError: as `check`, or if the run has no checkpoint.
    """
    check(run)
    dataset = datasets.load(run.recipe.dataset)
    gan = recipes.build(run.recipe, dataset.shape, classes=0)
    run.load_checkpoint(gan)
    moments = [_moments(optimizer) for optimizer in gan.optimizers.values()]
    weights = [_flat(network.weights) for network in gan.players.values()]
    optimizers = gan.optimizers.values()
    iterations = [int(ops.convert_to_numpy(each.iterations)) for each in optimizers]
    return {
        "state": state(run.recipe, gan),
        "arrays": [_text(each) for each in (*weights, *moments[0], *moments[1])],
        "iterations": iterations,
        "steps": iterations[0],
        "points": _text(np.asarray(dataset.to_model(dataset.train.x)).ravel()),
        "dataset": dataset.name,
        "title": run.path.resolve().name,
    }


def state(recipe, gan):
    """The settings of a recipe as the page keeps them: texts by control."""
    values = {
        "loss": recipe.loss,
        "penalty": recipe.penalty,
        "smoothing": recipe.label_smoothing,
        "ratio": recipe.critic_steps,
        "opt": recipe.optimizer,
        "lrG": recipe.learning_rate,
        "lrD": recipe.discriminator_learning_rate or recipe.learning_rate,
        "beta1": recipe.beta_1,
        "beta2": recipe.beta_2,
        "batch": recipe.batch_size,
        "noise": recipe.latent,
        "dim": recipe.latent_dim,
        "seed": recipe.seed,
        "actG": "relu",
        "actD": recipe.activation,
    }
    if gan.penalty_fn:
        values["weight"] = gan.penalty_weight
    for letter, network in zip("GD", gan.players.values()):
        hidden = [w.shape[0] for w in network.weights if len(w.shape) == 1][:-1]
        values[f"layers{letter}"], values[f"units{letter}"] = len(hidden), hidden[0]
    return {name: _words(value) for name, value in values.items()}


def _words(value):
    return f"{value:g}" if isinstance(value, float) else str(value)


def _moments(optimizer):
    """Adam's first and second moments, in the order of the weights; else none."""
    by_kind = {
        kind: [v for v in optimizer.variables if v.path.endswith(f"_{kind}")]
        for kind in ("momentum", "velocity")
    }
    return _flat(by_kind["momentum"]), _flat(by_kind["velocity"])


def _flat(variables):
    arrays = [ops.convert_to_numpy(v).ravel() for v in variables]
    return np.concatenate([np.zeros(0), *arrays])


def _text(array):
    return base64.b64encode(np.asarray(array, "<f4").tobytes()).decode()
