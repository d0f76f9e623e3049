"""Frozen, trained and GloVe word embeddings; and the temperature of Gumbel-softmax."""

from experiments.engine import Claim, Comparison, Differs, Experiment
from experiments.measures import text
from experiments.measures.arms import of_arm

METRICS = ("grammatical", "lm", "reverse_lm", "self_bleu4")
GAN = {"model": "embedding-gan", "epochs": 10}
GRU = {"model": "gru", "epochs": 4}
GLOVE = {"embeddings": "glove", "embedding_dim": 50}
ARMS = {
    "GAN, PPMI, frozen": GAN,
    "GAN, PPMI, trained": GAN | {"train_embeddings": True},
    "GAN, random, frozen": GAN | {"embeddings": "random"},
    "GAN, random, trained": GAN | {"embeddings": "random", "train_embeddings": True},
    "GAN, GloVe, frozen": GAN | GLOVE,
    "GRU, PPMI": GRU,
    "GRU, random": GRU | {"embeddings": "random"},
    "GRU, GloVe": GRU | GLOVE,
    **{
        f"RelGAN, temperature {value}": {
            "model": "relgan-mini",
            "epochs": 8,
            "final_temperature": value,
        }
        for value in (1.0, 0.3, 0.1, 0.03)
    },
}


def measure(settings, seed, film=None):
    """`text.measure` of a model that the settings name."""
    return text.measure(of_arm(settings, ARMS), seed, METRICS)


EXPERIMENT = Experiment(
    question="Do pretrained word embeddings help, and which temperature?",
    measure=measure,
    base={"dataset": "grammar"},
    vary={"arm": tuple(ARMS)},
    outcomes=text.outcomes(*METRICS),
    seeds=1,
    more_seeds=(
        ({"arm": "GAN, PPMI, frozen"}, 3),
        ({"arm": "GAN, random, frozen"}, 3),
    ),
    backend="tensorflow",
    films=False,
    smoke=text.SMOKE,
    smoke_cells=1,
    comparison=Comparison(
        "Text: where word embeddings come from, and the temperature",
        (*METRICS, "cpu_minutes"),
        protocol="The grammar of 429 words. PPMI: from the counts of the training "
        "sentences, 64 numbers per word. GloVe: 6B, 50 numbers. Frozen: D sees words "
        "through vectors that stay. The temperature of RelGAN falls from 1 to the "
        "given one. Embedding GANs and GRUs train for half of their usual epochs.",
        why="",
        page="text",
    ),
    claims=(
        Claim(
            "T6",
            "the subject",
            "Word embeddings from the corpus help a GAN: more sentences are "
            "grammatical than with random vectors, both frozen.",
            Differs(
                "grammatical",
                {"arm": "GAN, PPMI, frozen"},
                {"arm": "GAN, random, frozen"},
                by=0,
            ),
        ),
    ),
)
