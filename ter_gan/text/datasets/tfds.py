"""`tfds:NAME`: the text datasets of TensorFlow Datasets."""

from ter_gan.errors import UserError
from ter_gan.sources import tfds_download, tfds_worker
from ter_gan.text.datasets import assemble


def load(name, data_dir, options, report):
    """A text dataset of TensorFlow Datasets; a sample is one text, on one line.

    Splits named train, validation and test are taken as they are; what is
    missing is cut off from train. Where no split is named train, all splits
    are joined and cut.

    Args:
        name: str. `NAME`, `NAME/CONFIG`, `NAME:VERSION` or
            `NAME/CONFIG:VERSION`.
        data_dir: str or path. Holds the dataset as TensorFlow Datasets has
            prepared it, in a folder `NAME`; `None` means `$TER_GAN_DATA`.
        options: `assemble.Options`.
        report: callable. Takes one line of text for people.

    Returns:
        `assemble.TextDataset`.

    Raises:
        UserError: for an unknown name, a dataset without texts, or when it can
            be neither found nor downloaded.
    """
    builder, about = tfds_download.opened("text", name, data_dir, report)
    features = builder.info.features
    key = tfds_worker.key(features, "text")
    if key is None:
        raise UserError(tfds_worker.unsuitable(name, features, "text"))
    parts = {p: _read(builder, p, key) for p in tfds_download.parts_of(builder)}
    if "train" not in parts:
        parts = {"train": [line for texts in parts.values() for line in texts]}
    return assemble.from_lines(
        f"tfds:{name}", assemble.cut(parts), options, report, **about
    )


def _read(builder, part, key):
    """The texts of a split that are not blank, white space made one blank."""
    examples = builder.as_dataset(split=part).as_numpy_iterator()
    texts = (" ".join(_decoded(example[key]).split()) for example in examples)
    return [text for text in texts if text]


def _decoded(text):
    return text.decode("utf-8", errors="replace")
