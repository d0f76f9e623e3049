"""The table of what can be measured of generated tables."""

import dataclasses

from ter_gan.evaluation.metric import Metric
from ter_gan.tables.evaluation import measures as m

SANITY = "Sanity: could these rows exist?"
FIDELITY = "Fidelity: do they look like real rows?"
UTILITY = "Utility: can one learn from them?"
PRIVACY = "Privacy: what do they give away?"
COPIES = "Copy detection, which is no proof of privacy: "
FRESH = {"floor": "fresh"}  # real rows that were neither trained on nor compared with
LEARNER = {
    "linear": "a linear model",
    "forest": "a random forest",
    "boosting": "gradient boosting",
}


def _sanity():
    yield Metric(
        "duplicates",
        "duplicates_{n}",
        "equal to floor",
        "Share of rows that some other row of the same table is equal to. Above the "
        "floor: the generator repeats itself.",
        m.duplicates,
    )
    yield Metric(
        "out_of_schema",
        "out_of_schema_{n}",
        "less",
        "Share of rows with a value that its column cannot hold: beyond the bounds, an "
        "unknown category, too many decimals, missing where no value may be.",
        m.outside,
    )
    yield Metric(
        "violations",
        "constraint_violations_{n}",
        "less",
        "Share of rows that break a constraint between columns.",
        m.violations,
        needs=(m.rules_of,),
    )


def _fidelity():
    yield from _columns()
    yield from _pairs()
    yield from _neighbourhoods()
    yield Metric(
        "detector",
        "detector_auc_{n}",
        "less",
        "How often gradient boosting, trained to tell them apart, ranks a real row "
        "above a generated one: 0.5 is chance, 1 is always. The floor is real rows "
        "against real rows. It does not see copies, which are as real as can be.",
        m.told_apart,
    )
    yield from _truth()


def _columns():
    yield Metric(
        "shapes",
        "column_shapes_{n}",
        "more",
        "How alike each single column is to the real one, from 0 to 1, on average: 1 "
        "minus the largest gap of cumulative shares (numbers, KS), or minus the share "
        "that sits in the wrong category (TV). It does not see how columns depend on "
        "each other.",
        m.shapes,
    )
    yield Metric(
        "missing",
        "missing_rate_gap_{n}",
        "less",
        "How far the share of missing values is from that of the real column, on "
        "average over the columns that may have gaps.",
        m.missing,
        needs=(m.gaps_of,),
    )


def _pairs():
    yield Metric(
        "correlations",
        "correlation_similarity_{n}",
        "more",
        "How near the correlation of each pair of numeric columns is to the real one: "
        "1 minus half the difference, on average. Pairs that are independent in both "
        "tables have 1, so read it beside independent columns.",
        m.correlations,
        needs=(m.two_ordered,),
    )
    yield Metric(
        "contingency",
        "contingency_similarity_{n}",
        "more",
        "The same for pairs with a column of categories: 1 minus the share of rows "
        "that sit in the wrong cell of the pair's table, numbers cut into tenths.",
        m.contingency,
        needs=(m.categories_of,),
    )
    yield Metric(
        "bivariate",
        "bivariate_accuracy_{n}",
        "more",
        "How alike the joint distribution of each pair of columns is to the real one, "
        "on average: 1 minus the share of rows in the wrong cell of a table of at most "
        "12 x 12. The floor is the attainable maximum: not even real rows reach 1.",
        m.bivariate,
        key="accuracy",
        needs=(m.two_columns,),
    )
    yield Metric(
        "bivariate_relative",
        "bivariate_accuracy_relative_{n}",
        "more",
        "The same over what real rows reach: 1 for a perfect generator.",
        m.bivariate,
        key="relative",
        needs=(m.two_columns,),
    )


def _neighbourhoods():
    for name, meaning in {
        "precision": "Share of generated rows that lie where real rows lie: quality "
        "alone; one good row, repeated, has all of it.",
        "recall": "Share of real rows that lie where generated rows lie: variety.",
        "density": "How crowded with real rows the places of generated rows are: "
        "quality, less fooled by outliers than precision.",
        "coverage": "Share of real rows with a generated row in their neighbourhood: "
        "variety, less fooled by outliers than recall.",
    }.items():
        yield Metric(name, f"{name}_{{n}}", "more", meaning, m.manifold, key=name)


def _truth():
    known = {"needs": (m.truth_of,)}
    yield Metric(
        "l_syn",
        "l_syn_{n}",
        "equal to floor",
        "Mean log density of generated rows under the true law, in nats. Below the "
        "floor: rows where none belong. Above it: the generator keeps to crowded "
        "places.",
        m.l_syn,
        **known,
    )
    yield Metric(
        "l_test",
        "l_test_{n}",
        "more",
        "Mean log density of real test rows, in nats, under a mixture of the true "
        "family that learned from generated rows: it falls where modes are left out "
        "or shrink. The floor is what real rows teach.",
        m.l_test,
        **known,
    )
    yield Metric(
        "modes",
        "modes_{n}",
        "more",
        "Number of modes with a generated row within 3 standard deviations.",
        m.modes,
        **known,
    )


def _utility():
    target = {"needs": (m.unseen_of, m.target_of)}
    for name, words in LEARNER.items():
        yield Metric(
            f"tstr_{name}",
            f"tstr_{{score}}_{name}_{{n}}",
            "more",
            f"Train on synthetic, test on real: how well {words} that learned from "
            "generated rows predicts the target of real rows (F1, the mean of all "
            "classes, or R²). The floor is the same after real rows (TRTR).",
            m.lessons,
            key=name,
            **target,
        )
    yield Metric(
        "tstr_gap",
        "trtr_minus_tstr_{score}_{n}",
        "less",
        "What is lost by learning from generated rows in place of real ones, the mean "
        "of the three models; 0: nothing.",
        m.lessons,
        key="gap",
        **target,
    )
    yield Metric(
        "tstr_auc",
        "tstr_auc_{n}",
        "more",
        "How often the three models that learned from generated rows rank a real row "
        "of a class above one of another class; 0.5 is chance.",
        m.lessons,
        key="auc",
        needs=(m.unseen_of, m.class_of),
    )
    yield Metric(
        "importances",
        "importance_agreement_{n}",
        "more",
        "Whether generated and real rows say the same about which columns matter for "
        "the target: the rank correlation of permutation importances; 1: the same "
        "order, 0: no relation. The floor is what fresh real rows say.",
        m.agreement,
        **FRESH,
        **target,
    )
    yield Metric(
        "augmentation",
        "augmentation_gain_{score}_{n}",
        "more",
        "What generated rows add to the real ones when gradient boosting learns from "
        "both; 0: nothing. The floor is what fresh real rows add, which may be fewer.",
        m.augmentation,
        **FRESH,
        **target,
    )


def _copies():
    yield Metric(
        "copies",
        "copy_detection_exact_{n}",
        "equal to floor",
        f"{COPIES}share of rows that are equal to a training row in every column. The "
        "floor is the share of training rows that another training row is equal to: "
        "what happens by chance.",
        m.exact_copies,
        floor="train",
    )
    for key, name, meaning in (
        (
            "share",
            "nearer_to_train",
            "share of rows that are nearer to a training row than to any of as many "
            "real rows that were not trained on. 0.5 is ideal; copies come near 1, or "
            "less near if fewer rows were held out than trained on.",
        ),
        (
            "dcr",
            "dcr",
            "median distance to the closest training row. Below the floor, that of "
            "unseen real rows: too near. Above it: unlike real rows.",
        ),
        (
            "nndr",
            "nndr",
            "median of the distance to the nearest training row over that to the "
            "second nearest. Near 0: copies.",
        ),
    ):
        yield Metric(
            "near_train" if key == "share" else key,
            f"copy_detection_{name}_{{n}}",
            "equal to floor",
            COPIES + meaning,
            m.closest,
            key=key,
            needs=(m.unseen_of,),
            **FRESH,
        )


def _attacks():
    ways = {
        "nearest": "that takes real rows with a near generated row for training rows",
        "density": "that looks where generated rows are denser than real ones",
    }
    for attack, words in ways.items():
        yield Metric(
            f"membership_{attack}",
            f"membership_{attack}_auc_{{n}}",
            "less",
            f"Can one tell who was trained on? How often an attack {words} ranks a "
            "training row above an unseen one. 0.5: it knows nothing, 1: it always "
            "knows.",
            m.membership,
            key=f"{attack}_auc",
            needs=(m.unseen_of,),
            **FRESH,
        )
        yield Metric(
            f"membership_{attack}_tpr",
            f"membership_{attack}_tpr_at_1_percent_{{n}}",
            "less",
            "The share of training rows that the same attack finds when it wrongly "
            "accuses 1 % of the others; 0.01: it knows nothing.",
            m.membership,
            key=f"{attack}_tpr",
            needs=(m.unseen_of,),
            **FRESH,
        )
    yield Metric(
        "attribute",
        "attribute_inference_gain_{n}",
        "less",
        "Can one fill in the secret column of a training row whose other columns are "
        "known? The share of right guesses by the nearest generated row minus that by "
        "the nearest unseen real row, the control: only what exceeds 0 was given away.",
        m.attribute,
        needs=(m.unseen_of, m.secret_of),
        **FRESH,
    )


def _disclosure():
    known = {"needs": (m.known_of,)}
    yield Metric(
        "rare",
        "rare_rows_{n}",
        "equal to floor",
        "Of the combinations of known columns that one training row has alone, the "
        "share that came out. The floor is what as many unseen real rows have by "
        "chance.",
        m.rare,
        **FRESH,
        **known,
    )
    yield Metric(
        "k_anonymity",
        "k_anonymity_{n}",
        "more",
        "The fewest rows that share one combination of the known columns; 1: some row "
        "stands alone. A property of the published table, not of how it was made.",
        m.anonymity,
        key="k",
        **known,
    )
    yield Metric(
        "unique",
        "unique_rows_{n}",
        "less",
        "Share of rows that stand alone with their combination of the known columns.",
        m.anonymity,
        key="unique",
        **known,
    )
    yield Metric(
        "l_diversity",
        "l_diversity_{n}",
        "more",
        "The fewest different secrets among rows that share the known columns; 1: for "
        "some, who knows these knows the secret.",
        m.diversity,
        needs=(m.known_of, m.secret_of),
    )


def _grouped():
    for group, rows in {
        SANITY: _sanity(),
        FIDELITY: _fidelity(),
        UTILITY: _utility(),
        PRIVACY: (*_copies(), *_attacks(), *_disclosure()),
    }.items():
        yield from (dataclasses.replace(row, group=group) for row in rows)


METRICS = tuple(_grouped())
