import json
import subprocess
import sys
import types

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.datasets import load, tfds
from ter_gan.sources import tfds_download, tfds_worker
from ter_gan.sources.ways import Absent, Unavailable

SETS = """
import sys
import numpy as np
import tensorflow_datasets as tfds

rng = np.random.default_rng(0)
features = tfds.features
label = features.ClassLabel(names=["cat", "dog"])


def store(name, image, splits, make, **others):
    tfds.dataset_builders.store_as_tfds_dataset(
        name=name,
        version="1.0.0",
        features=features.FeaturesDict({"image": image, **others}),
        split_datasets={
            split: [(number, make(number, split)) for number in range(count)]
            for split, count in splits.items()
        },
        data_dir=sys.argv[1],
    )


def pixels(height, width, channels=3):
    return rng.integers(0, 256, (height, width, channels), np.uint8)


store(
    "usual",
    features.Image(shape=(8, 12, 1)),
    {"train": 20, "test": 5, "extra": 4},
    lambda number, split: {
        "image": pixels(8, 12, 1),
        "label": -1 if split == "extra" else number % 2,
    },
    label=label,
)
store(
    "odd",
    features.Image(shape=(None, None, 3)),
    {"trainA": 12, "trainB": 8},
    lambda number, split: {
        "image": pixels(70 + number, 80),
        "label": int(split == "trainB"),
    },
    label=label,
)
store(
    "numbers",
    features.Scalar(np.int32),
    {"train": 3},
    lambda number, split: {"image": number},
)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    pytest.importorskip("tensorflow_datasets")
    folder = tmp_path_factory.mktemp("tfds")
    command = [sys.executable, "-c", SETS, str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def sizes(dataset):
    return len(dataset.train), len(dataset.validation), len(dataset.test)


def test_keeps_the_splits_that_there_are(root, lines):
    dataset = load("tfds:usual", root, lines.append)
    assert dataset.name == "tfds:usual"
    assert sizes(dataset) == (18, 2, 5)
    assert dataset.shape == (8, 12, 1)
    assert dataset.class_names == ("cat", "dog")
    assert dataset.source.startswith("TensorFlow Datasets usual/1.0.0")
    assert lines == []
    images = np.concatenate([dataset.train.x, dataset.validation.x, dataset.test.x])
    assert len({image.tobytes() for image in images}) == 25
    assert dataset.train.y.dtype == np.int32
    assert dataset.content_hash == load("tfds:usual", root).content_hash


def test_joins_splits_of_other_names_and_resizes(root, lines):
    dataset = load("tfds:odd", root, lines.append)
    assert dataset.shape == (64, 64, 3)
    assert sizes(dataset) == (16, 2, 2)
    labels = [dataset.train.y, dataset.validation.y, dataset.test.y]
    assert np.bincount(np.concatenate(labels)).tolist() == [12, 8]
    assert lines == ["tfds:odd: 20 images cropped and resized to 64x64"]


def test_size_may_be_asked_for(root, lines):
    dataset = load("tfds:usual?size=6x4", root, lines.append)
    assert dataset.shape == (4, 6, 1)
    assert dataset.name == "tfds:usual?size=6x4"


def test_the_folder_of_tensorflow_datasets_is_looked_at(root, monkeypatch):
    monkeypatch.setenv("TFDS_DATA_DIR", str(root))
    assert sizes(load("tfds:usual")) == (18, 2, 5)


def test_samples_without_a_class_are_left_out(root, lines):
    builder = tfds_download.library().builder_from_directory(str(root / "usual/1.0.0"))
    notes = tfds.Notes()
    split = tfds._read_split(builder, "extra", "image", "label", (12, 8), notes)
    assert len(split) == 0
    assert notes.lines() == ["1 split without labels left out: extra"]


def test_data_without_images_are_a_mistake(root):
    with pytest.raises(UserError, match="tfds:numbers is no dataset of single images"):
        load("tfds:numbers", root)


def test_an_unknown_name_gets_the_nearest(lines):
    pytest.importorskip("tensorflow_datasets")
    with pytest.raises(UserError, match="no dataset 'mnits'. Did you mean .*mnist"):
        load("tfds:mnits", report=lines.append)
    assert lines == []


def test_when_nothing_works_the_error_says_what_was_tried(monkeypatch, lines, tmp_path):
    def unreachable(command, folders, size):
        raise Unavailable("no progress for 10 s")

    monkeypatch.setattr(tfds_download.watchdog, "run", unreachable)
    with pytest.raises(UserError, match="no progress for 10 s.*data_dir") as error:
        load("tfds:beans", tmp_path, lines.append)
    assert str(error.value).count("no prepared dataset in") == 3
    assert lines[0] == "tfds:beans: trying the TensorFlow Datasets download ..."


def touch(root, *folders):
    for folder in folders:
        (root / folder).mkdir(parents=True)
        (root / folder / "dataset_info.json").touch()


def test_the_newest_version_is_taken(tmp_path):
    touch(tmp_path, "a/1.9.0", "a/1.10.0", "a/incomplete.X_2.0.0")
    assert tfds_download.prepared("a", tmp_path) == str(tmp_path / "a/1.10.0")
    assert tfds_download.prepared("a:1.9.0", tmp_path) == str(tmp_path / "a/1.9.0")
    with pytest.raises(Absent):
        tfds_download.prepared("a:3.0.0", tmp_path)


def test_one_of_several_configurations_must_be_named(tmp_path):
    touch(tmp_path, "a/x/1.0.0", "a/y/1.0.0", "b/z/1.0.0")
    with pytest.raises(UserError, match="x, y; ask for tfds:a/x"):
        tfds_download.prepared("a", tmp_path)
    assert tfds_download.prepared("a/y", tmp_path) == str(tmp_path / "a/y/1.0.0")
    assert tfds_download.prepared("b", tmp_path) == str(tmp_path / "b/z/1.0.0")


def test_image_key():
    features = pytest.importorskip("tensorflow_datasets").features
    image, text = features.Image(), features.Text()
    assert tfds_worker.key({"image": image, "mask": image}, "images") == "image"
    assert tfds_worker.key({"photo": image, "text": text}, "images") == "photo"
    assert tfds_worker.key({"left": image, "right": image}, "images") is None
    assert tfds_worker.key({"image": text}, "images") is None


def test_the_worker_asks_for_the_official_files(tmp_path, monkeypatch, capsys):
    library = pytest.importorskip("tensorflow_datasets")
    asked = {}

    class Downloads:
        def __init__(self, download_dir, url_infos):
            asked.update(url_infos)

        def download(self, urls):
            paths = {url: tmp_path / f"{number}.tmp" for number, url in enumerate(urls)}
            for url, path in paths.items():
                path.write_text(url)
            return paths

    monkeypatch.setattr(library.download, "DownloadManager", Downloads)
    (tmp_path / "out").mkdir()
    tfds_worker.main("files", "mnist", tmp_path / "out")
    assert capsys.readouterr().out == f'{{"folder": "{tmp_path / "out"}"}}\n'
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        f"{part}-{kind}-ubyte.gz"
        for part in ("train", "t10k")
        for kind in ("images-idx3", "labels-idx1")
    }
    assert len(asked) == 4


class FakeBuilder:
    def __init__(self, features, folder):
        self.info = types.SimpleNamespace(features=features)
        self.data_path = folder / "name" / "1.0.0"
        self.downloads = []

    def download_and_prepare(self, download_dir):
        self.downloads.append(download_dir)


def prepare(monkeypatch, capsys, features, folder):
    library = pytest.importorskip("tensorflow_datasets")
    builder = FakeBuilder(features(library.features), folder)
    monkeypatch.setattr(library, "builder", lambda name, data_dir: builder)
    tfds_worker.main("images", "name", folder)
    return builder, json.loads(capsys.readouterr().out.splitlines()[-1])


def test_the_worker_prepares_images(monkeypatch, capsys, tmp_path):
    builder, answer = prepare(
        monkeypatch, capsys, lambda features: {"image": features.Image()}, tmp_path
    )
    assert answer == {"folder": str(tmp_path / "name" / "1.0.0")}
    assert builder.downloads == [tmp_path / "downloads" / "name"]


def test_the_worker_downloads_nothing_without_images(monkeypatch, capsys, tmp_path):
    builder, answer = prepare(
        monkeypatch, capsys, lambda features: {"text": features.Text()}, tmp_path
    )
    assert "its features are text" in answer["mistake"]
    assert builder.downloads == []


def test_what_was_downloaded_is_removed_in_the_end(monkeypatch, tmp_path):
    def run(command, folders, size):
        (tmp_path / "downloads" / "beans" / "part").mkdir(parents=True)
        raise Unavailable("no progress")

    monkeypatch.setattr(tfds_download.watchdog, "run", run)
    with pytest.raises(Unavailable):
        tfds_download._prepare("images", "beans", tmp_path)
    assert list((tmp_path / "downloads").iterdir()) == []
