"""COCO captions: the table that text GANs are known by, with the rows it lacks."""

from experiments.engine import Claim, Comparison, Experiment, Level, Published
from experiments.measures import text
from experiments.measures.arms import of_arm

METRICS = ("bleu2", "bleu3", "bleu4", "bleu5", "self_bleu4", "nll", "reverse_lm")
METRICS += ("gain", "copies", "novel4")
ARMS = {
    "real text": {"real": True},
    "bigrams": {"ngram": 2},
    "trigrams": {"ngram": 3},
    "5-grams": {"ngram": 5},
    "Kneser-Ney 5": {"model": "kneser-ney"},
    "MLE (GRU)": {"model": "gru"},
    "mini-GPT": {"model": "mini-gpt"},
    "latent-text-gan": {"model": "latent-text-gan"},
    "RelGAN": {"model": "relgan-mini"},
    "discriminator-guided": {
        "model": "discriminator-guided",
        "pretrain_epochs": 8,
        "epochs": 14,
        "expectation": False,
        "candidates": 8,
    },
    "guided, D sees probabilities": {
        "model": "discriminator-guided",
        "pretrain_epochs": 8,
        "epochs": 10,
        "candidates": 8,
    },
}
RELGAN = "Nie et al. 2019 (RelGAN), table 2; self-BLEU: Texygen's README"


def measure(settings, seed, film=None):
    """`text.measure` of a model that the settings name."""
    return text.measure(of_arm(settings, ARMS), seed, METRICS)


def published(label, bleu, self_bleu=None, arm=None):
    """A row: BLEU-2 to 5, and self-BLEU-4 where it is known."""
    values = dict(zip(("bleu2", "bleu3", "bleu4", "bleu5"), bleu))
    values |= {"self_bleu4": self_bleu} if self_bleu else {}
    return Published({"arm": arm} if arm else {}, values, RELGAN, "" if arm else label)


EXPERIMENT = Experiment(
    question="How good are GANs of COCO captions, beside n-grams and real captions?",
    measure=measure,
    base={"dataset": "coco", "n": 10_000, "curve": 2000},
    vary={"arm": tuple(ARMS)},
    outcomes=text.outcomes(*METRICS),
    seeds=1,
    more_seeds=(({"arm": "MLE (GRU)"}, 3), ({"arm": "discriminator-guided"}, 5)),
    backend="tensorflow",
    films=False,
    smoke=text.SMOKE,
    smoke_cells=1,
    comparison=Comparison(
        "Text: COCO captions",
        (*METRICS, "cpu_minutes"),
        protocol="Texygen's 10,000 training captions, and its 10,000 test captions, "
        "of which 1,000 validate: training captions show the same photographs several "
        "times, test captions show others. Words in lower case. 10,000 generated "
        "captions against the other 9,000; self-BLEU leaves each caption out and "
        "takes all others. Gain: how much lower the LM score is than that of maximum "
        "likelihood with the same seed, where both are equally diverse; of a model "
        "that is always less diverse, and worse, the difference of the lowest. 2,000 "
        "captions at each of seven temperatures from 0.5 to 1.25. "
        "discriminator-guided begins as a GRU trained like MLE's; its D sees words "
        "only, in the last row also how probable each was.",
        why="the published BLEU of GANs is above that of real captions: they repeat "
        "what is common. A trigram sampler has the BLEU of the published MLE, a "
        "5-gram sampler that of real captions, because it copies half of them. "
        "Published numbers count the words of train and test and use 500 or 10,000 "
        "references.",
        rows=(
            published("", (".731", ".497", ".305", ".189"), ".583", "MLE (GRU)"),
            published("", (".849", ".687", ".502", ".331"), None, "RelGAN"),
            published("SeqGAN", (".745", ".498", ".294", ".180"), ".670"),
            published("RankGAN", (".743", ".467", ".264", ".156"), ".762"),
            published("LeakGAN", (".746", ".528", ".355", ".230"), ".848"),
            published("TextGAN", (".593", ".463", ".277", ".207"), ".804"),
        ),
        floor={"arm": "real text"},
        tradeoff=(
            ("diversity", "reverse LM score: want of diversity (nats per token)"),
            ("quality", "LM score: want of quality (nats per token)"),
        ),
        page="text",
    ),
    claims=(
        Claim(
            "T5",
            "this project, after Deng et al. 2020",
            "On COCO captions a discriminator that reweights a language model beats "
            "maximum likelihood at equal diversity.",
            Level("gain", {"arm": "discriminator-guided"}, above=0.0),
        ),
    ),
)
