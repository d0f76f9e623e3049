"""A model of a table, trained and measured: faithful, useful, and not copied?"""

from experiments.engine import Outcome
from experiments.measures import cost

OUTCOMES = {
    "l_syn": Outcome("L_syn", "nats per row", "more"),
    "l_test": Outcome("L_test", "nats per row", "more"),
    "modes": Outcome("modes", "", "more"),
    "shapes": Outcome("column shapes", "", "more"),
    "pairs": Outcome("bivariate accuracy, of the attainable", "", "more"),
    "detector": Outcome("detector AUC", "", "less"),
    "tstr": Outcome("TSTR, mean of three models", "F1 or R²", "more"),
    "lost": Outcome("utility lost, TRTR − TSTR", "F1 or R²", "less"),
    "nearer": Outcome("nearer to train than to holdout", "share"),
    "membership": Outcome("membership inference AUC", "", "less"),
    "frequency_error": Outcome("error of the frequencies of a column", "TV", "less"),
}
SIMPLE = {  # arms beside which the others stand
    "real data": {"real": True, "model": "train-copy"},
    "train copy": {"model": "train-copy"},
    "independent": {"model": "independent"},
    "copula": {"model": "copula"},
    "mixture": {"model": "mixture"},
    "trees": {"model": "trees"},
    "SMOTE": {"model": "smote"},
}
OWN = ("n", "real")  # settings that no recipe has
ATTACKED = 2_000  # rows of each kind
TAUGHT = 10_000  # rows that a learner learns from
SMOKE = {
    "epochs": 1,
    "steps_per_epoch": 2,
    "steps_per_execution": 1,
    "width": 8,
    "n": 200,
}


def outcomes(*names):
    """dict of `Outcome`: those named, and what the training cost."""
    return {name: OUTCOMES[name] for name in names} | cost.OUTCOMES


def measure(settings, seed, names):
    """Trains one model of a table and measures it.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`, and
            `n`: int, generated rows [10,000];
            `real`: bool. Train nothing, and measure the validation rows, then
            training rows that were not compared with: the floor.
        seed: int, of the training; rows are always drawn alike.
        names: sequence of str, keys of `OUTCOMES`.

    Returns:
        dict: `outcomes(*names)` by name.
    """
    settings = {"n": 10_000, "real": False} | settings
    own = {name: settings.pop(name) for name in OWN}
    spent = cost.clock()
    model, dataset = trained(settings, seed)
    minutes = spent()
    if own["real"]:
        dataset, rows = held_out(dataset, own["n"])
    else:
        rows = model.generate(own["n"], seed=1)
    found = {name: MEASURES[name](dataset, rows) for name in names}
    return found | {"cpu_minutes": minutes}


def trained(settings, seed, dataset=None):
    """(model, dataset): what a recipe trains until held-out rows are not better met."""
    import keras

    from ter_gan import recipes, training
    from ter_gan.callbacks import Position

    known = {k: v for k, v in settings.items() if _means(k, settings)}
    recipe = recipes.resolve(known | {"seed": seed})
    dataset = dataset or training.load(recipe)
    model, feed = training.build(recipe, dataset)
    model.prepare(dataset)
    if not model.players:
        return model, dataset
    position, real = Position.of(feed), dataset.validation.x[: model.vital_samples]
    scores = []

    def end_of_epoch(epoch, logs):
        scores.append(model.vital_signs(real)[model.held_out])
        position.begin_next_epoch()
        since = len(scores) - 1 - scores.index(min(scores))
        model.stop_training = bool(recipe.patience) and since >= recipe.patience

    watch = keras.callbacks.LambdaCallback(on_epoch_end=end_of_epoch)
    training.fit(recipe.epochs, model, feed, position, [watch])
    return model, dataset


def _means(name, settings):
    """Whether a model looks at a setting; in a smoke run not all do."""
    from ter_gan import recipes

    return name not in SMOKE or recipes.means(name, settings.get("model", "table-gan"))


def held_out(dataset, n):
    """The dataset without half of its training rows, and those rows.

    These are in an order of chance, as generated rows are: files may be sorted.
    """
    import dataclasses

    import numpy as np

    order = np.random.default_rng(0).permutation(len(dataset.train))
    apart, kept = np.split(order, [min(n, len(order) // 2)])
    left = dataclasses.replace(dataset, train=dataset.train[np.sort(kept)])
    return left, dataset.train.x[apart]


def _schema(dataset):
    schema = dataset.schema
    return schema.discrete, schema.sizes


def _l_syn(dataset, rows):
    from ter_gan.tables.metrics.likelihood import l_syn

    return l_syn(rows, dataset.truth.log_prob).value


def _l_test(dataset, rows):
    from ter_gan.tables.metrics.likelihood import l_test

    return l_test(rows, dataset.test.x, len(dataset.truth.centres)).value


def _modes(dataset, rows):
    from ter_gan.tables.metrics.likelihood import modes_found

    truth = dataset.truth
    return modes_found(rows, truth.centres, truth.variance**0.5).value


def _shapes(dataset, rows):
    import numpy as np

    from ter_gan.tables.metrics.columns import shapes

    found = shapes(dataset.test.x, rows, dataset.schema.sizes)
    return float(np.mean([each.value for each in found]))


def _pairs(dataset, rows):
    from ter_gan.tables.metrics.pairs import bivariate_accuracy

    sizes, real, test = dataset.schema.sizes, dataset.train.x, dataset.test.x
    n = min(len(rows), len(test))
    found = bivariate_accuracy(real, rows[:n], sizes, holdout=test[:n])
    return found.details["relative"]


def _detector(dataset, rows):
    from ter_gan.tables.metrics.detector import detector_auc

    return detector_auc(dataset.test.x, rows, *_schema(dataset)).value


def _utility(dataset, rows):
    """(TSTR, TRTR), the means of three models."""
    import numpy as np

    from ter_gan.tables.metrics.learners import LEARNERS
    from ter_gan.tables.metrics.utility import utility

    real, test = dataset.train.x, dataset.test.x
    target = dataset.schema.index(dataset.target)
    found = utility(real, rows, test, target, *_schema(dataset), most=TAUGHT)
    score = "f1" if dataset.schema.sizes[target] else "r2"

    def mean(key):
        return np.mean([found[name][f"{key}_{score}"].value for name in LEARNERS])

    return float(mean("tstr")), float(mean("trtr"))


def _tstr(dataset, rows):
    return _utility(dataset, rows)[0]


def _lost(dataset, rows):
    taught_generated, taught_real = _utility(dataset, rows)
    return taught_real - taught_generated


def _nearer(dataset, rows):
    from ter_gan.tables.metrics.copies import closest_records

    real, test = dataset.train.x, dataset.test.x
    return closest_records(rows, real, test, *_schema(dataset))["share"].value


def _membership(dataset, rows):
    from ter_gan.tables.metrics.attacks import membership

    real, test = dataset.train.x, dataset.test.x
    found = membership(rows, real, test, *_schema(dataset), most=ATTACKED)
    return max(each["auc"].value for each in found.values())


def _frequency_error(dataset, rows):
    """Total variation distance of the target's frequencies from the training ones."""
    from ter_gan.tables.metrics.columns import tv_complement

    place = dataset.schema.index(dataset.target)
    return 1 - tv_complement(dataset.train.x[:, place], rows[:, place]).value


MEASURES = {
    "l_syn": _l_syn,
    "l_test": _l_test,
    "modes": _modes,
    "shapes": _shapes,
    "pairs": _pairs,
    "detector": _detector,
    "tstr": _tstr,
    "lost": _lost,
    "nearer": _nearer,
    "membership": _membership,
    "frequency_error": _frequency_error,
}
