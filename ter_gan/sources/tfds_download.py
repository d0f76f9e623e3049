"""Gets datasets with TensorFlow Datasets, which must not hang the program."""

import difflib
import functools
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

from ter_gan.errors import UserError
from ter_gan.sources import places, tfds_worker, watchdog
from ter_gan.sources.ways import Absent, Way, first_that_works

PARTS = ("train", "validation", "test")
ADVICE = (
    "To supply it yourself, prepare it with tensorflow_datasets where there is a "
    "network, and give --data-dir, or set TER_GAN_DATA, to the folder that was its "
    "data_dir."
)


def library():
    """The module `tensorflow_datasets`; a `UserError` if it is not installed."""
    try:
        import tensorflow_datasets
    except ImportError as error:
        raise UserError(
            f"tfds:NAME needs more packages ({error}); "
            f"pip install tensorflow-datasets importlib_resources."
        ) from error
    return tensorflow_datasets


def opened(kind, name, data_dir, report):
    """A dataset, found or downloaded.

    Args:
        kind: str, a key of `tfds_worker.FEATURES`.
        name: str. As for `ter_gan.images.datasets.tfds.load`.
        data_dir: str, path or `None`. Likewise.
        report: callable. Takes one line of text for people.

    Returns:
        (builder, about): TensorFlow Datasets' builder, and a dict of its `source` and
        `licence`.

    Raises:
        UserError: for an unknown name, or when it can be neither found nor downloaded.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    wanted = ways(kind, name, data_dir)
    folder, way = first_that_works(f"tfds:{name}", wanted, ADVICE, report)
    builder = library().builder_from_directory(folder)
    licence = " ".join(builder.info.redistribution_info.license.split())
    return builder, {
        "source": f"TensorFlow Datasets {builder.info.full_name}, {way.name}",
        "licence": licence or "not stated",
    }


def parts_of(builder):
    """The names of the splits to read: the usual ones if there is a train, else all."""
    names = builder.info.splits
    usual = [name for name in PARTS if name in names]
    return usual if "train" in usual else sorted(names)


def published(name, read, size):
    """Downloads the files of a dataset as they were published, and reads them.

    Args:
        name: str. Of the dataset in TensorFlow Datasets.
        read: callable. Takes the `pathlib.Path` of the folder with the files.
        size: int. Bytes to download, about.

    Returns:
        What `read` returns.

    Raises:
        Unavailable: if the download fails or stops to make progress.
    """
    with tempfile.TemporaryDirectory() as folder:
        _ask("files", name, pathlib.Path(folder), size)
        return read(pathlib.Path(folder))


def _ask(action, name, folder, size=None):
    """Runs the worker in a process that is ended if it makes no progress."""
    command = [sys.executable, "-P", tfds_worker.__file__, action, name, str(folder)]
    answer = json.loads(watchdog.run(command, [folder], size).splitlines()[-1])
    if "mistake" in answer:
        raise UserError(answer["mistake"])
    return answer["folder"]


def ways(kind, name, data_dir=None):
    """The ways to a prepared dataset, in the order to try them.

    Args:
        kind: str, a key of `tfds_worker.FEATURES`.
        name: str. As for `ter_gan.images.datasets.tfds.load`.
        data_dir: str, path or `None`. Likewise.

    Yields:
        `Way`s that give a folder.
    """
    default = os.environ.get("TFDS_DATA_DIR") or "~/tensorflow_datasets"
    own = places.cache() / "tensorflow_datasets"
    chosen = places.data_directory(data_dir)
    for root in filter(None, (chosen, pathlib.Path(default).expanduser(), own)):
        yield Way(f"prepared in {root}", functools.partial(prepared, name, root))
    _check_known(name)
    prepare = functools.partial(_prepare, kind, name, own)
    yield Way("the TensorFlow Datasets download", prepare, slow=True)


def _prepare(kind, name, root):
    try:
        return _ask(kind, name, root)
    finally:
        shutil.rmtree(root / "downloads" / name, ignore_errors=True)


def _check_known(name):
    base = re.split("[/:]", name)[0]
    known = library().list_builders(with_community_datasets=False)
    if base not in known:
        nearest = difflib.get_close_matches(base, known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(nearest)}? " if nearest else ""
        raise UserError(
            f"TensorFlow Datasets has no dataset {base!r}. {hint}"
            f"All names: https://www.tensorflow.org/datasets/catalog."
        )


def prepared(name, root):
    """The folder in which a dataset lies prepared.

    Args:
        name: str. As for `load`.
        root: `pathlib.Path`. What was the `data_dir` when it was prepared.

    Returns:
        str. The folder of its newest version.

    Raises:
        Absent: if there is none.
        UserError: if there are several configurations and none is named.
    """
    base = root / name.replace(":", "/")
    found = [path.parent for path in base.rglob("dataset_info.json")]
    found = [folder for folder in found if "incomplete" not in folder.name]
    if not found:
        raise Absent(f"no prepared dataset in {base}")
    if len({folder.parent for folder in found}) > 1:
        configs = sorted({str(folder.parent.relative_to(base)) for folder in found})
        raise UserError(
            f"tfds:{name} has several configurations in {root}: "
            f"{', '.join(configs)}; ask for tfds:{name}/{configs[0]}."
        )
    return str(max(found, key=_version))


def _version(folder):
    return [int(part) for part in folder.name.split(".") if part.isdigit()]
