import io

import numpy as np
import pytest
from PIL import Image

from ter_gan.errors import UserError
from ter_gan.images.datasets import load

RNG = np.random.default_rng(0)


def colour(width=12, height=8):
    return Image.fromarray(RNG.integers(0, 256, (height, width, 3), np.uint8))


def grey(width=12, height=8):
    return Image.fromarray(RNG.integers(0, 256, (height, width), np.uint8))


def plain(value, mode="RGB", size=(12, 8)):
    return Image.new(mode, size, value)


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


def fill(folder, count=6, make=colour, prefix="ok"):
    for number in range(count):
        folder(f"{prefix}{number}.png", make())


def read(folder, lines=None, size=""):
    report = print if lines is None else lines.append
    return load(f"folder:{folder.path}{size}", report=report)


def everything(dataset):
    return np.concatenate([dataset.train.x, dataset.validation.x, dataset.test.x])


def images_of(folder, odd, lines, **options):
    """All images, of which one is odd; its array is where `everything` has it."""
    fill(folder)
    folder("odd" + options.pop("suffix", ".png"), odd, **options)
    return everything(read(folder, lines))


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


def has(images, expected, tolerance=0):
    return any(
        np.abs(image.astype(int) - expected).max() <= tolerance for image in images
    )


def test_cmyk_becomes_rgb(folder, lines):
    odd = plain((0, 255, 255, 0), "CMYK")
    images = images_of(folder, odd, lines, suffix=".jpg", quality=100)
    assert has(images, (255, 0, 0), 4)
    assert lines == ["1 CMYK image converted to RGB"]


def test_16_bits_keep_their_range(folder, lines):
    values = np.linspace(0, 65535, 96).astype(np.uint16).reshape(8, 12)
    images = images_of(folder, Image.fromarray(values), lines)
    assert has(images, np.linspace(0, 255, 96).reshape(8, 12, 1), 1)
    assert lines == ["1 16-bit image reduced to 8 bits"]


def test_floats_are_skipped(folder, lines):
    odd = Image.fromarray(np.ones((8, 12), np.float32))
    assert len(images_of(folder, odd, lines, suffix=".tiff")) == 6
    assert lines == ["1 unreadable file skipped: odd.tiff"]


def frames():
    return [plain(colour) for colour in ("#ff0000", "#00ff00", "#0000ff")]


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png", ".tif"])
def test_the_first_frame_is_used(folder, lines, suffix):
    first, *others = frames()
    options = {"lossless": True} if suffix == ".webp" else {}
    images = images_of(
        folder,
        first,
        lines,
        suffix=suffix,
        save_all=True,
        append_images=others,
        **options,
    )
    assert has(images, (255, 0, 0))
    assert lines[0] == "1 image with several frames: the first is used"


def test_the_first_frame_of_stereo_photos_is_used(folder, lines):
    options = {"format": "MPO", "save_all": True, "append_images": [plain("blue")]}
    images = images_of(folder, plain("red"), lines, suffix=".jpg", **options)
    assert has(images, (255, 0, 0), 2)
    assert lines == ["1 image with several frames: the first is used"]


@pytest.mark.parametrize("mode, value", [("RGBA", (255, 0, 0, 0)), ("LA", (0, 0))])
def test_transparency_is_laid_on_white(folder, lines, mode, value):
    images = images_of(folder, plain(value, mode), lines)
    assert has(images, 255)
    assert lines == ["1 image with transparency laid on white"]


def test_half_transparency_is_mixed_with_white(folder, lines):
    images = images_of(folder, plain((255, 0, 0, 128), "RGBA"), lines)
    assert has(images, (255, 127, 127), 1)


def test_an_opaque_alpha_channel_is_dropped_silently(folder, lines):
    images = images_of(folder, plain((9, 8, 7, 255), "RGBA"), lines)
    assert has(images, (9, 8, 7))
    assert lines == []


def test_palettes_become_rgb(folder, lines):
    odd = plain("#336699").quantize(4)
    assert odd.mode == "P"
    assert has(images_of(folder, odd, lines), (0x33, 0x66, 0x99))
    assert lines == ["1 palette image converted to RGB"]


def test_transparent_palettes_are_laid_on_white(folder, lines):
    odd = plain("#336699").quantize(4)
    index = odd.getpixel((0, 0))
    assert has(images_of(folder, odd, lines, transparency=index), 255)
    assert lines == ["1 image with transparency laid on white"]


def test_exif_rotation_is_undone(folder, lines):
    pixels = np.asarray(colour(12, 8))
    turned = Image.fromarray(np.rot90(pixels, 1))  # as the sensor saw it
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise
    images = images_of(folder, turned, lines, exif=exif)
    assert images.shape == (7, 8, 12, 3)
    assert has(images, pixels)
    assert lines == ["1 EXIF-rotated image turned upright"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: b"this is no image",
        lambda content: content[: len(content) // 2],
        lambda content: content[:40] + bytes(20) + content[60:],
    ],
    ids=["empty", "text", "cut short", "overwritten"],
)
def test_unreadable_files_are_skipped_and_named(folder, lines, damage):
    fill(folder)
    for name in ("b.png", "a.png"):
        path = folder(name)
        path.write_bytes(damage(path.read_bytes()))
    assert len(everything(read(folder, lines))) == 6
    assert lines == ["2 unreadable files skipped: a.png, b.png"]


def test_decompression_bombs_are_refused(folder, lines, monkeypatch):
    fill(folder)
    folder("bomb.png", plain(0, "1", (150, 100)))
    folder("large_bomb.png", plain(0, "1", (300, 100)))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 12_000)
    assert len(everything(read(folder, lines))) == 6
    assert lines == ["2 images over 0.012 megapixels refused: bomb.png, large_bomb.png"]


def test_only_image_formats_that_are_named_are_opened(folder, lines):
    fill(folder)
    colour().save(folder.path / "other.png", format="PPM")
    assert len(everything(read(folder, lines))) == 6
    assert lines == ["1 unreadable file skipped: other.png"]


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
    (folder.path / "b" / "loop").symlink_to(folder.path)
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
    with pytest.raises(UserError, match="3 different images or more"):
        read(folder)


def test_missing_folder_and_file(tmp_path):
    with pytest.raises(UserError, match="There is no folder .*typo"):
        load(f"folder:{tmp_path / 'typo'}")
    (tmp_path / "photos.zip").touch()
    with pytest.raises(UserError, match="is a file; .*unpack"):
        load(f"folder:{tmp_path / 'photos.zip'}")
    with pytest.raises(UserError):
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
