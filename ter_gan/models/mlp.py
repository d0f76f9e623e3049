"""Multi-layer perceptrons: the first GAN's networks, for samples of any shape."""

import math

import keras
from keras import layers

from ter_gan.layers import MinibatchStddev
from ter_gan.models import heads, parts


def mlp_generator(
    shape,
    latent_dim,
    hidden=(128, 128),
    classes=0,
    activation="relu",
    normalisation="none",
    output_activation="tanh",
):
    """A generator of dense layers (Goodfellow et al. 2014).

    Args:
        shape: tuple of int. Shape of one sample, e.g. `(2,)` or `(28, 28, 1)`.
        latent_dim: int. Number of latents.
        hidden: sequence of int. Units of each hidden layer.
        classes: int. Number of classes it takes labels of; 0 for none.
        activation: str. After each hidden layer.
        normalisation: `"none"`, `"batch"`, `"layer"`, `"spectral"` or
            `"spectral+batch"`; of features before each activation.
        output_activation: str. `"tanh"` for samples in [-1, 1], `"linear"`.

    Returns:
        `keras.Model` from latents `(n, latent_dim)`, or `[latents, labels]`, to
        float32 samples `(n, *shape)`.
    """
    inputs, x = parts.latent_input(latent_dim, classes)
    dense = parts.dense_layer(normalisation)
    bias = not parts.has_shift(normalisation)
    for i, units in enumerate(hidden, 1):
        x = dense(units, use_bias=bias, name=f"g_dense_{i}")(x)
        x = parts.normalise(x, normalisation, f"g_norm_{i}")
        x = layers.Activation(activation, name=f"g_activation_{i}")(x)
    x = dense(math.prod(shape), name="g_dense_out")(x)
    x = layers.Reshape(shape, name="g_reshape")(x)
    x = layers.Activation(output_activation, dtype="float32", name="g_samples")(x)
    return keras.Model(inputs, x, name="generator")


def mlp_discriminator(
    shape,
    hidden=(128, 128),
    classes=0,
    activation="leaky_relu",
    normalisation="none",
    conditioning="projection",
    auxiliary=0,
    pack=1,
    minibatch_stddev=False,
    dropout=0.0,
):
    """A discriminator of dense layers (Goodfellow et al. 2014).

    Args:
        shape: tuple of int. Shape of one sample.
        hidden: sequence of int. Units of each hidden layer.
        classes: int. Number of classes it takes labels of; 0 for none.
        activation: str. After each hidden layer; leaky ReLU has slope 0.2.
        normalisation: `"none"`, `"batch"`, `"layer"` or `"spectral"`.
        conditioning: How labels enter: `"projection"` (Miyato & Koyama 2018),
            `"concat"` (Mirza & Osindero 2014); `"auxiliary"`: not at all, it
            guesses them (ACGAN, Odena et al. 2017).
        auxiliary: int. How many numbers of the latent code it estimates
            (InfoGAN, Chen et al. 2016); 0 for none.
        pack: int. Samples judged together, joined along the last axis.
        minibatch_stddev: bool. Add `MinibatchStddev` before the logit.
        dropout: float in [0, 1). Rate after each hidden layer.

    Returns:
        `keras.Model` from samples `(n, …, pack · c)`, or `[samples, labels]`,
        to float32 logits `(n, 1)`, or `[logits, guesses]`: see
        `ter_gan.models.heads.discriminator`.
    """
    inputs, x, labels = parts.sample_input(shape, pack, classes, conditioning)
    dense = parts.dense_layer(normalisation)
    bias = not parts.has_shift(normalisation)
    x = layers.Flatten(name="d_flatten")(x)
    if labels is not None and conditioning == "concat":
        x, labels = parts.concat_label_features(x, labels, classes), None
    for i, units in enumerate(hidden, 1):
        x = dense(units, use_bias=bias, name=f"d_dense_{i}")(x)
        x = parts.normalise(x, normalisation, f"d_norm_{i}")
        x = layers.Activation(activation, name=f"d_activation_{i}")(x)
        x = parts.dropped(x, dropout, f"d_dropout_{i}")
    if minibatch_stddev:
        x = MinibatchStddev(name="d_minibatch_stddev")(x)
    return heads.discriminator(
        inputs, x, labels, classes, normalisation, conditioning, auxiliary
    )
