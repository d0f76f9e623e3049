"""Generators and discriminators of images, by name.

```python
generator, discriminator = build("dcgan", (28, 28, 1), latent_dim=64)
```
"""

from ter_gan.errors import UserError
from ter_gan.images.networks.dcgan import dcgan_discriminator, dcgan_generator
from ter_gan.images.networks.mlp import mlp_discriminator, mlp_generator
from ter_gan.images.networks.resnet import resnet_discriminator, resnet_generator
from ter_gan.images.networks.sampling import UPSAMPLINGS
from ter_gan.models import parts

NETWORKS = {
    "mlp": (mlp_generator, mlp_discriminator),
    "dcgan": (dcgan_generator, dcgan_discriminator),
    "resnet": (resnet_generator, resnet_discriminator),
}


def build(
    network,
    shape,
    latent_dim,
    *,
    width=None,
    classes=0,
    generator_normalisation=None,
    upsampling=None,
    hidden=None,
    **discriminator_options,
):
    """Builds a generator and a discriminator of images.

    Args:
        network: str, a name in `NETWORKS`, whose functions explain the options.
        shape: `(height, width, channels)` of one image.
        latent_dim: int. Number of latents.
        width, classes: int. Of both; `None` is the network's default.
        generator_normalisation: `"none"`, `"batch"` or `"layer"`.
        upsampling: `"subpixel"`, `"transpose"` or `"nearest"`.
        hidden: int. Units of dense layers at the ends of a dcgan.
        **discriminator_options: `normalisation`, `conditioning`, `pack`,
            `minibatch_stddev`, `dropout`.

    Returns:
        (generator, discriminator): `keras.Model`s.

    Raises:
        UserError: for an unknown name or an impossible value.
    """
    parts.check_option("network", network, NETWORKS)
    parts.check_options(
        latent_dim=latent_dim,
        width=width,
        classes=classes,
        generator_normalisation=generator_normalisation,
        **discriminator_options,
    )
    _check_images(network, shape, upsampling)
    make_generator, make_discriminator = NETWORKS[network]
    common = parts.given(width=width, classes=classes, hidden=hidden)
    own = parts.given(normalisation=generator_normalisation, upsampling=upsampling)
    discriminator_options = parts.given(**discriminator_options)
    generator = make_generator(shape, latent_dim, **common, **own)
    return generator, make_discriminator(shape, **common, **discriminator_options)


def _check_images(network, shape, upsampling):
    if len(shape) != 3:
        raise UserError(
            f"Images have shape (height, width, channels); received {tuple(shape)}."
        )
    if upsampling is not None and network == "mlp":
        raise UserError("An mlp has no upsampling: leave that option out.")
    if upsampling is not None:
        parts.check_option("upsampling", upsampling, UPSAMPLINGS)
