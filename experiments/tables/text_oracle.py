"""SeqGAN's oracle: the published table, with real data and test likelihood beside."""

from experiments.engine import Comparison, Experiment, Published
from experiments.measures import text
from experiments.measures.arms import of_arm

METRICS = ("nll_oracle", "nll")
GRU = {"model": "gru", "learning_rate": 4e-3}
PRETRAINED = {"pretrain_epochs": 6, "pretrain_learning_rate": 4e-3}
ARMS = {
    "real data": {"real": True},
    "random": GRU | {"epochs": 1, "steps_per_epoch": 1},
    "MLE": GRU | {"epochs": 8},
    "SeqGAN": {"model": "seqgan", "epochs": 7} | PRETRAINED,
    "RelGAN": {"model": "relgan-mini", "epochs": 10} | PRETRAINED,
    "guided": {
        "model": "discriminator-guided",
        "epochs": 12,
        "expectation": False,
        "candidates": 8,
    }
    | PRETRAINED,
}
LENGTHS = {20: "seqgan_oracle", 40: "seqgan_oracle40"}
NIE = "Nie et al. 2019 (RelGAN), table 1, which quotes the others"


def measure(settings, seed, film=None):
    """`text.measure` of a model that the settings name."""
    settings = of_arm(settings, ARMS)
    dataset = LENGTHS[settings.pop("length")]
    return text.measure(settings | {"dataset": dataset}, seed, METRICS)


def published(name, short, long, arm=None):
    """Rows of both lengths: NLL under the oracle."""
    return [
        Published(
            {"length": length} | ({"arm": arm} if arm else {}),
            {"nll_oracle": value},
            NIE,
            "" if arm else name,
        )
        for length, value in ((20, short), (40, long))
        if value
    ]


EXPERIMENT = Experiment(
    question="What do GANs bring on SeqGAN's oracle, beside maximum likelihood?",
    measure=measure,
    base={"embeddings": "random", "embedding_dim": 32, "width": 128},
    vary={"length": (20, 40), "arm": tuple(ARMS)},
    outcomes=text.outcomes(*METRICS),
    seeds=1,
    backend="tensorflow",
    films=False,
    smoke=text.SMOKE | {"length": 20},
    smoke_cells=1,
    comparison=Comparison(
        "Text: SeqGAN's oracle",
        (*METRICS, "cpu_minutes"),
        protocol="10,000 sequences of 20 or 40 tokens from SeqGAN's LSTM with its "
        "published weights, 5,000 tokens. 2,000 generated sequences; NLL under the "
        "oracle says how likely they are there, NLL of test sequences how much of the "
        "oracle's variety a model has. Both in nats per token. Language models overfit "
        "after six epochs at a rate of 4e-3; the weights of the best are kept, and the "
        "GANs begin there.",
        why="a low NLL under the oracle alone says nothing: a model that repeats the "
        "oracle's most likely sequence would have the lowest. The real data of length "
        "40 have 5.7 by the published weights, not the 4.07 of the table.",
        rows=(
            *published("", "10.310", None, "random"),
            *published("", "9.038", "10.411", "MLE"),
            *published("", "8.736", "10.310", "SeqGAN"),
            *published("RankGAN", "8.247", "9.958"),
            *published("LeakGAN", "7.038", "7.191"),
            *published("", "6.680 ± 0.343", "6.765 ± 0.026", "RelGAN"),
            *published("", "5.750", "4.071", "real data"),
        ),
        floor={"arm": "real data"},
        split="length",
        page="text",
    ),
)
