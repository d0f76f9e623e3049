"""The family of models of images and points.

To add a member, add a row to `MODELS` and its paper to `FAMILY`.
"""

from ter_gan.presets.member import Member

# What several papers share.
AVERAGED = dict(average=0.999)
SPECTRAL = dict(
    network="resnet",
    loss="hinge",
    normalisation="spectral",
    beta_1=0.0,
    beta_2=0.9,
    **AVERAGED,
)
CRITIC = dict(
    loss="wasserstein",
    penalty="wgan-gp",
    learning_rate=1e-4,
    beta_1=0.0,
    beta_2=0.9,
    **AVERAGED,
)

MODELS = {
    # Goodfellow et al. 2014: perceptrons, dropout in D.
    "gan": dict(network="mlp", dropout=0.3),
    # Radford et al. 2016: batch normalisation in both networks; here with
    # sub-pixel upsampling and a moving average.
    "dcgan": dict(normalisation="batch", **AVERAGED),
    # Mao et al. 2017.
    "lsgan": dict(loss="least-squares", **AVERAGED),
    # Arjovsky et al. 2017: clipped weights, RMSprop.
    "wgan": dict(
        loss="wasserstein",
        weight_clip=0.01,
        critic_steps=5,
        optimizer="rmsprop",
        learning_rate=5e-5,
        **AVERAGED,
    ),
    # Gulrajani et al. 2017: algorithm 1.
    "wgan-gp": dict(**CRITIC, critic_steps=5),
    # Kodali et al. 2017: a slope of 1 around the real samples.
    "dragan": dict(penalty="dragan", **AVERAGED),
    # Miyato et al. 2018: spectral normalisation and hinge loss on a ResNet.
    "sngan": dict(**SPECTRAL, critic_steps=5),
    # Zhang et al. 2019: attention, both networks spectral, two learning rates.
    "sagan": dict(
        **SPECTRAL,
        generator_normalisation="spectral+batch",
        attention=True,
        learning_rate=1e-4,
        discriminator_learning_rate=4e-4,
    ),
    # Huang et al. 2024: relativistic pairing, R1 + R2, no normalisation.
    "r3gan": dict(
        network="resnet",
        generator_normalisation="none",
        loss="relativistic-paired",
        penalty="r1+r2",
        penalty_weight=1.0,
        beta_1=0.0,
        beta_2=0.99,
        **AVERAGED,
    ),
    # Karras et al. 2018: resolutions fade in one after the other.
    "progressive": dict(**CRITIC, growing_steps=3000),
    # Mirza & Osindero 2014: both networks take the label.
    "cgan": dict(classes=True, conditioning="concat", **AVERAGED),
    # Odena et al. 2017: D tells the class instead of being told.
    "acgan": dict(classes=True, conditioning="auxiliary", **AVERAGED),
    # Miyato & Koyama 2018: an inner product of features and class.
    "projection": dict(**SPECTRAL, critic_steps=5, classes=True),
    # Brock et al. 2019, small: classes and chunks of z in every normalisation.
    "biggan": dict(
        **SPECTRAL | dict(beta_2=0.999),
        generator_normalisation="spectral+conditional",
        attention=True,
        classes=True,
        critic_steps=2,
    ),
    # Chen et al. 2016: ten categories and two codes that D must read back.
    "infogan": dict(latent_dim=74, categories=10, codes=2, **AVERAGED),
    # Lin et al. 2018: two samples judged together.
    "pacgan": dict(pack=2, **AVERAGED),
    # Durugkar et al. 2017: the mean of three discriminators.
    "gman": dict(discriminators=3, **AVERAGED),
    # Metz et al. 2017: G foresees five steps of D.
    "unrolled": dict(unrolled_steps=5, **AVERAGED),
    # Zhao et al. 2020: D sees real and generated images augmented alike.
    "diffaugment": dict(augment="color+translation+cutout", **AVERAGED),
    # Karras et al. 2020: augmentations as often as D over-fits.
    "ada": dict(augment="ada", **AVERAGED),
}

# What each model is about, and where to read it.
FAMILY = {
    "gan": Member(
        "Goodfellow et al. 2014",
        "1406.2661",
        "Two perceptrons: one makes samples, the other tells them from real ones.",
        "Adam, leaky ReLU and normal latents instead of SGD with momentum, maxout "
        "and uniform ones.",
    ),
    "dcgan": Member(
        "Radford et al. 2016",
        "1511.06434",
        "Convolutions instead of dense layers, batch normalisation in both players.",
        "Sub-pixel convolutions instead of transposed ones, normal latents, a "
        "moving average of G; for small images a dense layer at both ends and "
        "quicker rates.",
    ),
    "lsgan": Member(
        "Mao et al. 2017",
        "1611.04076",
        "Squared errors instead of cross entropies: no flat end.",
        "The networks of `dcgan`; the targets 0 and 1, one of the paper's two choices.",
    ),
    "wgan": Member(
        "Arjovsky et al. 2017",
        "1701.07875",
        "The critic estimates the earth mover's distance; its weights are clipped.",
        "For small images quicker rates.",
    ),
    "wgan-gp": Member(
        "Gulrajani et al. 2017",
        "1704.00028",
        "The critic's slope is pulled to 1 between real and generated samples.",
        "A convolutional critic instead of a residual one; for small images "
        "quicker rates.",
    ),
    "dragan": Member(
        "Kodali et al. 2017",
        "1705.07215",
        "The slope is pulled to 1 around the real samples only.",
        "The uniform noise of the authors' code: the paper writes normal noise. On "
        "images D is batch-normalised, and the penalty's weight 0.1.",
    ),
    "sngan": Member(
        "Miyato et al. 2018",
        "1802.05957",
        "Each layer of D is divided by its spectral norm; hinge loss; residual blocks.",
        "As many residual blocks as the image has resolutions; for small images "
        "quicker rates.",
    ),
    "sagan": Member(
        "Zhang et al. 2019",
        "1805.08318",
        "Attention lets distant places of an image agree; both players are spectral.",
        "No classes: in the paper both players take them; for small images quicker "
        "rates, the same for both players.",
    ),
    "r3gan": Member(
        "Huang et al. 2024",
        "2501.05441",
        "Real and generated samples judged in pairs, R1 and R2, no normalisation.",
        "Plain residual blocks instead of grouped ones; rates (for small images "
        "quicker ones), penalty weight and beta 2 stay what they are, where the "
        "paper's anneal.",
    ),
    "progressive": Member(
        "Karras et al. 2018",
        "1710.10196",
        "Small images first; each finer resolution fades in.",
        "The critic and the rates of `wgan-gp`; no pixelwise normalisation, no "
        "equalised rates, no minibatch standard deviation (--minibatch-stddev adds "
        "it); all resolutions are computed from the start.",
    ),
    "cgan": Member(
        "Mirza & Osindero 2014",
        "1411.1784",
        "Both players are told the class.",
        "Convolutions instead of dense layers; D sees the class as one more channel.",
    ),
    "acgan": Member(
        "Odena et al. 2017",
        "1610.09585",
        "D tells the class instead of being told it.",
        "One model for all classes; no dropout; on images a weight of 0.2 for the "
        "class, there 1.",
    ),
    "projection": Member(
        "Miyato & Koyama 2018",
        "1802.05637",
        "D adds an inner product of its features with the class.",
        "G takes the class with its latents; in the paper by conditional batch "
        "normalisation, as in `biggan`.",
    ),
    "biggan": Member(
        "Brock et al. 2019",
        "1809.11096",
        "Class and chunks of z set the gains of every normalisation of G.",
        "The rates of `sngan`; the linear functions of gain and shift are not "
        "spectrally normalised, and no weights are made orthogonal.",
    ),
    "infogan": Member(
        "Chen et al. 2016",
        "1606.03657",
        "A category and two codes that D must read back come to mean something.",
        "Normal latents; one weight for category and codes.",
    ),
    "pacgan": Member(
        "Lin et al. 2018",
        "1712.04086",
        "D judges two samples together, and so sees when they are alike.",
        "Nothing.",
    ),
    "gman": Member(
        "Durugkar et al. 2017",
        "1611.01673",
        "Three discriminators; G answers their mean.",
        "The plain mean, GMAN-0; the paper also weighs the discriminators by how "
        "well they do.",
    ),
    "unrolled": Member(
        "Metz et al. 2017",
        "1611.02163",
        "G foresees five steps of D before it answers.",
        "Foreseen steps are plain gradient steps; in the paper those of Adam. On MNIST "
        "it learns nothing within one pass.",
    ),
    "diffaugment": Member(
        "Zhao et al. 2020",
        "2006.10738",
        "D sees real and generated images augmented alike: for few images.",
        "On `dcgan`; in the paper on BigGAN and StyleGAN2.",
    ),
    "ada": Member(
        "Karras et al. 2020",
        "2006.06676",
        "Augmentations as often as D over-fits: for few images.",
        "On `dcgan`, in the paper on StyleGAN2; no stretching, filters, noise and "
        "cutout; bilinear; adapts at each step, from 0 to 1 in 100,000 images, "
        "there in 500,000.",
    ),
}

# The 2-D laboratory: small perceptrons, many quick steps.
POINTS = dict(
    network="mlp",
    width=32,  # wider ones want a lower rate: docs/claims.md, G7
    latent_dim=2,
    batch_size=128,
    learning_rate=1e-3,
    epochs=30,
    steps_per_execution=50,
    dropout=0.0,
    average=0.0,
)

# On images D sees how its whole batch is spread: without that, these collapse on
# MNIST within an epoch. The critics' penalty looks at each sample alone, and so they
# get layer normalisation, as its paper advises.
BATCH = ("dcgan", "lsgan", "wgan", "dragan", "cgan", "acgan", "infogan", "pacgan")
BATCH += ("gman", "unrolled", "diffaugment", "ada")
LAYER = ("wgan-gp", "progressive")
NORMALISED = dict.fromkeys(BATCH, "batch") | dict.fromkeys(LAYER, "layer")

# Lean networks that two CPU cores train in minutes. The dense layers at their
# ends let D judge the whole image at once, as in InfoGAN: without them a third
# of the digits stays unreadable. Normalisation and penalties allow quicker steps than
# those of the papers, whose trainings take days; perceptrons need them to get anywhere
# in a few epochs.
SMALL_IMAGES = ("mnist", "fashion_mnist", "cifar10", "stacked_mnist")
LEAN = {"mlp": {}, "dcgan": dict(width=32, hidden=256), "resnet": dict(width=32)}
QUICK = dict(learning_rate=1e-3, discriminator_learning_rate=3e-4)
EVEN = dict(learning_rate=1e-3, discriminator_learning_rate=1e-3)
RATES = dict.fromkeys(("gan", *NORMALISED), QUICK)
RATES |= dict.fromkeys(("sngan", "sagan", "r3gan", "projection", "biggan"), EVEN)

PAIRS = {
    (model, "images"): dict(normalisation=normalisation)
    for model, normalisation in NORMALISED.items()
} | {
    (model, dataset): LEAN[row.get("network", "dcgan")] | RATES[model]
    for model, row in MODELS.items()
    for dataset in SMALL_IMAGES
}
PAIRS["unrolled", "images"] |= dict(unrolled_rate=0.02)  # 0.1 diverges
PAIRS["dragan", "images"] |= dict(penalty_weight=0.1)  # 10, beside batch norm, blocks G
PAIRS["acgan", "images"] |= dict(auxiliary_weight=0.2)  # by 1 both agree on hints
PAIRS["unrolled", "points"] = dict(unrolled_rate=0.02, discriminator_learning_rate=1e-4)
PAIRS["infogan", "points"] = dict(latent_dim=16)

ONLY_FOR_IMAGES = ("sagan", "progressive", "biggan", "diffaugment", "ada")
