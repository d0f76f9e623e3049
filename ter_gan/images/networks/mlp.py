"""The first GAN's networks for images (Goodfellow et al. 2014)."""

from ter_gan.models import mlp


def mlp_generator(shape, latent_dim, width=1200, classes=0, normalisation="none"):
    """Two hidden layers of `width` ReLUs, tanh images.

    1200 is the paper's number for MNIST. Arguments and return value are those
    of `ter_gan.models.mlp.mlp_generator`.
    """
    return mlp.mlp_generator(
        shape, latent_dim, (width, width), classes, normalisation=normalisation
    )


def mlp_discriminator(shape, width=1200, classes=0, **options):
    """Two hidden layers of `width` leaky ReLUs.

    The paper has 240 maxout units of 5 pieces: the same 1200 linear maps.
    Arguments and return value are those of
    `ter_gan.models.mlp.mlp_discriminator`.
    """
    return mlp.mlp_discriminator(shape, (width, width), classes, **options)
