"""Progressive growing (Karras et al. 2018, https://arxiv.org/abs/1710.10196).

A growing generator has an image at each of its resolutions, a growing
discriminator an entrance for each. Level 0 is the smallest resolution, the last
level the image's own; `FadeIn` goes from each to the next.
"""

from keras import layers

from ter_gan.errors import UserError
from ter_gan.layers import FadeIn
from ter_gan.models import parts


def fade_in_images(features, image, normalisation, **options):
    """The generator's side: blends the images of all resolutions into the last.

    Each coarser image is a 1 × 1 convolution of the features there, brought to
    the next resolution by repetition.

    Args:
        features: list of tensors, each twice the height and width of the one
            before it.
        image: tensor, twice the size of the last features: the full network's.
        normalisation: The generator's; `"spectral"` normalises the kernels.
        **options: Of the convolutions.

    Returns:
        tensor of the shape of `image`.

    Raises:
        UserError: if there are fewer than two coarser images.
    """
    levels = _levels(len(features))
    conv = parts.conv_layer(normalisation)
    images = [
        conv(image.shape[-1], 1, name=f"g_image_{level}", **options)(x)
        for level, x in enumerate(features)
    ]
    coarse = images[0]
    for level, fine in enumerate([*images[1:], image], 1):
        coarse = layers.UpSampling2D(name=f"g_image_{level - 1}_up")(coarse)
        fade_in = FadeIn(level, levels, name=f"g_fade_in_{level}")
        coarse = fade_in([coarse, fine])
    return coarse


def fade_in_features(features, image, halvings, of, normalisation, **options):
    """The discriminator's side: an entrance for the image at a lower resolution.

    The image is averaged down to the size of the features and becomes as many
    channels by a 1 × 1 convolution and a leaky ReLU. At first the network sees
    only that.

    Args:
        features: tensor, what the network made of the image.
        image: tensor `(n, height, width, c)`.
        halvings: int. How often it was halved to be as small as the features.
        of: int. How often the network halves it in all.
        normalisation: The discriminator's; `"spectral"` normalises the kernel.
        **options: Of the convolution.

    Returns:
        tensor of the shape of `features`.

    Raises:
        UserError: if the network halves the image only once.
    """
    levels = _levels(of)
    level = of - halvings
    name = f"d_image_{level}"
    pool = layers.AveragePooling2D(2**halvings, padding="same", name=f"{name}_pool")
    conv = parts.conv_layer(normalisation)
    coarse = conv(features.shape[-1], 1, name=name, **options)(pool(image))
    coarse = layers.LeakyReLU(0.2, name=f"{name}_leaky_relu")(coarse)
    fade_in = FadeIn(level + 1, levels, name=f"d_fade_in_{level + 1}")
    return fade_in([coarse, features])


def _levels(halvings):
    if halvings < 2:
        raise UserError(
            "Growing needs images that can be halved twice, at least 15 × 15 pixels; "
            f"these can be halved {halvings} times. Use larger images, or no growing."
        )
    return halvings + 1
