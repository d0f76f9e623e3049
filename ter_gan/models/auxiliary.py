"""What a discriminator is asked besides "real or generated?".

A discriminator with a second output answers a question about each sample. Both
players are glad when the answer is right: the generator makes samples that show
what they were asked to be.
"""

from keras import losses, ops


class ClassOf:
    """Which class? Asked of real and of generated samples.

    ACGAN (Odena et al. 2017, https://arxiv.org/abs/1610.09585): the mean cross
    entropy of the class logits `(n, classes)`, for each of both kinds. Guessing
    costs `ln classes`.
    """

    def of_real(self, answer, labels):
        return self.of_fake(answer, labels, None)

    def of_fake(self, answer, labels, latents):
        return ops.mean(
            losses.sparse_categorical_crossentropy(labels, answer, from_logits=True)
        )


class CodesOf:
    """Which latent codes? Asked of generated samples: real ones have none.

    InfoGAN (Chen et al. 2016, https://arxiv.org/abs/1606.03657): a lower bound of
    the mutual information of codes and samples. The answer `(n, categories +
    codes)` holds logits of the category, whose cross entropy is taken, and means
    of the continuous codes, whose half squared error is (a Gaussian of variance
    1). Guessing costs `ln categories + codes / 6`.

    Args:
        latents: `ter_gan.models.noise.Latents` with categories or codes.
    """

    def __init__(self, latents):
        self.latents = latents

    def of_real(self, answer, labels):
        return 0.0

    def of_fake(self, answer, labels, latents):
        category, codes = self.latents.codes_of(latents)
        logits, means = self.latents.codes_of(answer)
        error = ops.mean(ops.sum((codes - means) ** 2, axis=-1)) / 2
        if not self.latents.categories:
            return error
        cross_entropy = losses.categorical_crossentropy(
            category, logits, from_logits=True
        )
        return error + ops.mean(cross_entropy)
