"""Deep convolutional GAN (Radford et al. 2016, https://arxiv.org/abs/1511.06434).

Strided convolutions instead of pooling, no hidden dense layers (unless asked
for by `hidden`), ReLU and batch normalisation in the generator, leaky ReLU in
the discriminator, tanh images, weights drawn from N(0, 0.02²). Filters double
when the resolution halves.
"""

import keras
from keras import layers

from ter_gan.images.networks.growing import fade_in_features, fade_in_images
from ter_gan.images.networks.sampling import crop, resolutions, upsample
from ter_gan.layers import MinibatchStddev, SelfAttention2D
from ter_gan.models import heads, parts

WIDEST = 8  # filters grow up to this many times `width`


def initializer():
    """The paper's: a new one for each layer, so that each draws its own."""
    return keras.initializers.RandomNormal(stddev=0.02)


def dcgan_generator(
    shape,
    latent_dim,
    width=64,
    classes=0,
    normalisation="batch",
    upsampling="subpixel",
    kernel=None,
    hidden=0,
    attention=False,
    growing=False,
):
    """The generator of a DCGAN, for images of any size.

    Args:
        shape: `(height, width, channels)` of an image; at least 8 pixels.
        latent_dim: int. Number of latents.
        width: int. Filters of the widest resolution that has features.
        classes: int. Number of classes it takes labels of; 0 for none.
        normalisation: `"batch"`, `"layer"`, `"none"`, `"spectral"` or
            `"spectral+batch"`.
        upsampling: `"subpixel"`, `"transpose"` or `"nearest"`; see
            `ter_gan.images.networks.sampling.upsample`.
        kernel: int. Kernel size of the upsampling layers.
        hidden: int. Units of a dense layer before the first feature map, as
            in InfoGAN (Chen et al. 2016); 0 for none.
        attention: bool. Add `SelfAttention2D` at half the image's resolution.
        growing: bool. Add `FadeIn`s from the smallest resolution on.

    Returns:
        `keras.Model` from latents `(n, latent_dim)`, or `[latents, labels]`, to
        float32 images `(n, *shape)` in [-1, 1].
    """
    options = {
        "use_bias": not parts.has_shift(normalisation),
        "normalisation": normalisation,
        "kernel": kernel,
    }
    inputs, x = parts.latent_input(latent_dim, classes)
    if hidden:
        x = _hidden(x, hidden, normalisation, "g")
        x = layers.ReLU(name="g_relu_hidden")(x)
    maps = _grown(x, resolutions(shape), width, upsampling, options)
    if attention:
        maps[-1] = _attend(maps[-1], normalisation, "g")
    x = _up(maps[-1], shape[-1], upsampling, "g_to_image", **options)
    if growing:
        x = fade_in_images(maps, x, normalisation, kernel_initializer=initializer())
    x = crop(x, shape, "g_crop")
    x = layers.Activation("tanh", dtype="float32", name="g_samples")(x)
    return keras.Model(inputs, x, name="generator")


def dcgan_discriminator(
    shape,
    width=64,
    classes=0,
    normalisation="none",
    conditioning="projection",
    auxiliary=0,
    pack=1,
    minibatch_stddev=False,
    dropout=0.0,
    kernel=4,
    hidden=0,
    downsampling="stride",
    attention=False,
    growing=False,
):
    """The discriminator of a DCGAN, for images of any size.

    Args:
        shape: `(height, width, channels)` of an image; at least 8 pixels.
        width: int. Filters of the first convolution.
        classes: int. Number of classes it takes labels of; 0 for none.
        normalisation: `"none"`, `"batch"`, `"layer"`, `"instance"` or
            `"spectral"`; all but the last skip the first convolution.
        conditioning: How labels enter: `"projection"` (Miyato & Koyama 2018),
            `"concat"` (Mirza & Osindero 2014); `"auxiliary"`: not at all, it
            guesses them (ACGAN, Odena et al. 2017).
        auxiliary: int. How many numbers of the latent code it estimates
            (InfoGAN, Chen et al. 2016); 0 for none.
        pack: int. Images judged together, joined along the channels.
        minibatch_stddev: bool. Add `MinibatchStddev` before the logit.
        dropout: float in [0, 1). Rate after each activation.
        kernel: int. Kernel size of the convolutions.
        downsampling: How a stage halves the size: `"stride"` of the
            convolution, `"max"` or `"average"` pooling after it.
        hidden: int. Units of a dense layer before the logit, with which the
            whole image is judged at once (InfoGAN); 0 for none.
        attention: bool. Add `SelfAttention2D` at half the image's resolution.
        growing: bool. Add `FadeIn`s from the smallest resolution on.

    Returns:
        `keras.Model` from images `(n, height, width, pack · channels)`, or
        `[images, labels]`, to float32 logits `(n, 1)`, or `[logits, guesses]`:
        see `ter_gan.models.heads.discriminator`.
    """
    inputs, x, labels = parts.sample_input(shape, pack, classes, conditioning)
    if labels is not None and conditioning == "concat":
        x, labels = parts.concat_label_map(x, labels, classes), None
    options = (width, kernel, normalisation, downsampling)
    x = _shrunk(x, resolutions(shape), options, dropout, attention, growing)
    if minibatch_stddev:
        x = MinibatchStddev(name="d_minibatch_stddev")(x)
    x = layers.Flatten(name="d_flatten")(x)
    if hidden:
        x = _hidden(x, hidden, normalisation, "d")
        x = layers.LeakyReLU(0.2, name="d_leaky_relu_hidden")(x)
    guess = (conditioning, auxiliary)
    return heads.discriminator(
        inputs, x, labels, classes, normalisation, *guess, initializer()
    )


def _grown(x, sizes, width, upsampling, options):
    """The generator's feature maps, from the smallest to half the image's size."""
    *larger, smallest = sizes
    normalisation = options["normalisation"]
    x = _project(x, (*smallest, _filters(width, len(larger))), normalisation)
    maps = [_normalise_and_activate(x, normalisation, 1)]
    for stage in range(2, len(larger) + 1):
        filters = _filters(width, len(larger) - stage + 1)
        x = _up(maps[-1], filters, upsampling, f"g_up_{stage}", **options)
        maps.append(_normalise_and_activate(x, normalisation, stage))
    return maps


def _shrunk(image, sizes, options, dropout, attention, growing):
    """The discriminator's smallest feature map."""
    x, halvings = image, len(sizes) - 1
    width, kernel, normalisation, downsampling = options
    for stage in range(1, halvings + 1):
        filters = _filters(width, stage)
        x = _down(x, filters, kernel, normalisation, downsampling, stage)
        if growing:
            conv = {"kernel_initializer": initializer()}
            x = fade_in_features(x, image, stage, halvings, normalisation, **conv)
        if attention and stage == 1:
            x = _attend(x, normalisation, "d")
        x = parts.dropped(x, dropout, f"d_dropout_{stage}")
    return x


def _attend(x, normalisation, player):
    spectral = parts.is_spectral(normalisation)
    return SelfAttention2D(spectral, name=f"{player}_attention")(x)


def _hidden(x, units, normalisation, player):
    """A dense layer and its normalisation; `player` is `"g"` or `"d"`."""
    x = parts.dense_layer(normalisation)(
        units,
        use_bias=not parts.has_shift(normalisation),
        kernel_initializer=initializer(),
        name=f"{player}_hidden",
    )(x)
    return parts.normalise(x, normalisation, f"{player}_norm_hidden")


def _project(x, shape, normalisation):
    """Latents to the smallest feature map."""
    height, width, filters = shape
    x = parts.dense_layer(normalisation)(
        height * width * filters,
        use_bias=not parts.has_shift(normalisation),
        kernel_initializer=initializer(),
        name="g_project",
    )(x)
    return layers.Reshape(shape, name="g_reshape")(x)


def _normalise_and_activate(x, normalisation, stage):
    x = parts.normalise(x, normalisation, f"g_norm_{stage}")
    return layers.ReLU(name=f"g_relu_{stage}")(x)


def _up(x, filters, upsampling, name, **options):
    return upsample(
        x, filters, upsampling, name, kernel_initializer=initializer(), **options
    )


def _down(x, filters, kernel, normalisation, downsampling, stage):
    """A convolution that halves the size, normalised unless the first; leaky ReLU."""
    conv = parts.conv_layer(normalisation)
    if stage == 1:
        normalisation = "none"
    x = conv(
        filters,
        kernel,
        strides=2 if downsampling == "stride" else 1,
        padding="same",
        use_bias=not parts.has_shift(normalisation),
        kernel_initializer=initializer(),
        name=f"d_conv_{stage}",
    )(x)
    x = parts.normalise(x, normalisation, f"d_norm_{stage}")
    x = layers.LeakyReLU(0.2, name=f"d_leaky_relu_{stage}")(x)
    if downsampling == "stride":
        return x
    pool = {"max": layers.MaxPooling2D, "average": layers.AveragePooling2D}
    return pool[downsampling](2, padding="same", name=f"d_pool_{stage}")(x)


def _filters(width, stage):
    """Filters of a stage; stage 1 has half the image's resolution."""
    return width * min(2 ** (stage - 1), WIDEST)
