"""What the loss says: on training data, and on data that was not trained on."""

import numpy as np


def held_out(gan, dataset, split, n, seed):
    """Losses and discriminator statistics on one split, in inference mode.

    Args:
        gan: `ter_gan.models.gan.GAN`.
        dataset: `ter_gan.data.Dataset`.
        split: `"train"`, `"validation"` or `"test"`.
        n: int. How many real samples at most; as many are generated.
        seed: int. Of the latents.

    Returns:
        dict: `n`, `d_loss`, `g_loss`, `d_real`, `d_fake` and `d_auc`, each
        with the meaning that it has in `metrics.csv`; without penalties.
    """
    from keras import ops

    part = getattr(dataset, split)
    n = min(n, len(part)) // gan.pack * gan.pack
    part = part[:n]
    labels = part.y if gan.classes else None
    real = gan.logits(dataset.to_model(part.x), labels)
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


def auc(real, fake):
    """Probability that a real logit exceeds a generated one, ties counting half."""
    fake = np.sort(np.ravel(fake))
    below = np.searchsorted(fake, np.ravel(real), "left")
    up_to = np.searchsorted(fake, np.ravel(real), "right")
    return float((below + up_to).mean() / 2 / len(fake))
