"""Residual GAN as in WGAN-GP and SNGAN, and without normalisation as in R3GAN.

Gulrajani et al. 2017 (https://arxiv.org/abs/1704.00028), Miyato et al. 2018
(https://arxiv.org/abs/1802.05957): pre-activation residual blocks of two 3 × 3
convolutions, one number of filters for all of them.

Without normalisation the blocks follow Huang et al. 2024
(https://arxiv.org/abs/2501.05441): leaky ReLU, and Fixup's initialisation (Zhang
et al. 2019, https://arxiv.org/abs/1901.09321) instead of the
normalisation: the last convolution of each branch starts at zero, the first is
scaled down by the square root of the number of blocks.

Conditional normalisation and hierarchical latents make it BigGAN's generator
(Brock et al. 2019, https://arxiv.org/abs/1809.11096) at a small scale.
"""

import dataclasses

import keras
from keras import layers

from ter_gan.images.networks.growing import fade_in_features, fade_in_images
from ter_gan.images.networks.sampling import crop, resolutions, upsample
from ter_gan.layers import GlobalSumPooling2D, MinibatchStddev, SelfAttention2D
from ter_gan.models import heads, parts


@dataclasses.dataclass(frozen=True)
class Style:
    """What the blocks of one network have in common.

    Args:
        prefix: `"g"` or `"d"`, of all layer names.
        filters: int. Channels of all feature maps.
        blocks: int. How many residual blocks the network has.
        normalisation: Of features and kernels, see `parts.normalise`.
        condition: tensor `(n, d)` of conditional normalisation; where there is
            none, it is batch normalisation.
    """

    prefix: str
    filters: int
    blocks: int
    normalisation: str
    condition: object = None

    def activate(self, x, name):
        """Normalisation, then ReLU; without normalisation leaky ReLU."""
        normalisation = self.normalisation
        if self.condition is None:
            normalisation = normalisation.replace("conditional", "batch")
        norm = f"{self.prefix}_{name}_norm"
        x = parts.normalise(x, normalisation, norm, self.condition)
        name = f"{self.prefix}_{name}_activation"
        if self.normalisation == "none":
            return layers.LeakyReLU(0.2, name=name)(x)
        return layers.ReLU(name=name)(x)

    def conv(self, x, name, kernel=3, **options):
        """A convolution that keeps the resolution."""
        name = f"{self.prefix}_{name}"
        conv = parts.conv_layer(self.normalisation)
        return conv(self.filters, kernel, padding="same", name=name, **options)(x)

    def attend(self, x):
        """Self-attention between all places of a feature map."""
        spectral = parts.is_spectral(self.normalisation)
        return SelfAttention2D(spectral, name=f"{self.prefix}_attention")(x)

    @property
    def first(self):
        """Initialiser of the first convolution of each branch."""
        if self.normalisation != "none":
            return "glorot_uniform"
        return keras.initializers.VarianceScaling(2.0 / self.blocks, "fan_in")

    @property
    def last(self):
        """Initialiser of the last convolution of each branch."""
        return "zeros" if self.normalisation == "none" else "glorot_uniform"


def resnet_generator(
    shape,
    latent_dim,
    width=64,
    classes=0,
    normalisation="batch",
    upsampling="nearest",
    attention=False,
    growing=False,
):
    """A generator of residual blocks, for images of any size.

    Args:
        shape: `(height, width, channels)` of an image; at least 8 pixels.
        latent_dim: int. Number of latents.
        width: int. Filters of every block.
        classes: int. Number of classes it takes labels of; 0 for none.
        normalisation: `"batch"`, `"layer"`, `"none"` (R3GAN), `"conditional"`
            (BigGAN's), `"spectral"`, `"spectral+batch"` (SAGAN) or
            `"spectral+conditional"` (BigGAN).
        upsampling: `"nearest"`, `"subpixel"` or `"transpose"`; see
            `ter_gan.images.networks.sampling.upsample`.
        attention: bool. Add `SelfAttention2D` at half the image's resolution.
        growing: bool. Add `FadeIn`s from the smallest resolution on.

    Returns:
        `keras.Model` from latents `(n, latent_dim)`, or `[latents, labels]`, to
        float32 images `(n, *shape)` in [-1, 1].
    """
    *larger, smallest = resolutions(shape)
    style = Style("g", width, len(larger), normalisation)
    inputs, x, conditions = _generator_inputs(latent_dim, classes, style)
    size = smallest[0] * smallest[1] * width
    x = parts.dense_layer(normalisation)(size, name="g_project")(x)
    x = layers.Reshape((*smallest, width), name="g_reshape")(x)
    maps = []
    for i, condition in enumerate(conditions, 1):
        if attention and i == style.blocks:
            x = style.attend(x)
        maps.append(x)
        conditioned = dataclasses.replace(style, condition=condition)
        x = _block_up(x, f"block_{i}", conditioned, upsampling)
    x = style.activate(x, "out")
    conv = parts.conv_layer(normalisation)
    x = conv(shape[-1], 3, padding="same", name="g_to_image")(x)
    if growing:
        maps = [style.activate(m, f"image_{level}") for level, m in enumerate(maps)]
        x = fade_in_images(maps, x, normalisation)
    x = crop(x, shape, "g_crop")
    x = layers.Activation("tanh", dtype="float32", name="g_samples")(x)
    return keras.Model(inputs, x, name="generator")


def resnet_discriminator(
    shape,
    width=64,
    classes=0,
    normalisation="none",
    conditioning="projection",
    auxiliary=0,
    pack=1,
    minibatch_stddev=False,
    dropout=0.0,
    attention=False,
    growing=False,
):
    """A discriminator of residual blocks, for images of any size.

    Args:
        shape: `(height, width, channels)` of an image; at least 8 pixels.
        width: int. Filters of every block.
        classes: int. Number of classes it takes labels of; 0 for none.
        normalisation: `"spectral"` (SNGAN), `"layer"` (WGAN-GP), `"none"`
            (R3GAN) or `"batch"`.
        conditioning: How labels enter: `"projection"` (Miyato & Koyama 2018),
            `"concat"` (Mirza & Osindero 2014); `"auxiliary"`: not at all, it
            guesses them (ACGAN, Odena et al. 2017).
        auxiliary: int. How many numbers of the latent code it estimates
            (InfoGAN, Chen et al. 2016); 0 for none.
        pack: int. Images judged together, joined along the channels.
        minibatch_stddev: bool. Add `MinibatchStddev` to the smallest features.
        dropout: float in [0, 1). Rate after each block.
        attention: bool. Add `SelfAttention2D` at half the image's resolution.
        growing: bool. Add `FadeIn`s from the smallest resolution on.

    Returns:
        `keras.Model` from images `(n, height, width, pack · channels)`, or
        `[images, labels]`, to float32 logits `(n, 1)`, or `[logits, guesses]`:
        see `ter_gan.models.heads.discriminator`.
    """
    halvings = len(resolutions(shape)) - 1
    style = Style("d", width, halvings + 1, normalisation)
    inputs, x, labels = parts.sample_input(shape, pack, classes, conditioning)
    if labels is not None and conditioning == "concat":
        x, labels = parts.concat_label_map(x, labels, classes), None
    x = _shrunk(x, halvings, style, dropout, attention, growing)
    if minibatch_stddev:
        x = MinibatchStddev(name="d_minibatch_stddev")(x)
    x = style.activate(x, "out")
    x = GlobalSumPooling2D(dtype="float32", name="d_sum_pooling")(x)
    return heads.discriminator(
        inputs, x, labels, classes, normalisation, conditioning, auxiliary
    )


def _generator_inputs(latent_dim, classes, style):
    """The inputs, what the first layer sees of them, each block's condition."""
    if parts.of_features(style.normalisation) == "conditional":
        return parts.hierarchical_input(latent_dim, classes, style.blocks)
    return *parts.latent_input(latent_dim, classes), [None] * style.blocks


def _shrunk(image, halvings, style, dropout, attention, growing):
    """The discriminator's smallest feature map."""
    x = image
    for i in range(1, style.blocks + 1):
        pool = i <= halvings
        x = _block_down(x, f"block_{i}", style, first=i == 1, pool=pool)
        if growing and pool:
            x = fade_in_features(x, image, i, halvings, style.normalisation)
        if attention and i == 1:
            x = style.attend(x)
        x = parts.dropped(x, dropout, f"d_dropout_{i}")
    return x


def _block_up(x, name, style, upsampling):
    """Doubles the resolution."""
    filters, prefix = style.filters, f"g_{name}"
    branch = style.activate(x, f"{name}_1")
    branch = upsample(
        branch,
        filters,
        upsampling,
        f"{prefix}_conv_1",
        normalisation=style.normalisation,
        kernel=3 if upsampling == "subpixel" else None,
        kernel_initializer=style.first,
    )
    branch = style.activate(branch, f"{name}_2")
    branch = style.conv(branch, f"{name}_conv_2", kernel_initializer=style.last)
    shortcut = style.conv(x, f"{name}_shortcut", kernel=1)
    shortcut = layers.UpSampling2D(name=f"{prefix}_shortcut_up")(shortcut)
    return layers.Add(name=f"{prefix}_add")([shortcut, branch])


def _block_down(x, name, style, first, pool):
    """Halves the resolution where `pool`; `first` has no activation before."""
    branch = x if first else style.activate(x, f"{name}_1")
    branch = style.conv(branch, f"{name}_conv_1", kernel_initializer=style.first)
    branch = style.activate(branch, f"{name}_2")
    branch = style.conv(branch, f"{name}_conv_2", kernel_initializer=style.last)
    shortcut = x
    if pool:
        branch = _halve(branch, f"d_{name}_pool")
        shortcut = _halve(shortcut, f"d_{name}_shortcut_pool")
    if first:
        shortcut = style.conv(shortcut, f"{name}_shortcut", kernel=1)
    return layers.Add(name=f"d_{name}_add")([shortcut, branch])


def _halve(x, name):
    return layers.AveragePooling2D(2, padding="same", name=name)(x)
