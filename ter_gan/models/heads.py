"""What a discriminator puts out: its logit, and what it guesses of a sample."""

import keras
from keras import layers

from ter_gan.errors import UserError
from ter_gan.layers import SpectralEmbedding
from ter_gan.models import parts

CODE_UNITS = 128  # Chen et al. 2016: the hidden layer before the estimated code


def discriminator(
    inputs,
    features,
    labels,
    classes,
    normalisation,
    conditioning,
    auxiliary,
    initializer="glorot_uniform",
):
    """The model from a discriminator's inputs to what it puts out.

    That is a logit. With `conditioning="auxiliary"` it also guesses the class
    (ACGAN, Odena et al. 2017), by a linear function of the same features; with
    `auxiliary` it estimates that many numbers of the latent code, after a
    hidden layer of their own (InfoGAN, Chen et al. 2016). Neither is ever
    spectrally normalised: it is the logit whose slope is to be bounded, and a
    guess needs a scale of its own.

    Args:
        inputs: The samples `(n, …)`, or a list of them and labels.
        features: tensor `(n, features)`.
        labels: int32 tensor `(n,)` that the logit takes in by a projection, or
            `None`.
        classes: int. Number of classes.
        normalisation: `"spectral"` normalises the logit's layers.
        conditioning: How labels enter; `"auxiliary"`: not at all.
        auxiliary: int. Numbers of the code to estimate; 0 for none.
        initializer: Of the linear functions' kernels.

    Returns:
        `keras.Model` to a float32 logit `(n, 1)`, named `d_logit`; or to
        `[logit, guesses]`, the latter class logits `(n, classes)` or estimates
        `(n, auxiliary)`, named `d_auxiliary`.

    Raises:
        UserError: if there is no class to guess, or a class and a code.
    """
    guesses_class = conditioning == "auxiliary"
    _check(classes, guesses_class, auxiliary)
    outputs = logit(features, labels, classes, normalisation, initializer)
    guesses = classes if guesses_class else auxiliary
    if auxiliary:
        features = _code_features(features, initializer)
    if guesses:
        options = {"kernel_initializer": initializer, "dtype": "float32"}
        guess = layers.Dense(guesses, name="d_auxiliary", **options)
        outputs = [outputs, guess(features)]
    return keras.Model(inputs, outputs, name="discriminator")


def _check(classes, guesses_class, auxiliary):
    if guesses_class and not classes:
        raise UserError(
            "An auxiliary classifier needs class labels; received classes=0. "
            "Use data with labels, or another conditioning."
        )
    if auxiliary and classes:
        raise UserError(
            f"An auxiliary code is for models without labels; received "
            f"auxiliary={auxiliary} and classes={classes}. Leave one of them out."
        )


def _code_features(features, initializer):
    hidden = layers.Dense(
        CODE_UNITS, kernel_initializer=initializer, name="d_auxiliary_hidden"
    )
    return layers.LeakyReLU(0.2, name="d_auxiliary_leaky_relu")(hidden(features))


def logit(features, labels, classes, normalisation, initializer="glorot_uniform"):
    """A float32 logit `(n, 1)`.

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
    dense = parts.dense_layer(normalisation)
    options = {"kernel_initializer": initializer, "dtype": "float32"}
    if labels is None:
        return dense(1, name="d_logit", **options)(features)
    linear = dense(1, name="d_unconditional_logit", **options)(features)
    projection = layers.Dot(axes=1, dtype="float32", name="d_projection")(
        [_class_embedding(labels, classes, features.shape[-1], normalisation), features]
    )
    return layers.Add(dtype="float32", name="d_logit")([linear, projection])


def _class_embedding(labels, classes, size, normalisation):
    spectral = parts.is_spectral(normalisation)
    embedding = SpectralEmbedding if spectral else layers.Embedding
    return embedding(classes, size, dtype="float32", name="d_class_embedding")(labels)
