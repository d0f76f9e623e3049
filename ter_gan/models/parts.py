"""What all networks share: their inputs, their normalisation, their logit."""

import keras
from keras import layers

from ter_gan.errors import UserError, unknown
from ter_gan.layers import SpectralConv2D, SpectralDense, SpectralEmbedding

NORMALISATIONS = ("none", "batch", "layer", "instance", "spectral")
CHOICES = {
    "normalisation": NORMALISATIONS,
    "generator_normalisation": ("none", "batch", "layer", "instance"),
    "conditioning": ("projection", "concat"),
    "activation": ("leaky_relu", "relu", "tanh"),
    "downsampling": ("stride", "max", "average"),
}
LEAST = {
    "latent_dim": 1,
    "pack": 1,
    "discriminators": 1,
    "classes": 0,
    **{
        f"{player}{size}": 1
        for player in ("", "generator_", "discriminator_")
        for size in ("width", "layers")
    },
}
SHARED = ("width", "layers", "hidden", "classes")  # options of both players
GENERATORS = ("upsampling",)
LABEL_FEATURES = 50  # Mirza & Osindero 2014: the discriminator's label layer


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
    losses, which are means, average over them.

    Args:
        make: callable without arguments that makes a discriminator.
        number: int. 1 gives the discriminator itself.
    """
    if number == 1:
        return make()
    towers = [make() for _ in range(number)]
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
    labels = keras.Input((), dtype="int32", name="g_labels")
    code = layers.Embedding(
        classes,
        latent_dim,
        embeddings_initializer=keras.initializers.RandomNormal(stddev=1.0),
        name="g_label_embedding",
    )(labels)
    joined = layers.Concatenate(name="g_latents_and_label")([latents, code])
    return [latents, labels], joined


def sample_input(shape, pack=1, classes=0):
    """The discriminator's inputs.

    Returns:
        (inputs, samples, labels): samples `(n, …, pack · c)`; int32 labels
        `(n,)` or `None`; `inputs` is the samples, or a list of both.
    """
    samples = keras.Input((*shape[:-1], shape[-1] * pack), name="d_samples")
    if not classes:
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


def conv_layer(normalisation):
    """The class of a network's convolutions."""
    return SpectralConv2D if normalisation == "spectral" else layers.Conv2D


def dense_layer(normalisation):
    """The class of a network's dense layers."""
    return SpectralDense if normalisation == "spectral" else layers.Dense


def normalise(x, normalisation, name):
    """Normalises features; does nothing for `"none"` and `"spectral"`.

    `"batch"` averages its statistics with a momentum of 0.9, so that they
    follow a generator that moves; `"layer"` normalises each sample over all
    its positions and channels, with a scale and shift per channel, as WGAN-GP
    does; `"instance"` normalises each channel of each sample over its positions
    (Ulyanov et al. 2016), which leaves nothing of features without positions.
    Spectral normalisation is in the layers' kernels.
    """
    if normalisation == "batch":
        return layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=name)(x)
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


def has_shift(normalisation):
    """Whether the normalisation brings a bias, so that a layer needs none."""
    return normalisation in ("batch", "layer", "instance")


def dropped(x, rate, name):
    """Dropout, where there is any."""
    return layers.Dropout(rate, name=name)(x) if rate else x


def logit(features, labels, classes, normalisation, initializer="glorot_uniform"):
    """The discriminator's last layer: a float32 logit `(n, 1)`.

    With labels, a projection discriminator (Miyato & Koyama 2018): a linear
    function of the features, plus their inner product with the class's
    embedding.

    Args:
        features: tensor `(n, features)`.
        labels: int32 tensor `(n,)`, or `None`: no projection.
        classes: int. Number of classes.
        normalisation: `"spectral"` normalises the layers here too.
        initializer: Of the linear function's kernel.
    """
    dense = dense_layer(normalisation)
    options = {"kernel_initializer": initializer, "dtype": "float32"}
    if labels is None:
        return dense(1, name="d_logit", **options)(features)
    linear = dense(1, name="d_unconditional_logit", **options)(features)
    projection = layers.Dot(axes=1, dtype="float32", name="d_projection")(
        [_class_embedding(labels, classes, features.shape[-1], normalisation), features]
    )
    return layers.Add(dtype="float32", name="d_logit")([linear, projection])


def _class_embedding(labels, classes, size, normalisation):
    embedding = SpectralEmbedding if normalisation == "spectral" else layers.Embedding
    return embedding(classes, size, dtype="float32", name="d_class_embedding")(labels)
