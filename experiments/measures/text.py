"""A model of text, trained and measured beside maximum likelihood."""

import json

from experiments.engine import Outcome, shared
from experiments.measures import cost

OUTCOMES = {
    "nll": Outcome("NLL of test text", "nats per token", "less", optional=True),
    "nll_oracle": Outcome("NLL under the oracle", "nats per token"),
    "grammatical": Outcome("grammatical sentences", "share", "more"),
    "lm": Outcome("LM score", "nats per token"),
    "reverse_lm": Outcome("reverse LM score", "nats per token", "less"),
    "bleu2": Outcome("BLEU-2"),
    "bleu3": Outcome("BLEU-3"),
    "bleu4": Outcome("BLEU-4"),
    "bleu5": Outcome("BLEU-5"),
    "self_bleu4": Outcome("self-BLEU-4"),
    "copies": Outcome("copies of training sentences", "share"),
    "novel4": Outcome("4-grams that are not in the training text", "share"),
    "gain": Outcome(
        "quality gained on MLE at equal diversity", "", "more", optional=True
    ),
}
# Settings that no recipe has.
OWN = {"n": 2000, "curve": 500, "real": False, "ngram": 0}
SMOKE = {
    "epochs": 2,
    "pretrain_epochs": 1,
    "steps_per_epoch": 1,
    "width": 8,
    "n": 40,
    "candidates": 2,
    "rollouts": 1,
}


def outcomes(*names):
    """dict of `Outcome`: those named, and what the training cost."""
    return {name: OUTCOMES[name] for name in names} | cost.OUTCOMES


def measure(settings, seed, names):
    """Trains one model of text and measures it.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`, and
            `n`: int, sentences to measure [2,000];
            `curve`: int, sentences to measure at each temperature [500];
            `real`: bool. Train nothing, and measure training sentences;
            `ngram`: int. Take a plain n-gram of this order, without smoothing.
        seed: int, of the training; sentences are always drawn alike.
        names: sequence of str, keys of `OUTCOMES`; what is not possible is `nan`.

    Returns:
        dict: `outcomes(*names)` by name; with `gain` also the curves `diversity` and
        `quality`, from the highest temperature to the lowest.
    """
    from ter_gan.text.evaluation import Evaluator

    own = {name: settings.get(name, usual) for name, usual in OWN.items()}
    settings = {name: value for name, value in settings.items() if name not in OWN}
    spent = cost.clock()
    model, dataset = trained(settings, seed, own)
    minutes = spent()
    judge = Evaluator(
        dataset, ",".join(name for name in names if name != "gain"), own["n"]
    )
    found = evaluate(judge, model) | {"cpu_minutes": minutes}
    if "gain" not in names:
        return {name: found[name] for name in outcomes(*names)}
    curve = curve_of(judge, model, own["curve"])
    found["gain"] = gain(judge, model, curve, settings, seed, own["curve"])
    found = {name: found[name] for name in outcomes(*names)}
    diversity, quality = curve.places().T.tolist()
    return found | {"diversity": diversity, "quality": quality}


def trained(settings, seed, own=None, change=None):
    """(model, dataset): what a recipe trains, or what stands in its place.

    Args:
        settings: dict of fields of the recipe.
        seed: int.
        own: dict of the settings that are no fields of it, or `None`.
        change: function of a `TextDataset` that gives the one to train on, or `None`.
    """
    from ter_gan import recipes, training
    from ter_gan.callbacks import Position
    from ter_gan.evaluation.baseline import Quoted
    from ter_gan.text.models.counted import Counted

    own, model = own or {}, settings.get("model", "gru")
    settings = {
        name: value
        for name, value in settings.items()
        if name not in SMOKE or recipes.means(name, model)  # small for all models
    }
    recipe = recipes.resolve(settings | {"seed": seed})
    dataset = training.load(recipe)
    dataset = change(dataset) if change else dataset
    if own.get("real"):
        return Quoted(dataset.train.x), dataset
    if order := own.get("ngram"):
        plain = Counted(order, dataset.shape[0], len(dataset.vocabulary), "none")
        plain.prepare(dataset)
        return plain, dataset
    model, feed = training.build(recipe, dataset)
    model.prepare(dataset)
    if model.players:
        position = Position.of(feed)
        watch = watcher(model, dataset, position)
        training.fit(recipe.epochs, model, feed, position, [watch])
    return model, dataset


def watcher(model, dataset, position):
    """A callback that does after each epoch what a run does."""
    import keras

    real = dataset.validation.x[: model.vital_samples]

    def end_of_epoch(epoch, logs):
        model.vital_signs(real)
        position.begin_next_epoch()

    return keras.callbacks.LambdaCallback(on_epoch_end=end_of_epoch)


def evaluate(judge, model):
    """dict from the metrics of an `Evaluator` to floats; `nan` where there is none."""
    results = judge.results(judge.bench(model), strict=False)
    return {
        row.name: float("nan") if result.value is None else result.value
        for row, result in zip(judge.rows, results)
    }


def curve_of(judge, model, n):
    """The model's `Curve` over temperatures; one point of a model that takes none.

    Args:
        judge: `Evaluator`.
        model: what writes.
        n: int. Sentences of each point.
    """
    import numpy as np

    from ter_gan.text.evaluation import curves
    from ter_gan.text.metrics.curve import Curve

    if curves.has_temperature(model):
        return curves.of(judge, model, n=n)
    made = model.parts(n, seed=judge.seed)
    return Curve("", [curves.point(judge, "", np.concatenate(list(made)))])


def gain(judge, model, curve, settings, seed, n):
    """How much better than maximum likelihood a model writes, where equally diverse.

    The area between their curves over the temperatures, over its width (Caccia et al.
    2020). A model that is never as diverse, and worse at each temperature, loses at
    least what its best quality is worse than that of maximum likelihood. `nan` where
    nothing can be said, or a model takes no temperature.
    """
    from ter_gan.text.evaluation import curves

    if not curves.has_temperature(model):
        return float("nan")
    base = likelihood_curve(judge, model, settings, seed, n)
    found = curves.gap_to(base, curve)
    if found is not None:
        return 0.0 - found.value
    own, other = curve.places(), base.places()
    if curves.dominated(own, other):
        return float(other[:, 1].min() - own[:, 1].min())
    return float("nan")


def likelihood_curve(judge, model, settings, seed, n):
    """The curve of the language model that a model must beat, of the same seed.

    Of a GAN that began as a language model it is that one, else a GRU.
    """
    from ter_gan.text.evaluation import curves
    from ter_gan.text.models.language_gan import LanguageGAN
    from ter_gan.text.models.likelihood import LanguageModel

    if isinstance(model, LanguageGAN):
        return curves.of(judge, LanguageModel(model.kept_generator, seed=seed), n=n)
    names = ("dataset", "tokeniser", "vocabulary_size", "max_length", "steps_per_epoch")
    same = {name: settings[name] for name in names if name in settings}
    return shared.made_once(
        json.dumps(["likelihood curve", same, seed, n], sort_keys=True),
        lambda: curves.of(judge, trained({"model": "gru"} | same, seed)[0], n=n),
    )
