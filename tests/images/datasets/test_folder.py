import io

import numpy as np
import pytest
from PIL import Image

from ter_gan.errors import UserError
from ter_gan.images.datasets import load
from tests.images.datasets.image_folders import (
    RNG,
    colour,
    everything,
    fill,
    grey,
    plain,
    read,
)


def test_sub_folders_are_classes(folder, lines):
    for name in ("cat", "dog", "ant"):
        fill(folder, 5, prefix=f"{name}/")
    dataset = read(folder, lines)
    assert lines == []
    assert dataset.class_names == ("ant", "cat", "dog")
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (
        13,
        1,
        1,
    )
    for split in (dataset.train, dataset.validation, dataset.test):
        for image, label in zip(split.x, split.y, strict=True):
            paths = (folder.path / dataset.class_names[label]).iterdir()
            assert any(np.array_equal(image, Image.open(path)) for path in paths)


def test_a_flat_folder_has_no_classes(folder):
    fill(folder)
    dataset = read(folder)
    assert dataset.class_names is None
    assert dataset.classes == 0
    assert dataset.train.y is None
    assert dataset.name == f"folder:{folder.path}"
    assert dataset.source == str(folder.path)


def test_nested_folders_belong_to_the_class_above(folder):
    fill(folder, 3, prefix="a/deep/")
    fill(folder, 3, prefix="b/")
    assert read(folder).class_names == ("a", "b")


def test_all_images_are_there_unchanged(folder):
    fill(folder, 12)
    found = {image.tobytes() for image in everything(read(folder))}
    assert found == {
        np.asarray(Image.open(path)).tobytes() for path in folder.path.iterdir()
    }


@pytest.mark.parametrize(
    "suffix", [".png", ".jpg", ".JPEG", ".webp", ".bmp", ".gif", ".tif", ".TIFF"]
)
def test_formats(folder, lines, suffix):
    for number in range(3):
        image = plain((90 * number,) * 3)
        folder(f"{number}{suffix}", image)
    assert read(folder, lines).shape == (8, 12, 1)
    assert [line for line in lines if "palette" not in line] == []


def test_content_alone_decides_the_splits(folder, tmp_path):
    fill(folder, 20)
    first = read(folder)
    for number, path in enumerate(sorted(folder.path.iterdir(), reverse=True)):
        path.rename(folder.path / f"renamed{number:02}.png")
    second = read(folder)
    for part in ("train", "validation", "test"):
        assert {image.tobytes() for image in getattr(first, part).x} == {
            image.tobytes() for image in getattr(second, part).x
        }


def test_splits_are_disjoint_and_the_same_each_time(folder):
    fill(folder, 30)
    dataset = read(folder)
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (
        24,
        3,
        3,
    )
    assert len({image.tobytes() for image in everything(dataset)}) == 30
    assert dataset.content_hash == read(folder).content_hash


def test_size_is_that_of_the_images_when_they_agree(folder, lines):
    fill(folder)
    assert read(folder, lines).shape == (8, 12, 3)
    assert lines == []


def test_images_of_different_sizes_become_64(folder, lines):
    fill(folder)
    folder("large.png", colour(200, 100))
    assert read(folder, lines).shape == (64, 64, 3)
    assert lines == [
        "1 image cropped and resized to 64x64",
        "6 images smaller than 64x64 enlarged",
    ]


def test_size_asked_for_is_width_times_height(folder, lines):
    fill(folder)
    dataset = read(folder, lines, "?size=6x4")
    assert dataset.shape == (4, 6, 3)
    assert dataset.name == f"folder:{folder.path}?size=6x4"
    assert lines == ["6 images cropped and resized to 6x4"]


def test_resizing_crops_the_centre_and_averages_areas(folder):
    pixels = RNG.integers(0, 256, (8, 16, 3), np.uint8)
    for number in range(3):
        folder(f"{number}.png", Image.fromarray(pixels + np.uint8(number)))
    images = everything(read(folder, size="?size=4"))
    centre = pixels[:, 4:12].reshape(4, 2, 4, 2, 3).mean((1, 3))
    assert min(np.abs(image - centre).max() for image in images) <= 1


def test_grey_images_have_one_channel(folder):
    fill(folder, make=grey)
    folder("stored_as_rgb.png", grey().convert("RGB"))
    folder("two_values.png", grey().convert("1"))
    dataset = read(folder)
    assert dataset.shape == (8, 12, 1)
    assert {0, 255} in [set(np.unique(image)) for image in everything(dataset)]


def test_one_coloured_pixel_makes_three_channels(folder):
    fill(folder, make=grey)
    image = grey().convert("RGB")
    image.putpixel((3, 3), (9, 0, 0))
    folder("colour.png", image)
    assert read(folder).shape == (8, 12, 3)


def test_other_and_hidden_files(folder, lines):
    fill(folder)
    folder(".hidden.png")
    folder(".cache/x.png")
    folder("__MACOSX/x.png")
    (folder.path / "readme.txt").write_text("hello")
    dataset = read(folder, lines)
    assert len(everything(dataset)) == 6
    assert dataset.class_names is None
    assert lines == ["1 file of other types skipped: readme.txt"]


def test_images_outside_classes_and_empty_classes_are_said(folder, lines):
    fill(folder, 3, prefix="a/")
    fill(folder, 3, prefix="b/")
    folder("cover.png")
    (folder.path / "nothing").mkdir()
    folder("damaged/x.png").write_bytes(b"")
    dataset = read(folder, lines)
    assert dataset.class_names == ("a", "b")
    assert lines == [
        "2 folders without images skipped: damaged, nothing",
        "1 image outside class folders skipped: cover.png",
        "1 unreadable file skipped: damaged/x.png",
    ]


def test_links_are_followed_once(folder, tmp_path):
    fill(folder, 4, prefix="a/")
    (tmp_path / "elsewhere").mkdir()
    for number in range(4):
        colour().save(tmp_path / "elsewhere" / f"{number}.png")
    (folder.path / "b").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "loop").symlink_to(tmp_path / "elsewhere")
    dataset = read(folder)
    assert dataset.class_names == ("a", "b")
    assert len(everything(dataset)) == 8


def test_identical_images_never_lie_in_two_splits(folder):
    for number in range(10):
        image = colour()
        folder(f"{number}.png", image)
        folder(f"copy{number}.png", image)
    dataset = read(folder)
    parts = [
        {image.tobytes() for image in split.x}
        for split in (dataset.train, dataset.validation, dataset.test)
    ]
    assert sum(map(len, parts)) == 10


def test_sub_folders_named_as_splits_are_a_mistake(folder):
    fill(folder, 3, prefix="train/")
    fill(folder, 3, prefix="test/")
    with pytest.raises(UserError, match=r"\(test, train\) are splits, not classes"):
        read(folder)


@pytest.mark.parametrize("count, found", [(0, "no images"), (2, "2 images")])
def test_too_few_images(folder, count, found):
    fill(folder, count)
    with pytest.raises(UserError, match=f"holds {found}, but 3 are needed") as error:
        read(folder)
    assert "\n" not in str(error.value)
    assert "png, jpg" in str(error.value)


def test_three_images_are_enough(folder):
    fill(folder, 3)
    dataset = read(folder)
    assert (len(dataset.train), len(dataset.validation), len(dataset.test)) == (1, 1, 1)


@pytest.mark.parametrize("good, found", [(0, "no readable"), (2, "2 readable")])
def test_too_few_readable_images(folder, lines, good, found):
    fill(folder, good)
    for number in range(4):
        folder(f"bad{number}.png").write_bytes(b"")
    with pytest.raises(UserError, match=f"holds {found} images"):
        read(folder, lines)
    assert "4 unreadable files skipped" in lines[0]


def test_copies_of_one_image_are_too_few(folder):
    fill(folder, make=lambda: plain("red"))
    with pytest.raises(UserError, match="3 different samples or more"):
        read(folder)


def test_missing_folder_and_file(tmp_path):
    with pytest.raises(UserError, match="There is no folder .*typo"):
        load(f"folder:{tmp_path / 'typo'}")
    (tmp_path / "photos.zip").touch()
    with pytest.raises(UserError, match="is a file; .*unpack"):
        load(f"folder:{tmp_path / 'photos.zip'}")


def test_a_name_without_a_path_is_refused():
    with pytest.raises(UserError, match="write folder:PATH"):
        load("folder:")


def test_more_than_memory_holds_is_refused_before_reading(folder, monkeypatch):
    fill(folder)
    from ter_gan.images.datasets import pictures

    monkeypatch.setattr(pictures, "LARGEST", 6 * 12 * 8 * 3 - 1)
    monkeypatch.setattr(pictures, "read", None)
    with pytest.raises(UserError, match=r"6 images of 12x8 .*\?size=64"):
        read(folder)


def test_reports_go_to_stderr_by_default(folder, capsys):
    fill(folder)
    (folder.path / "readme.txt").touch()
    load(f"folder:{folder.path}")
    captured = capsys.readouterr()
    assert captured.err == "1 file of other types skipped: readme.txt\n"
    assert captured.out == ""


def test_a_file_may_lie_about_its_type(folder):
    fill(folder)
    stream = io.BytesIO()
    colour().save(stream, "PNG")
    (folder.path / "really_png.jpg").write_bytes(stream.getvalue())
    assert len(everything(read(folder))) == 7
