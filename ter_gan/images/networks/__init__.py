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

MISSING = {"mlp": parts.CONVOLUTIONAL, "resnet": ("downsampling",)}


def build(network, shape, latent_dim, *, discriminators=1, **options):
    """Builds a generator and a discriminator of images.

    Args:
        network: str, a name in `NETWORKS`, whose functions explain the options.
        shape: `(height, width, channels)` of one image.
        latent_dim: int. Number of latents.
        discriminators: int. How many judge each image.
        **options: `width` and `classes` of both players, `layers` of both of
            an mlp, `hidden` of both of a dcgan; `generator_width`,
            `generator_layers`, `generator_normalisation`, `upsampling`;
            `discriminator_width`, `discriminator_layers`, `normalisation`,
            `conditioning`, `auxiliary`, `pack`, `minibatch_stddev`, `dropout`,
            `activation` (mlp), `downsampling` (dcgan); `attention` and `growing`
            of both players (dcgan, resnet). `None` is the network's default.

    Returns:
        (generator, discriminator): `keras.Model`s.

    Raises:
        UserError: for an unknown name or an impossible value.
    """
    check(network, latent_dim=latent_dim, discriminators=discriminators, **options)
    if len(shape) != 3:
        raise UserError(
            f"Images have shape (height, width, channels); received {tuple(shape)}."
        )
    make_generator, make_discriminator = NETWORKS[network]
    of_generator, of_discriminator = parts.per_player(options)
    generator = make_generator(shape, latent_dim, **of_generator)
    return generator, parts.several(
        lambda: make_discriminator(shape, **of_discriminator), discriminators
    )


def check(network, **options):
    """Refuses what no images could have: see `build`."""
    parts.check_option("network", network, NETWORKS)
    parts.check_options(**options)
    parts.check_has(network, options, MISSING.get(network, ()))
    if "upsampling" in parts.given(**options):
        parts.check_option("upsampling", options["upsampling"], UPSAMPLINGS)
