"""Generators and discriminators of points, by name."""

from ter_gan.errors import UserError
from ter_gan.models import parts
from ter_gan.models.mlp import mlp_discriminator, mlp_generator

NETWORKS = {"mlp": (mlp_generator, mlp_discriminator)}
LAYERS = 2  # hidden ones
UNBOUNDED = {"output_activation": "linear"}


def build(
    network,
    shape,
    latent_dim,
    *,
    width=128,
    classes=0,
    generator_normalisation=None,
    **discriminator_options,
):
    """Builds a generator and a discriminator of points.

    Two hidden layers each, as in VEEGAN's and PacGAN's experiments; nothing is
    normalised unless asked for, and the generator's output has no bounds.

    Args:
        network: str, a name in `NETWORKS`.
        shape: `(d,)`, the shape of one point.
        latent_dim: int. Number of latents.
        width: int. Units of each hidden layer.
        classes: int. Number of classes both take labels of; 0 for none.
        generator_normalisation: `"none"`, `"batch"` or `"layer"`.
        **discriminator_options: See `ter_gan.models.mlp.mlp_discriminator`.

    Returns:
        (generator, discriminator): two `keras.Model`s.

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
    _check_points(shape)
    make_generator, make_discriminator = NETWORKS[network]
    common = {"hidden": (width,) * LAYERS, "classes": classes}
    own = parts.given(normalisation=generator_normalisation, **UNBOUNDED)
    discriminator_options = parts.given(**discriminator_options)
    generator = make_generator(shape, latent_dim, **common, **own)
    return generator, make_discriminator(shape, **common, **discriminator_options)


def _check_points(shape):
    if len(shape) != 1:
        raise UserError(f"Points have shape (d,); received {tuple(shape)}.")
