"""Where a network's word embeddings start from."""

from ter_gan.errors import UserError, unknown
from ter_gan.text.embeddings import glove, ppmi_svd

STARTS = ("random", "ppmi", "glove", "glove:PATH")


def check(start):
    """Raises `UserError` for an unknown start."""
    if start not in STARTS and start.partition(":")[0] != "glove":
        raise unknown("start of word embeddings", start, STARTS)


def table(start, dataset, dim, seed=0):
    """The word vectors that a network starts from.

    Args:
        start: str. `"random"`: the network's own; `"ppmi"`: from the counts of the
            training sequences; `"glove"` or `"glove:PATH"`: GloVe's.
        dataset: `ter_gan.text.datasets.TextDataset`.
        dim: int. Numbers of a vector.
        seed: int.

    Returns:
        float32 `(size, dim)`, or `None` for `"random"`.

    Raises:
        UserError: for an unknown start, or vectors of another size.
    """
    check(start)
    if start == "random":
        return None
    if start == "ppmi":
        return ppmi_svd(dataset.train.x, len(dataset.vocabulary), dim, seed=seed)
    path = start.partition(":")[2]
    vectors, _ = glove.load(dataset.vocabulary, path or None, seed=seed)
    if vectors.shape[1] != dim:
        raise UserError(
            f"The vectors of --embeddings {start} have {vectors.shape[1]} numbers, the "
            f"network's {dim}; use --embedding-dim {vectors.shape[1]}, "
            f"or --width {vectors.shape[1]} for a transformer."
        )
    return vectors
