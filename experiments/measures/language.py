"""A language model of running text: perplexities, causal and masked."""

import dataclasses
import math

from experiments.engine import Outcome
from experiments.measures import cost, text

OUTCOMES = {
    "perplexity": Outcome(
        "perplexity of test text", "", "less", optional=True, log=True
    ),
    "masked_perplexity": Outcome(
        "perplexity of masked words", "", "less", optional=True, log=True
    ),
    "any_perplexity": Outcome("perplexity of what it predicts", "", "less", log=True),
    "accuracy": Outcome("words predicted rightly", "%", "more", optional=True),
    "cpu_minutes": Outcome("training time", "CPU minutes", "less"),
}
SMOKE = {"epochs": 1, "steps_per_epoch": 1, "width": 8, "layers": 1, "tested": 20}


def measure(settings, seed, film=None):
    """Trains one model and measures it on test text.

    Args:
        settings: dict of fields of `ter_gan.recipes.Recipe`, and
            `share`: float, of the training blocks that it sees [1];
            `tested`: int, test blocks at most [400].
        seed: int.
        film: not used.

    Returns:
        dict: `OUTCOMES` by name; `nan` where a model has none.
    """
    settings = {"share": 1.0, "tested": 400} | settings
    share, tested = settings.pop("share"), settings.pop("tested")

    def less(dataset):
        kept = dataset.train[: math.ceil(share * len(dataset.train))]
        return dataclasses.replace(dataset, train=kept)

    spent = cost.clock()
    model, dataset = text.trained(settings, seed, change=less)
    minutes = spent()
    x = dataset.test.x[:tested]
    found = dict.fromkeys(OUTCOMES, float("nan")) | {"cpu_minutes": minutes}
    if hasattr(model, "masked"):
        masked = model.masked(x)
        found["masked_perplexity"] = math.exp(masked["nll"])
        found["accuracy"] = 100 * masked["accuracy"]
    else:
        nll = -model.log_prob(x).sum() / (x != 0).sum()
        found["perplexity"] = math.exp(nll)
    known = found["masked_perplexity"], found["perplexity"]
    return found | {"any_perplexity": next(v for v in known if not math.isnan(v))}
