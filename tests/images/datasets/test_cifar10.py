import io
import pickle
import struct
import tarfile

import numpy as np
import pytest
from PIL import Image

from ter_gan.images.datasets import cifar10
from ter_gan.sources.ways import Absent, Unavailable

NAMES = [
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
]
RNG = np.random.default_rng(0)
IMAGES = RNG.integers(0, 256, (60, 32, 32, 3), np.uint8)
LABELS = np.arange(60) % 10


class Python2Pickler(pickle._Pickler):
    """Writes bytes as Python 2 did, which wrote the official files."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, value):
        self.write(pickle.BINSTRING + struct.pack("<i", len(value)) + value)
        self.memoize(value)

    dispatch[bytes] = save_bytes


def python2(value):
    stream = io.BytesIO()
    Python2Pickler(stream, 2).dump(value)
    content = stream.getvalue()
    return content.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")


def planes(which):
    return np.ascontiguousarray(IMAGES[which].transpose(0, 3, 1, 2)).reshape(-1, 3072)


def batches():
    for number in range(5):
        yield f"data_batch_{number + 1}", slice(10 * number, 10 * number + 10)
    yield "test_batch", slice(50, 60)


def python_files():
    for name, which in batches():
        batch = {b"data": planes(which), b"labels": LABELS[which].tolist()}
        yield name, python2(batch)


def binary_files():
    for name, which in batches():
        records = np.column_stack([LABELS[which].astype(np.uint8), planes(which)])
        yield f"{name}.bin", records.tobytes()


def sheet_files():
    """Sorted by class; two sheets for each class of the training images."""
    for label, name in enumerate(NAMES):
        train = np.flatnonzero(LABELS[:50] == label)
        yield f"train_{label}_{name}_0.webp", sheet(IMAGES[train[:4]])
        yield f"train_{label}_{name}_1.webp", sheet(IMAGES[train[4:]])
        yield f"test_{label}_{name}_0.webp", sheet(IMAGES[50 + label : 51 + label])


def sheet(images):
    columns = 2 if len(images) > 1 else 1
    rows = [np.hstack(images[i : i + columns]) for i in range(0, len(images), columns)]
    stream = io.BytesIO()
    Image.fromarray(np.vstack(rows)).save(stream, "WEBP", lossless=True, exact=True)
    return stream.getvalue()


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (folder / name).write_bytes(content)


def write_tar(path, inner, files):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files:
            member = tarfile.TarInfo(f"{inner}/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


FORMS = {
    "python archive": lambda folder: write_tar(
        folder / "cifar-10-python.tar.gz", "cifar-10-batches-py", python_files()
    ),
    "binary archive": lambda folder: write_tar(
        folder / "cifar-10-binary.tar.gz", "cifar-10-batches-bin", binary_files()
    ),
    "python unpacked": lambda folder: write(
        folder / "cifar-10-batches-py", python_files()
    ),
    "binary unpacked": lambda folder: write(
        folder / "cifar-10-batches-bin", binary_files()
    ),
    "python unpacked here": lambda folder: write(folder, python_files()),
    "sheets": lambda folder: write(folder, sheet_files()),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_arrays(tmp_path, form):
    FORMS[form](tmp_path)
    arrays = cifar10.read_folder(tmp_path)
    for part, which in (("train", slice(0, 50)), ("t10k", slice(50, 60))):
        ranks = sorted(range(60)[which], key=lambda index: IMAGES[index].tobytes())
        order = np.array(ranks)[np.random.default_rng(0).permutation(len(ranks))]
        np.testing.assert_array_equal(arrays[f"{part}-images"], IMAGES[order])
        np.testing.assert_array_equal(arrays[f"{part}-labels"], LABELS[order])
        assert arrays[f"{part}-labels"].dtype == np.uint8


def test_canonical_order_does_not_depend_on_the_order():
    shuffle = np.random.default_rng(1).permutation(60)
    images = IMAGES[shuffle]
    np.testing.assert_array_equal(
        images[cifar10.canonical_order(images)],
        IMAGES[cifar10.canonical_order(IMAGES)],
    )


def test_canonical_order_is_not_sorted_by_class():
    labels = LABELS[:50][cifar10.canonical_order(np.sort(IMAGES[:50], axis=0))]
    assert (np.diff(labels) < 0).sum() > 10


def test_an_empty_folder_is_absent(tmp_path):
    with pytest.raises(Absent, match="cifar-10-python.tar.gz or "):
        cifar10.read_folder(tmp_path)
    with pytest.raises(Absent):
        cifar10.read_folder(tmp_path / "none")


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda folder: (folder / "data_batch_3.bin").unlink(), "data_batch_3.bin"),
        (lambda folder: cut(folder / "data_batch_2.bin"), "data_batch_2.bin"),
    ],
    ids=["missing", "cut short"],
)
def test_a_damaged_batch_is_named(tmp_path, damage, message):
    write(tmp_path, binary_files())
    damage(tmp_path)
    with pytest.raises(Unavailable, match=message):
        cifar10.read_folder(tmp_path)


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("form", ["python archive", "binary archive"])
def test_a_truncated_archive_is_named(tmp_path, form):
    FORMS[form](tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(Unavailable, match=f"{path.name} cannot be read"):
        cifar10.read_folder(tmp_path)


def test_a_malicious_batch_is_refused(tmp_path):
    write(tmp_path, python_files())
    evil = b"cos\nsystem\n(S'touch " + str(tmp_path / "evil").encode() + b"'\ntR."
    (tmp_path / "data_batch_4").write_bytes(evil)
    with pytest.raises(
        Unavailable, match="data_batch_4 .* os.system, which is refused"
    ):
        cifar10.read_folder(tmp_path)
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("batch", [{b"data": planes(slice(0, 1))}, [1, 2]])
def test_a_batch_without_data_and_labels_is_named(tmp_path, batch):
    write(tmp_path, python_files())
    (tmp_path / "test_batch").write_bytes(python2(batch))
    with pytest.raises(Unavailable, match="test_batch .*no data and labels"):
        cifar10.read_folder(tmp_path)


def test_a_damaged_sheet_is_named(tmp_path):
    write(tmp_path, sheet_files())
    cut(tmp_path / "train_3_cat_0.webp")
    with pytest.raises(Unavailable, match="train_3_cat_0.webp"):
        cifar10.read_folder(tmp_path)


def test_missing_test_sheets_are_said(tmp_path):
    write(tmp_path, (file for file in sheet_files() if file[0].startswith("train")))
    with pytest.raises(Unavailable, match="test sheets"):
        cifar10.read_folder(tmp_path)
