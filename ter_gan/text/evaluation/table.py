"""The table of what can be measured of generated text."""

from ter_gan.evaluation.metric import Metric
from ter_gan.text.evaluation import curves
from ter_gan.text.evaluation import measures as m

NO_FLOOR = {"floor": None}
REAL_TEXT = {"floor": "unseen"}  # sentences that were not trained on
TRUTH = {"needs": (m.truth_of,)}
LIKELIHOOD = {"needs": (m.likelihood_of,), **NO_FLOOR}
OVERSHOT = "Below the floor: the model repeats what is common."


def _bleu(n):
    return Metric(
        f"bleu{n}",
        f"bleu{n}_all_{{split}}",
        "equal to floor",
        f"How many runs of up to {n} words of a generated sentence occur in some real "
        "one. Above the floor is not better than real text: it is more of what is "
        "common.",
        m.against_references,
        key=n,
    )


def _self_bleu(n):
    return Metric(
        f"self_bleu{n}",
        f"self_bleu{n}_{{n}}",
        "equal to floor",
        f"BLEU-{n} of each generated sentence against all other generated ones. Above "
        "the floor: they are too much alike.",
        m.against_each_other,
        key=n,
    )


def _divergence(n):
    return Metric(
        f"jsd{n}",
        f"jsd_{n}gram_{{n}}",
        "less",
        f"Jensen-Shannon divergence of the {n}-grams of generated and of real "
        "sentences, in nats. The floor is that of real against real sentences, far "
        "from 0 for long n-grams; only the difference counts.",
        m.divergences,
        key=n,
    )


def _distinct(n):
    return Metric(
        f"distinct{n}",
        f"distinct{n}_{{n}}",
        "equal to floor",
        f"Different {n}-grams over all {n}-grams. Below the floor: too little variety.",
        m.distinct,
        key=n,
    )


def _novel(n):
    return Metric(
        f"novel{n}",
        f"novel_{n}gram_{{n}}",
        "equal to floor",
        f"Share of {n}-grams that no training sentence has; the floor is that of "
        "unseen real sentences. Below it: copied. Above it: unlike real text.",
        m.novelty,
        key=n,
        **REAL_TEXT,
    )


METRICS = (
    Metric(
        "nll",
        "nll_{split}",
        "less",
        "Negative log-likelihood of a token of real sentences, in nats; only models "
        "with the same tokens compare.",
        m.likelihood,
        key="nll",
        **LIKELIHOOD,
    ),
    Metric(
        "bits",
        "bits_per_character_{split}",
        "less",
        "The same in bits per character of the text, which compares models whatever "
        "their tokens are.",
        m.likelihood,
        key="bits",
        **LIKELIHOOD,
    ),
    *(
        Metric(
            f"nll_{end}",
            f"nll_{end}_{{split}}",
            "less",
            "Where a likelihood is known but for its normaliser: the NLL of a token by "
            f"an estimate of it that makes the NLL {word} on average.",
            m.bounds,
            key=end,
            needs=(m.bounds_of,),
            **NO_FLOOR,
        )
        for end, word in (("low", "too small"), ("high", "too large"))
    ),
    Metric(
        "excess",
        "nll_above_truth_{split}",
        "less",
        "How much more nats per token the model needs than the true distribution, on "
        "the same real sentences; 0 for the truth itself.",
        m.excess,
        needs=(m.likelihood_of, m.truth_of),
        **NO_FLOOR,
    ),
    Metric(
        "nll_oracle",
        "nll_oracle_{n}",
        "equal to floor",
        "Negative log-likelihood of a token of generated sentences under the true "
        "distribution, in nats, of those that it can say at all. " + OVERSHOT,
        m.oracle,
        key="nll",
        **TRUTH,
    ),
    Metric(
        "oracle_gap",
        "nll_oracle_minus_entropy_{n}",
        "equal to floor",
        "The same less the exact entropy of a token. " + OVERSHOT,
        m.oracle,
        key="gap",
        **TRUTH,
    ),
    Metric(
        "grammatical",
        "grammatical_{n}",
        "more",
        "Share of generated sentences that the true distribution can say.",
        m.grammatical,
        **TRUTH,
    ),
    Metric(
        "lm",
        "lm_score_{judge}_{n}",
        "equal to floor",
        "Quality: negative log-likelihood of a token of generated sentences, in nats, "
        "under a Kneser-Ney model of real ones. " + OVERSHOT,
        m.lm,
    ),
    Metric(
        "reverse_lm",
        "reverse_lm_score_{judge}_{n}",
        "less",
        "Diversity, and quality too: negative log-likelihood of a token of real "
        "sentences, in nats, under a Kneser-Ney model of generated ones.",
        m.reverse_lm,
    ),
    Metric(
        curves.ROW,
        f"curve_gap_{{quality}}_{curves.SENTENCES}",
        "less",
        "The quality of the model less that of a Kneser-Ney 5-gram sampler, where "
        "temperatures make both equally diverse: of the share of ungrammatical "
        "sentences where there is a grammar, else of nll_oracle or of the LM score. "
        "Below 0 the model is better.",
        m.curve_gap,
        needs=(m.temperature_of,),
        **NO_FLOOR,
    ),
    *map(_bleu, (2, 3, 4, 5)),
    *map(_self_bleu, (2, 3, 4, 5)),
    *map(_divergence, (1, 2, 3, 4)),
    *map(_distinct, (1, 2, 3, 4)),
    Metric(
        "lengths",
        "length_distance_{n}",
        "less",
        "The largest gap between the distributions of the numbers of words of "
        "generated and of real sentences: 0 to 1.",
        m.length_gap,
    ),
    Metric(
        "frechet",
        "fd_ppmi_{n}",
        "less",
        "Fréchet distance of sentence vectors (means of word vectors from PPMI and "
        "SVD): relative only, comparable between models of the same training text.",
        m.frechet,
    ),
    Metric(
        "copies",
        "copies_{n}",
        "equal to floor",
        "Share of generated sentences that are training sentences, word for word; the "
        "floor is that of unseen real sentences.",
        m.copies,
        **REAL_TEXT,
    ),
    Metric(
        "span",
        "copied_span_{n}",
        "equal to floor",
        "The longest piece that a sentence shares with some training sentence, over "
        "its length, on average; the floor is that of unseen real sentences.",
        m.spans,
        key="mean",
        **REAL_TEXT,
    ),
    Metric(
        "long_span",
        "copied_80_percent_{n}",
        "equal to floor",
        "Share of sentences of which at least 80 % is one piece of some training "
        "sentence; the floor is that of unseen real sentences.",
        m.spans,
        key="long",
        **REAL_TEXT,
    ),
    *map(_novel, (2, 3, 4, 5)),
    Metric(
        "masked_accuracy",
        "masked_accuracy_{split}",
        "more",
        "Share of the masked tokens of real sentences that the model guesses.",
        m.masked,
        key="accuracy",
        needs=(m.masked_model,),
        **NO_FLOOR,
    ),
    Metric(
        "pseudo_nll",
        f"pseudo_nll_{{split}}_{m.FEW}",
        "less",
        "Nats per token where each is masked alone and all others are seen: no "
        "likelihood, never to be compared with nll.",
        m.masked,
        key="pseudo",
        needs=(m.masked_model,),
        **NO_FLOOR,
    ),
    *(
        Metric(
            f"rouge_{key}",
            f"reconstruction_rouge_{key}_{{split}}",
            "more",
            meaning,
            m.reconstruction,
            key=key,
            needs=(m.autoencoder_of,),
            **NO_FLOOR,
        )
        for key, meaning in {
            "l": "Longest common subsequence (F1) of real sentences and what the "
            "autoencoder reads out of their codes; 1: all words in order.",
            "2": "The same for pairs of words.",
        }.items()
    ),
)
