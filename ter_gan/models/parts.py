"""What all networks share: their options, their inputs, their normalisation."""

import keras
from keras import layers

from ter_gan.errors import UserError, unknown
from ter_gan.layers import (
    ConditionalBatchNormalization,
    SpectralConv2D,
    SpectralDense,
)

NORMALISATIONS = ("none", "batch", "layer", "instance", "spectral")
GENERATOR_NORMALISATIONS = (
    *NORMALISATIONS,
    "conditional",
    "spectral+batch",
    "spectral+conditional",
)
CHOICES = {
    "normalisation": NORMALISATIONS,
    "generator_normalisation": GENERATOR_NORMALISATIONS,
    "conditioning": ("projection", "concat", "auxiliary"),
    "activation": ("leaky_relu", "relu", "tanh"),
    "downsampling": ("stride", "max", "average"),
}
LEAST = {
    "latent_dim": 1,
    "pack": 1,
    "discriminators": 1,
    "classes": 0,
    "auxiliary": 0,
    **{
        f"{player}{size}": 1
        for player in ("", "generator_", "discriminator_")
        for size in ("width", "layers")
    },
}
# Options of both players, of the generator alone, of convolutional networks alone.
SHARED = ("width", "layers", "hidden", "classes", "attention", "growing")
GENERATORS = ("upsampling",)
CONVOLUTIONAL = ("upsampling", "downsampling", "attention", "growing")
LABEL_FEATURES = 50  # Mirza & Osindero 2014: the discriminator's label layer
BATCH = {"momentum": 0.9, "epsilon": 1e-5}


def check_option(what, name, known):
    """Raises `UserError` unless `name` is one of the known ones."""
    if name not in known:
        raise unknown(what, str(name), known)


def check_options(**options):
    """Raises `UserError` for an impossible value; `None` is always possible.

    Args:
        **options: Options of networks by name, e.g. `width=64`.
    """
    for name, value in given(**options).items():
        if name in CHOICES:
            check_option(name.replace("_", " "), value, CHOICES[name])
        if name in LEAST and value < LEAST[name]:
            raise UserError(f"{name} must be at least {LEAST[name]}; received {value}.")
        if name == "dropout" and not 0 <= value < 1:
            raise UserError(f"dropout must lie in [0, 1); received {value}.")


def check_has(network, options, missing):
    """Raises `UserError` if an option is given that the network does not have.

    Args:
        network: str. The network's name, for the message.
        options: dict; values of `None` count as not given.
        missing: iterable of str. Names of options that it does not have.
    """
    for name in given(**options):
        if name in missing:
            raise UserError(
                f"The network {network} has no {name}: leave that option out."
            )


def given(**options):
    """dict: the options that are not `None`."""
    return {name: value for name, value in options.items() if value is not None}


def per_player(options):
    """Who gets which of the options of `build`.

    `generator_x` is the generator's x, `discriminator_x` the discriminator's;
    `SHARED` ones are for both, unless a player has its own; what is left is the
    discriminator's.

    Args:
        options: dict; values of `None` are left out.

    Returns:
        (generator's, discriminator's): dicts.
    """
    options = given(**options)
    prefixes = ("generator_", "discriminator_")
    shared = {k: v for k, v in options.items() if k in SHARED}
    own = {k: v for k, v in options.items() if k in GENERATORS}
    rest = {
        k: v
        for k, v in options.items()
        if k not in (*SHARED, *GENERATORS) and not k.startswith(prefixes)
    }
    named = [
        {k.removeprefix(p): v for k, v in options.items() if k.startswith(p)}
        for p in prefixes
    ]
    return shared | own | named[0], shared | rest | named[1]


def several(make, number):
    """`number` discriminators as one network (GMAN, Durugkar et al. 2017).

    Each has weights of its own and gives one of the logits `(n, number)`; the
    losses, which are means, average over them. That is the paper's GMAN-0; its
    other variants weigh the discriminators by how well they do.

    Args:
        make: callable without arguments that makes a discriminator.
        number: int. 1 gives the discriminator itself.
    """
    if number == 1:
        return make()
    towers = [make() for _ in range(number)]
    if len(towers[0].outputs) > 1:
        raise UserError(
            f"Several discriminators cannot have an auxiliary output; received "
            f"discriminators={number}. Use one, or leave the auxiliary output out."
        )
    for i, tower in enumerate(towers, 1):
        tower.name = f"d_{i}"
    inputs = [
        keras.Input(x.shape[1:], dtype=x.dtype, name=x.name) for x in towers[0].inputs
    ]
    inputs = inputs if len(inputs) > 1 else inputs[0]
    logits = layers.Concatenate(dtype="float32", name="d_logits")(
        [tower(inputs) for tower in towers]
    )
    return keras.Model(inputs, logits, name="discriminator")


def latent_input(latent_dim, classes=0):
    """The generator's inputs, and what its first layer sees of them.

    Labels become as many numbers as there are latents, at the same scale, and
    are concatenated with them (Mirza & Osindero 2014).

    Returns:
        (inputs, features): latents `(n, latent_dim)`, or a list of them and
        int32 labels `(n,)`; features `(n, latent_dim)` or `(n, 2 latent_dim)`.
    """
    latents = keras.Input((latent_dim,), name="g_latents")
    if not classes:
        return latents, latents
    labels, code = _label_code(latent_dim, classes)
    joined = layers.Concatenate(name="g_latents_and_label")([latents, code])
    return [latents, labels], joined


def hierarchical_input(latent_dim, classes, levels):
    """The inputs of a generator whose levels each see a part of the latents.

    The latents are cut into `levels + 1` equal chunks; the first also takes
    what is left over. The first chunk feeds the first layer; each other one,
    joined with one embedding of the class that all levels share, is the
    condition of a level's normalisation (BigGAN, Brock et al. 2019).

    Returns:
        (inputs, first, conditions): latents `(n, latent_dim)` and int32 labels
        `(n,)` in a list; the first chunk; a list of `levels` conditions.

    Raises:
        UserError: if there are no classes.
    """
    if not classes:
        raise UserError(
            "Conditional normalisation needs class labels; received classes=0. "
            "Use batch, or a model with labels."
        )
    latents = keras.Input((latent_dim,), name="g_latents")
    labels, code = _label_code(latent_dim, classes)
    size = latent_dim // (levels + 1)
    start = latent_dim - levels * size
    conditions = [
        layers.Concatenate(name=f"g_condition_{i + 1}")(
            [code, latents[:, start + i * size : start + (i + 1) * size]]
        )
        for i in range(levels)
    ]
    return [latents, labels], latents[:, :start], conditions


def _label_code(latent_dim, classes):
    """Input of labels `(n,)`, and as many numbers of each as there are latents."""
    labels = keras.Input((), dtype="int32", name="g_labels")
    code = layers.Embedding(
        classes,
        latent_dim,
        embeddings_initializer=keras.initializers.RandomNormal(stddev=1.0),
        name="g_label_embedding",
    )(labels)
    return labels, code


def sample_input(shape, pack=1, classes=0, conditioning="projection"):
    """The discriminator's inputs.

    Labels are an input unless it is to guess them (`"auxiliary"`).

    Returns:
        (inputs, samples, labels): samples `(n, …, pack · c)`; int32 labels
        `(n,)` or `None`; `inputs` is the samples, or a list of both.
    """
    samples = keras.Input((*shape[:-1], shape[-1] * pack), name="d_samples")
    if not classes or conditioning == "auxiliary":
        return samples, samples, None
    labels = keras.Input((), dtype="int32", name="d_labels")
    return [samples, labels], samples, labels


def concat_label_map(image, labels, classes):
    """Adds a channel to an image: a learned map of its class."""
    height, width, _ = image.shape[1:]
    pixels = layers.Embedding(classes, height * width, name="d_label_embedding")
    as_map = layers.Reshape((height, width, 1), name="d_label_map")
    both = layers.Concatenate(name="d_samples_and_label")
    return both([image, as_map(pixels(labels))])


def concat_label_features(features, labels, classes):
    """Adds learned features of its class to a flat sample."""
    code = layers.Embedding(classes, LABEL_FEATURES, name="d_label_embedding")
    both = layers.Concatenate(name="d_samples_and_label")
    return both([features, code(labels)])


def is_spectral(normalisation):
    """Whether a network's kernels are spectrally normalised."""
    return normalisation.split("+")[0] == "spectral"


def of_features(normalisation):
    """What normalises a network's features: `"none"` where only kernels are."""
    last = normalisation.split("+")[-1]
    return "none" if last == "spectral" else last


def conv_layer(normalisation):
    """The class of a network's convolutions."""
    return SpectralConv2D if is_spectral(normalisation) else layers.Conv2D


def dense_layer(normalisation):
    """The class of a network's dense layers."""
    return SpectralDense if is_spectral(normalisation) else layers.Dense


def normalise(x, normalisation, name, condition=None):
    """Normalises features; does nothing for `"none"` and `"spectral"`.

    `"batch"` averages its statistics with a momentum of 0.9, so that they
    follow a generator that moves; `"conditional"` is the same with a gain and
    shift that depend on the `condition` (BigGAN, Brock et al. 2019); `"layer"`
    normalises each sample over all its positions and channels, with a scale
    and shift per channel, as WGAN-GP does; `"instance"` normalises each channel
    of each sample over its positions (Ulyanov et al. 2016), which leaves
    nothing of features without positions. Spectral normalisation is in the
    layers' kernels; `"spectral+batch"` (SAGAN, Zhang et al. 2019) is both.
    """
    normalisation = of_features(normalisation)
    if normalisation == "batch":
        return layers.BatchNormalization(**BATCH, name=name)(x)
    if normalisation == "conditional":
        return _conditional(x, condition, name)
    if normalisation == "layer":
        return layers.GroupNormalization(groups=1, epsilon=1e-5, name=name)(x)
    if normalisation == "instance":
        if len(x.shape) == 2:
            raise UserError(
                "Instance normalisation needs images: of features without positions "
                "it would leave zeros. Use layer or batch."
            )
        return layers.GroupNormalization(groups=-1, epsilon=1e-5, name=name)(x)
    return x


def _conditional(x, condition, name):
    if condition is None:
        raise UserError(
            "Conditional normalisation is built into the resnet generator alone: "
            "use the network resnet, or batch normalisation."
        )
    return ConditionalBatchNormalization(**BATCH, name=name)([x, condition])


def has_shift(normalisation):
    """Whether the normalisation brings a bias, so that a layer needs none."""
    return of_features(normalisation) != "none"


def dropped(x, rate, name):
    """Dropout, where there is any."""
    return layers.Dropout(rate, name=name)(x) if rate else x
