"""Which model writes the grammar best, at equal diversity? C9, T1 to T4."""

from experiments.engine import AllOf, Claim, Comparison, Differs, Experiment, Level
from experiments.measures import text
from experiments.measures.arms import of_arm

METRICS = ("nll", "grammatical", "lm", "reverse_lm", "gain", "bleu4", "self_bleu4")
METRICS += ("copies",)
ARMS = {
    "real text": {"real": True},
    "unigram": {"model": "unigram"},
    "bigrams": {"ngram": 2},
    "Kneser-Ney 3": {"model": "kneser-ney", "order": 3},
    "Kneser-Ney 5": {"model": "kneser-ney"},
    "GRU": {"model": "gru"},
    "mini-GPT": {"model": "mini-gpt"},
    "autoencoder": {"model": "autoencoder"},
    "latent-text-gan": {"model": "latent-text-gan"},
    "embedding-gan": {"model": "embedding-gan"},
    "relgan-mini": {"model": "relgan-mini"},
    "seqgan": {"model": "seqgan"},
    "discriminator-guided": {"model": "discriminator-guided"},
}
# Rows whose gain is compared with 0, which takes five seeds.
LEVELS = ("relgan-mini", "seqgan", "discriminator-guided")


def measure(settings, seed, film=None):
    """`text.measure` of a model that the settings name."""
    return text.measure(of_arm(settings, ARMS), seed, METRICS)


def arm(name):
    """The condition on the cells of an arm."""
    return {"arm": name}


EXPERIMENT = Experiment(
    question="Which model writes the grammar best, at equal diversity?",
    measure=measure,
    base={"dataset": "grammar"},
    vary={"arm": tuple(ARMS)},
    outcomes=text.outcomes(*METRICS),
    seeds=3,
    more_seeds=tuple((arm(name), 5) for name in LEVELS),
    backend="tensorflow",
    films=False,
    smoke=text.SMOKE,
    smoke_cells=1,
    comparison=Comparison(
        "Text: a grammar with known probabilities",
        (*METRICS, "cpu_minutes"),
        protocol="20,000 sentences of a probabilistic grammar of 429 words; its "
        "entropy is 2.725 nats per token, the least NLL that any model can have. "
        "2,000 generated sentences, 2,000 test sentences. LM score: NLL under a "
        "Kneser-Ney 5-gram of test text. Reverse LM score: NLL of test text under one "
        "of generated text. Gain: by how much the share of ungrammatical sentences is "
        "smaller than that of maximum likelihood with the same seed, over "
        "temperatures from 0.5 to 1.25, where both are equally diverse; above 0 is "
        "better than maximum likelihood. Of a model that is always less diverse, and "
        "worse: the difference of the best shares. Maximum likelihood is what a GAN "
        "was pretrained as, else the GRU.",
        why="No one else has this grammar; the published tables are those of the "
        "oracle and of COCO.",
        floor=arm("real text"),
        tradeoff=(
            ("diversity", "reverse LM score: want of diversity (nats per token)"),
            ("quality", "ungrammatical: want of quality (share of the sentences)"),
        ),
        page="text",
    ),
    claims=(
        Claim(
            "T1",
            "this project, after Deng et al. 2020",
            "A discriminator that reweights a language model's sentences beats maximum "
            "likelihood at equal diversity.",
            Level("gain", arm("discriminator-guided"), above=0.0),
        ),
        Claim(
            "T2",
            "this project",
            "A GAN on word embeddings beats a plain bigram sampler: more of its "
            "sentences are grammatical.",
            Differs("grammatical", arm("embedding-gan"), arm("bigrams"), by=0),
        ),
        Claim(
            "T3",
            "this project",
            "A GAN in the space of an autoencoder's codes beats a Gaussian there: more "
            "sentences are grammatical.",
            Differs("grammatical", arm("latent-text-gan"), arm("autoencoder"), by=0),
        ),
        Claim(
            "T4",
            "Caccia et al. 2020",
            "SeqGAN and RelGAN do not beat maximum likelihood at equal diversity.",
            AllOf(
                Level("gain", arm("seqgan"), below=0.0),
                Level("gain", arm("relgan-mini"), below=0.0),
            ),
        ),
        Claim(
            "C9",
            "course slides 004",
            "Autoregressive models are precise: more of a GRU's sentences are "
            "grammatical than of a GAN's that writes all words at once, by a fifth of "
            "all.",
            Differs("grammatical", arm("GRU"), arm("embedding-gan"), by=0.2),
        ),
    ),
)
