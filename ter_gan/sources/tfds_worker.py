"""Asks TensorFlow Datasets for something, in a process that can be ended.

Run as a script: `tfds_worker.py files|images|text|tables NAME FOLDER`. The last line on
stdout is JSON: `{"folder": …}`, or `{"mistake": …}` for people to mend.
TensorFlow Datasets retries for ever without a network, so it is never asked
to download in the main process.
"""

import contextlib
import json
import pathlib
import shutil
import sys
import threading

# What a sample of a kind of data is among the features, and its usual name; of a
# table it is all that are scalars, whatever their names.
FEATURES = {
    "images": ("Image", "image"),
    "text": ("Text", "text"),
    "tables": ("Scalar", None),
}


def key(features, kind):
    """The name of the one feature that a sample of a kind of data is.

    A row of a table is all of its `scalars`; the first one stands for them.

    Args:
        features: dict from str to `tfds.features.FeatureConnector`.
        kind: str, a key of `FEATURES`.

    Returns:
        str, or `None` if there is none, or none to prefer among several.
    """
    import tensorflow_datasets as tfds

    name, usual = FEATURES[kind]
    if usual is None:
        return next(iter(scalars(features)), None)
    connector = getattr(tfds.features, name)
    keys = [key for key, value in features.items() if isinstance(value, connector)]
    if usual in keys or len(keys) == 1:
        return usual if usual in keys else keys[0]
    return None


def scalars(features):
    """List of the names of the features of one number, class or text each."""
    return [key for key, value in features.items() if value.shape == ()]


def unsuitable(name, features, kind):
    """What to say of a dataset for which `key` is `None`."""
    usual = FEATURES[kind][1]
    return (
        f"tfds:{name} is no dataset of single {kind}: its features are "
        f"{', '.join(sorted(features))}. Choose one with a feature "
        f"{repr(usual) if usual else 'of one number, class or text'}."
    )


def files(name, folder):
    """Downloads the files of a dataset as they were published."""
    import tensorflow_datasets as tfds

    urls = tfds.builder(name, data_dir=folder).url_infos
    downloads = tfds.download.DownloadManager(
        download_dir=folder / "downloads", url_infos=urls
    )
    for url, path in downloads.download({url: url for url in urls}).items():
        shutil.move(path, folder / urls[url].filename)
    return {"folder": str(folder)}


@contextlib.contextmanager
def _signs_of_life(seconds=60):
    """Prints a dot per second for a while: an import shows no progress itself."""
    over = threading.Event()

    def dots():
        for _ in range(seconds):
            if over.wait(1.0):
                return
            print(".", flush=True)

    threading.Thread(target=dots, daemon=True).start()
    try:
        yield
    finally:
        over.set()


def prepare(kind, name, folder):
    """Downloads a dataset and writes it in the format of TensorFlow Datasets."""
    with _signs_of_life():
        import tensorflow  # noqa: F401  (slow, and needed below)
    import tensorflow_datasets as tfds

    builder = tfds.builder(name, data_dir=folder)
    features = builder.info.features
    if key(features, kind) is None:
        return {"mistake": unsuitable(name, features, kind)}
    builder.download_and_prepare(download_dir=folder / "downloads" / name)
    return {"folder": str(builder.data_path)}


def main(action, name, folder):
    folder = pathlib.Path(folder)
    answer = files(name, folder) if action == "files" else prepare(action, name, folder)
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
