"""Asks TensorFlow Datasets for something, in a process that can be ended.

Run as a script: `tfds_worker.py files|prepare NAME FOLDER`. The last line on
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


def image_key(features):
    """The name of the images among the features of a dataset.

    Args:
        features: dict from str to `tfds.features.FeatureConnector`.

    Returns:
        str, or `None` if there is no image, or none to prefer among several.
    """
    import tensorflow_datasets as tfds

    kind = tfds.features.Image
    keys = [key for key, value in features.items() if isinstance(value, kind)]
    if "image" in keys or len(keys) == 1:
        return "image" if "image" in keys else keys[0]
    return None


def not_images(name, features):
    """What to say of a dataset for which `image_key` is `None`."""
    return (
        f"tfds:{name} is no dataset of single images: its features are "
        f"{', '.join(sorted(features))}. Choose one with a feature 'image'."
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


def prepare(name, folder):
    """Downloads a dataset and writes it in the format of TensorFlow Datasets."""
    with _signs_of_life():
        import tensorflow  # noqa: F401  (slow, and needed below)
    import tensorflow_datasets as tfds

    builder = tfds.builder(name, data_dir=folder)
    if image_key(builder.info.features) is None:
        return {"mistake": not_images(name, builder.info.features)}
    builder.download_and_prepare(download_dir=folder / "downloads" / name)
    return {"folder": str(builder.data_path)}


def main(action, name, folder):
    answer = {"files": files, "prepare": prepare}[action](name, pathlib.Path(folder))
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
