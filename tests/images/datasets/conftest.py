import pytest

from tests.images.datasets.image_folders import colour
from tests.no_data import lines, no_data_of_this_machine, real_data  # noqa: F401


@pytest.fixture
def folder(tmp_path):
    """A folder to write images into: `folder("a/1.png", image, **options)`."""

    def write(name, image=None, **options):
        path = tmp_path / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (image or colour()).save(path, **options)
        return path

    write.path = tmp_path / "images"
    write.path.mkdir()
    return write
