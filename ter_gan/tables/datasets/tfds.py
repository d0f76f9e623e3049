"""`tfds:NAME`: the tables of TensorFlow Datasets."""

import pandas as pd

from ter_gan.errors import UserError
from ter_gan.sources import tfds_download, tfds_worker


def load(name, data_dir, report):
    """A dataset of TensorFlow Datasets; its scalar features are the columns.

    Splits named train, validation and test are taken as they are. Where no split
    is named train, all splits are joined. Classes become their names, and are
    missing where TensorFlow Datasets has -1.

    Args:
        name: str. `NAME`, `NAME/CONFIG`, `NAME:VERSION` or
            `NAME/CONFIG:VERSION`.
        data_dir: str or path. Holds the dataset as TensorFlow Datasets has
            prepared it, in a folder `NAME`; `None` means `$TER_GAN_DATA`.
        report: callable. Takes one line of text for people.

    Returns:
        `(frames, about)`, as `published.load`.

    Raises:
        UserError: for an unknown name, a dataset without scalars, or when it can
            be neither found nor downloaded.
    """
    builder, about = tfds_download.opened("tables", name, data_dir, report)
    features = builder.info.features
    keys = tfds_worker.scalars(features)
    if not keys:
        raise UserError(tfds_worker.unsuitable(name, features, "tables"))
    frames = {p: _read(builder, p, keys) for p in tfds_download.parts_of(builder)}
    if "train" not in frames:
        frames = {"train": pd.concat(frames.values(), ignore_index=True)}
    return frames, about


def _read(builder, part, keys):
    examples = list(builder.as_dataset(split=part).as_numpy_iterator())
    features = builder.info.features
    return pd.DataFrame(
        {key: _column([e[key] for e in examples], features[key]) for key in keys}
    )


def _column(values, feature):
    if names := getattr(feature, "names", None):
        return [names[value] if value >= 0 else None for value in values]
    if values and isinstance(values[0], bytes):
        return [value.decode("utf-8", errors="replace") for value in values]
    return values
