"""Practical advice, one thing changed at a time: parts of C6, and X1."""

from experiments.engine import AllOf, Claim, Differs, Experiment, Level, Not, Same
from experiments.measures import points

PLAIN = {"change": "none"}
CHANGES = {
    "none": {},
    "beta_1 0.9": {"beta_1": 0.9},
    "relu in D": {"activation": "relu"},
    "batch 32": {"batch_size": 32},
    "batch 64": {"batch_size": 64},
    "batch 512": {"batch_size": 512},
    "label smoothing": {"label_smoothing": 0.1},
    "rate 0.00005": {"learning_rate": 0.00005},
    "rate 0.0001": {"learning_rate": 0.0001},
    "batch norm in D": {"normalisation": "batch"},
    "layer norm in D": {"normalisation": "layer"},
    "spectral norm in D": {"normalisation": "spectral"},
    "batch norm in G": {"generator_normalisation": "batch"},
    "4 layers": {"generator_layers": 4, "discriminator_layers": 4},
    "strong D, saturating": {
        "loss": "minimax",
        "critic_steps": 10,
        "steps_per_epoch": 200,
        "beta_1": 0.0,
    },
    "rate 0.01": {"learning_rate": 0.01},
}


def measure(settings, seed, film=None):
    """`points.measure` with one change, named in the settings."""
    settings = dict(settings)
    return points.measure(settings | CHANGES[settings.pop("change")], seed, film)


def better(change, by=1.3, outcome="energy_distance"):
    """The test that a change brings the samples nearer to the data."""
    return Differs(outcome, PLAIN, {"change": change}, by=by, relative=True)


def worse(change, by=1.3, outcome="energy_distance"):
    """The test that a change leads the samples away from the data."""
    return Differs(outcome, {"change": change}, PLAIN, by=by, relative=True)


EXPERIMENT = Experiment(
    question="Which of the usual advice holds for a small GAN?",
    measure=measure,
    base=points.BASE,
    vary={"change": tuple(CHANGES)},
    outcomes=points.OUTCOMES,
    smoke=points.SMOKE,
    smoke_cells=1,
    seeds=15,
    notes="Plain: Adam, beta_1 0.5, learning rates 0.001, batch 128, leaky ReLU in D, "
    "no normalisation, two layers of 32. Each cell changes one thing. All see the "
    "same number of real points, so that a small batch makes more updates; that is "
    "what advice about the batch size means on a given time. What concerns "
    "images (strides, instance normalisation, the range of the inputs) is tested in "
    "the experiment small_images. The strong D makes 10 updates for each of G, with "
    "beta_1 0. The wobble is the greatest distance in the second half of the training "
    "over the median there: a distance that still falls counts, too.",
    claims=(
        Claim(
            "C6b",
            "course slides 004",
            "Leaky ReLU in D is better than ReLU: 1.3 times the distance with ReLU.",
            worse("relu in D"),
        ),
        Claim(
            "C6c",
            "course slides 004",
            "Normalisation in D brings points nearer to the data (1.3 times), batch "
            "and spectral normalisation alike.",
            AllOf(better("batch norm in D"), better("spectral norm in D")),
        ),
        Claim(
            "C6e",
            "course slides 004",
            "Learning rates from 0.00005 to 0.0001 are a good choice: neither ends "
            "1.3 times as far from the data as 0.001 in the same time.",
            AllOf(Not(worse("rate 0.00005")), Not(worse("rate 0.0001"))),
        ),
        Claim(
            "C6f",
            "course slides 004",
            "Adam needs beta_1 = 0.5: with 0.9 the distance is at least doubled.",
            worse("beta_1 0.9", by=2),
        ),
        Claim(
            "C6g",
            "course slides 004",
            "Batches of 32 to 64 are better than 512, for equally many real samples: "
            "512 ends 1.3 times as far.",
            Differs(
                "energy_distance",
                {"change": "batch 512"},
                {"change": ("batch 32", "batch 64")},
                by=1.3,
                relative=True,
            ),
        ),
        Claim(
            "C6j",
            "course slides 004",
            "Watch the gradients: where a strong D meets the saturating loss, G gets "
            "a tenth of the plain training's gradient or less in the first quarter.",
            Differs(
                "early_slope",
                PLAIN,
                {"change": "strong D, saturating"},
                by=10,
                relative=True,
            ),
        ),
        Claim(
            "C6k",
            "course slides 004",
            "Save often: an unstable training (learning rate 0.01) passes through "
            "states twice as good as its last, or better.",
            Level("last_over_best", {"change": "rate 0.01"}, above=2),
        ),
        Claim(
            "C6l",
            "course slides 004",
            "Not too deep at first: four layers in both players end further from the "
            "data than two (1.3 times).",
            worse("4 layers"),
        ),
        Claim(
            "X1",
            "Salimans et al. 2016",
            "One-sided label smoothing of 0.1 makes the training more stable: the "
            "distance wobbles less (1.3 times).",
            better("label smoothing", outcome="wobble"),
        ),
        Claim(
            "X6",
            "Goodfellow 2016",
            "One-sided label smoothing of 0.1 does no harm: the same distance within "
            "a factor of 1.5.",
            Same(
                "energy_distance",
                PLAIN,
                {"change": "label smoothing"},
                within=1.5,
                relative=True,
            ),
        ),
        Claim(
            "X9",
            "Radford et al. 2016",
            "Batch normalisation in G brings points nearer to the data (1.3 times).",
            better("batch norm in G"),
        ),
    ),
)
