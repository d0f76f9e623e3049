"""The first GAN's networks for images (Goodfellow et al. 2014)."""

from ter_gan.models import mlp


def mlp_generator(shape, latent_dim, width=1200, layers=2, **options):
    """`layers` hidden layers of `width` ReLUs, tanh images.

    1200 is the paper's number for MNIST. Other arguments and the return value
    are those of `ter_gan.models.mlp.mlp_generator`.
    """
    return mlp.mlp_generator(shape, latent_dim, (width,) * layers, **options)


def mlp_discriminator(shape, width=1200, layers=2, **options):
    """`layers` hidden layers of `width` leaky ReLUs.

    The paper has 240 maxout units of 5 pieces: the same 1200 linear maps.
    Other arguments and the return value are those of
    `ter_gan.models.mlp.mlp_discriminator`.
    """
    return mlp.mlp_discriminator(shape, (width,) * layers, **options)
