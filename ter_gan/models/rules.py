"""The rules that the two players of a GAN play by."""

import dataclasses

from ter_gan import augment, losses, penalties
from ter_gan.errors import UserError
from ter_gan.models.lens import ADAPTIVE


@dataclasses.dataclass(frozen=True)
class Rules:
    """What `ter_gan.models.gan.GAN` takes besides its networks.

    Args:
        loss: str, a name in `ter_gan.losses.LOSSES`.
        penalty: str, names in `ter_gan.penalties.PENALTIES` joined by `+`,
            or `None`.
        penalty_weight: float. Defaults to the penalty's paper.
        critic_steps: int. Discriminator updates per generator update; each
            sees real samples of its own.
        weight_clip: float. Discriminator weights are clipped to ± this after
            each update (Arjovsky et al. 2017). `None`: no clipping.
        label_smoothing: float. One-sided (Salimans et al. 2016).
        instance_noise: float. Standard deviation of the Gaussian noise on
            what the discriminator sees (Sønderby et al. 2017), fading
            linearly to 0 over `instance_noise_steps` discriminator steps.
        instance_noise_steps: int. 0: the noise stays.
        pack: int. Samples that the discriminator judges together (PacGAN,
            Lin et al. 2018).
        augmentation: str. What the discriminator is shown instead of the samples
            themselves; see `ter_gan.models.lens.Lens`. `None`: nothing.
        ada_images: int. How fast `"ada"` adapts.
        growing_steps: int. Generator steps during which networks built with
            `growing` reach their full resolution (Karras et al. 2018).
        unrolled_steps: int. The generator foresees so many gradient steps of
            the discriminator, and answers where they lead (unrolled GAN, Metz
            et al. 2017; plain steps of size `unrolled_rate` down the loss here,
            without penalty and second answer; Adam there).
        unrolled_rate: float. Learning rate of those foreseen steps.
        average: float in [0, 1). Decay of the exponential moving average of
            the generator, batch-norm statistics included; 0: no average.
        latent: `"normal"` or `"uniform"`.
        categories: int. Size of the one-hot category that latents begin with.
        codes: int. Number of continuous codes after it.
        auxiliary_weight: float. Of the discriminator's second answer.
        classes: int. Number of classes that both networks take labels of; 0
            for an unconditional model.

    Raises:
        UserError: for an unknown name, or rules that contradict each other.
    """

    loss: str = "non-saturating"
    penalty: str | None = None
    penalty_weight: float | None = None
    critic_steps: int = 1
    weight_clip: float | None = None
    label_smoothing: float = 0.0
    instance_noise: float = 0.0
    instance_noise_steps: int = 0
    pack: int = 1
    augmentation: str | None = None
    ada_images: int = 500_000
    growing_steps: int = 0
    unrolled_steps: int = 0
    unrolled_rate: float = 0.1
    average: float = 0.0
    latent: str = "normal"
    categories: int = 0
    codes: int = 0
    auxiliary_weight: float = 1.0
    classes: int = 0

    def __post_init__(self):
        losses.get(self.loss, self.label_smoothing)
        if self.penalty:
            penalties.get(self.penalty)
        if self.augmentation not in (None, ADAPTIVE):
            augment.get(self.augmentation)
        if self.pack > 1 and (self.classes or self.categories or self.codes):
            raise UserError(
                "--pack cannot be combined with class labels or latent codes: a pack "
                "would mix them. Use --pack 1, or a model without."
            )
        if self.weight_clip and self.penalty:
            raise UserError(
                "--weight-clip and --penalty both bound the discriminator's slope; "
                "keep one of them."
            )
