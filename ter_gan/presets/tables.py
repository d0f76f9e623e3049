"""The models of tables: GANs, a variational autoencoder, and simple baselines.

To add one, add a row to `TABLE_MODELS`, its paper to `TABLE_FAMILY`, and the function
that builds it to `ter_gan.tables.models.MODELS`.
"""

from ter_gan.presets.member import Member

TABLE = dict(
    width=256,
    layers=2,
    batch_size=500,
    beta_1=0.5,
    beta_2=0.9,
    epochs=100,
    steps_per_epoch=100,
    patience=10,
    steps_per_execution=10,
)
DATA = ("target", "schema", "constraints", "encoding")
PLAYERS = (
    *("width", "layers", "latent_dim", "generator_normalisation", "normalisation"),
    *("dropout", "loss", "penalty", "penalty_weight", "critic_steps", "average"),
    *("label_smoothing", "instance_noise", "instance_noise_steps", "pack"),
    *("information_weight", "classifier_weight", "conditional"),
)
PRIVATE = ("width", "layers", "latent_dim", "loss", "weight_clip", "critic_steps")
PRIVATE += ("average", "epsilon", "longest_gradient")
SIMPLE = ("independent", "copula", "mixture", "trees", "smote", "train-copy")
TABLE_OPTIONS = {
    "numeric-gan": (*DATA, *PLAYERS),
    "table-gan": (*DATA, *PLAYERS),
    "tvae": (*DATA, "width", "layers", "latent_dim"),
    "private-gan": (*DATA, *PRIVATE),
} | dict.fromkeys(SIMPLE, DATA)
AT_ONCE = dict(epochs=1, batch_size=1, steps_per_epoch=0, patience=0)

TABLE_MODELS = {
    # Huang et al. 2024 (R3GAN): the loss that measured best here.
    "numeric-gan": dict(
        loss="relativistic-paired",
        penalty="r1+r2",
        penalty_weight=0.1,
        learning_rate=1e-3,
        average=0.995,
        conditional=False,
        batch_size=128,
        epochs=70,
        decay_steps=7000,
    ),
    # Xu et al. 2019 (CTGAN), with the loss of R3GAN, small batches and no packs, which
    # measured best here; see experiments/tables/table_ablations.py.
    "table-gan": dict(
        loss="relativistic-paired",
        penalty="r1+r2",
        penalty_weight=10.0,
        learning_rate=1e-3,
        average=0.995,
        conditional=True,
        batch_size=128,
    ),
    # Xie et al. 2018 (DPGAN), Abadi et al. 2016.
    "private-gan": dict(
        loss="wasserstein",
        weight_clip=0.1,
        critic_steps=2,
        learning_rate=1e-3,
        average=0.99,
        width=128,
        batch_size=250,
        epochs=20,
        patience=0,
        steps_per_execution=1,
        epsilon=3.0,
        layers=1,
    ),
    # Xu et al. 2019 (TVAE).
    "tvae": dict(width=128, latent_dim=128, learning_rate=1e-3, beta_1=0.9),
} | dict.fromkeys(SIMPLE, AT_ONCE)

TABLE_FAMILY = {
    "numeric-gan": Member(
        "Gulrajani et al. 2017, Huang et al. 2024",
        "1704.00028",
        "Two perceptrons play over encoded rows; nothing is conditional.",
        "Numbers are encoded by the mode that they are in.",
    ),
    "table-gan": Member(
        "Xu et al. 2019 (CTGAN)",
        "1907.00503",
        "Conditions make rare categories as frequent in training as common ones.",
        "What is asked holds by construction; any rows have the true frequencies.",
    ),
    "private-gan": Member(
        "Xie et al. 2018 (DPGAN), Abadi et al. 2016",
        "1802.06739",
        "Differential privacy: D's gradients are cut row by row, and noise is added.",
        "The encoding is not accounted: bounds, modes and categories count as known.",
    ),
    "tvae": Member(
        "Xu et al. 2019 (TVAE)",
        "1907.00503",
        "A variational autoencoder of encoded rows.",
        "The spread of a number depends on the latents.",
    ),
    "independent": Member(
        "this project",
        "",
        "Each column drawn from the training rows for itself.",
        "Nothing.",
    ),
    "copula": Member(
        "Sklar 1959, Patki et al. 2016",
        "",
        "Each column's own distribution, tied by the correlations of Gaussians.",
        "Nothing.",
    ),
    "mixture": Member(
        "Dempster, Laird & Rubin 1977",
        "",
        "A mixture of Gaussians, its size chosen by BIC; categories by component.",
        "Nothing.",
    ),
    "trees": Member(
        "Reiter 2005 (synthpop)",
        "",
        "Column after column, drawn from the leaf of a tree on those before.",
        "Nothing.",
    ),
    "smote": Member(
        "Chawla et al. 2002",
        "1106.1813",
        "Points between a training row and one of its nearest neighbours.",
        "Of all rows, not of a rare class alone.",
    ),
    "train-copy": Member(
        "this project",
        "",
        "Training rows themselves: an alarm.",
        "Nothing.",
    ),
}
