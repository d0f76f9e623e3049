"""What the loss says: on training data, and on data that was not trained on."""

import dataclasses

import numpy as np

from ter_gan.errors import UserError
from ter_gan.evaluation import samples

SPLITS = ("train", "validation", "test")
MOST = 5000  # samples per split whose losses are computed


@dataclasses.dataclass(frozen=True)
class Chapter:
    """How the page speaks of these numbers.

    Args:
        title: str.
        words: str. What they are, and how to read them.
    """

    title: str
    words: str


ADVERSARIAL = Chapter(
    "Losses on held-out data",
    "Losses and discriminator statistics in inference mode. A discriminator that is "
    "surer of training samples than of test samples has begun to learn them by heart.",
)


def held_out(gan, dataset, split, n, seed):
    """Losses and discriminator statistics on one split, in inference mode.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset`.
        split: `"train"`, `"validation"` or `"test"`.
        n: int. How many real samples at most, drawn from the whole split; as many
            are generated.
        seed: int. Of the draw and of the latents.

    Returns:
        dict: `n`, `d_loss`, `g_loss`, `d_real`, `d_fake` and `d_auc`, each
        with the meaning that it has in `metrics.csv`; without penalties.

    Raises:
        UserError: if the split has no sample, or fewer than are judged together.
    """
    from keras import ops

    part = samples.real(dataset, split, n, seed)
    n = len(part) // gan.pack * gan.pack
    if not n:
        raise UserError(
            f"The discriminator judges {gan.pack} samples together; the {split} split "
            f"of {dataset.name} has {len(part)}."
        )
    labels = part.labels[:n] if gan.classes else None
    real = gan.logits(dataset.to_model(part.samples[:n]), labels)
    fake = gan.logits(gan.generate(n, labels, seed), labels)
    d_loss, g_loss = gan.loss_fn(
        ops.convert_to_tensor(real), ops.convert_to_tensor(fake)
    )
    return {
        "n": n,
        "d_loss": float(d_loss),
        "g_loss": float(g_loss),
        "d_real": float(ops.mean(gan.loss_fn.score(real))),
        "d_fake": float(ops.mean(gan.loss_fn.score(fake))),
        "d_auc": auc(real, fake),
    }


def auc(higher, lower):
    """P(a draw of `higher` > a draw of `lower`), ties counting half.

    Args:
        higher: float array of n numbers, e.g. the logits of real samples.
        lower: float array of m numbers.
    """
    lower = np.sort(np.ravel(lower))
    below = np.searchsorted(lower, np.ravel(higher), "left")
    up_to = np.searchsorted(lower, np.ravel(higher), "right")
    return float((below + up_to).mean() / 2 / len(lower))
