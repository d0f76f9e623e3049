"""Odd images: each has one sensible treatment, and one line that tells it."""

import numpy as np
import pytest
from PIL import Image

from tests.images.datasets.image_folders import colour, everything, fill, plain, read


def images_of(folder, odd, lines, **options):
    """All images, of which one is odd; its array is where `everything` has it."""
    fill(folder)
    folder("odd" + options.pop("suffix", ".png"), odd, **options)
    return everything(read(folder, lines))


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
