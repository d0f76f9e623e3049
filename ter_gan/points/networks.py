"""Generators and discriminators of points, by name."""

from ter_gan.errors import UserError
from ter_gan.models import parts
from ter_gan.models.mlp import mlp_discriminator, mlp_generator


def generator(shape, latent_dim, width=128, layers=2, **options):
    """`layers` hidden layers of `width` ReLUs; the output has no bounds."""
    hidden = (width,) * layers
    return mlp_generator(
        shape, latent_dim, hidden, output_activation="linear", **options
    )


def discriminator(shape, width=128, layers=2, **options):
    """`layers` hidden layers of `width` units."""
    return mlp_discriminator(shape, (width,) * layers, **options)


NETWORKS = {"mlp": (generator, discriminator)}


def build(network, shape, latent_dim, *, discriminators=1, **options):
    """Builds a generator and a discriminator of points.

    Two hidden layers of 128 units each, as in VEEGAN's and PacGAN's
    experiments; nothing is normalised unless asked for.

    Args:
        network: str, a name in `NETWORKS`.
        shape: `(d,)`, the shape of one point.
        latent_dim: int. Number of latents.
        discriminators: int. How many judge each point.
        **options: `width` (units of a hidden layer), `layers` (hidden ones) and
            `classes` of both players; `generator_width`, `generator_layers`,
            `generator_normalisation`, `discriminator_width`,
            `discriminator_layers`; for the discriminator also what
            `ter_gan.models.mlp.mlp_discriminator` takes.

    Returns:
        (generator, discriminator): two `keras.Model`s.

    Raises:
        UserError: for an unknown name or an impossible value.
    """
    check(network, latent_dim=latent_dim, discriminators=discriminators, **options)
    if len(shape) != 1:
        raise UserError(f"Points have shape (d,); received {tuple(shape)}.")
    make_generator, make_discriminator = NETWORKS[network]
    of_generator, of_discriminator = parts.per_player(options)
    generator = make_generator(shape, latent_dim, **of_generator)
    return generator, parts.several(
        lambda: make_discriminator(shape, **of_discriminator), discriminators
    )


def check(network, **options):
    """Refuses what no points could have: see `build`."""
    parts.check_option("network", network, NETWORKS)
    parts.check_options(**options)
    parts.check_has(network, options, parts.CONVOLUTIONAL)
