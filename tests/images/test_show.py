import numpy as np
import pytest

from ter_gan.images.show import grid, picture


def images(n, shape=(4, 5, 1)):
    return np.random.default_rng(0).integers(0, 256, (n, *shape)).astype("uint8")


def test_each_image_is_in_its_place():
    x = images(5)
    sheet = np.asarray(grid(x, columns=3, padding=2))
    assert sheet.shape == (2 * (4 + 2) + 2, 3 * (5 + 2) + 2, 3)
    for i in range(5):
        top, left = 2 + i // 3 * 6, 2 + i % 3 * 7
        cell = sheet[top : top + 4, left : left + 5]
        np.testing.assert_array_equal(cell, np.repeat(x[i], 3, axis=-1))
    assert (sheet[8:, 16:] == 255).all()  # the sixth place is empty


def test_colours_and_upscaling_without_padding():
    x = images(1, (4, 5, 3))
    sheet = np.asarray(grid(x, padding=0, upscale=3))
    assert sheet.shape == (12, 15, 3)
    np.testing.assert_array_equal(sheet[1::3, 1::3], x[0])


@pytest.mark.parametrize(("n", "columns", "rows"), [(1, 1, 1), (3, 2, 2), (16, 4, 4)])
def test_default_columns(n, columns, rows):
    sheet = grid(images(n, (4, 4, 1)), padding=0)
    assert sheet.size == (4 * columns, 4 * rows)


def test_labels_are_written_below_the_image_alone():
    x = images(2, (28, 28, 1))
    plain, labelled = (np.asarray(grid(x, 2, labels)) for labels in (None, ("0", "7")))
    assert labelled.shape[0] > plain.shape[0]
    np.testing.assert_array_equal(labelled[:30], plain[:30])
    captions = labelled[30:, 2:30], labelled[30:, 32:60]
    assert all((caption < 128).any() for caption in captions)
    assert (captions[0] != captions[1]).any()


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((2, 4, 4, 1), "float32"),
        np.zeros((2, 4, 4), "uint8"),
        np.zeros((2, 4, 4, 2), "uint8"),
    ],
)
def test_other_arrays_are_refused(wrong):
    with pytest.raises(ValueError, match="uint8 images"):
        grid(wrong)


def test_picture_has_generated_left_and_real_right():
    dark, light = np.zeros((9, 28, 28, 1), "uint8"), np.full((20, 28, 28, 1), 200)
    image = np.asarray(picture(dark, light.astype("uint8"), "epoch 3", side=180))
    sheet = 3 * (2 * 28 + 2) + 2  # pixels doubled, padded
    header = image.shape[0] - sheet
    assert image.shape[1] == 2 * sheet + 16
    below = image[header:]
    generated, real = below[:, :sheet], below[:, -sheet:]
    assert set(np.unique(generated)) == {0, 255}
    assert set(np.unique(real)) == {200, 255}
    assert (generated == 0).sum() == (real == 200).sum() == 9 * 56 * 56 * 3


def test_picture_of_generated_images_alone_and_its_title():
    x = images(4, (64, 64, 3))
    plain, titled = (np.asarray(picture(x, title=t, side=132)) for t in (None, "epoch"))
    sheet = 2 * 66 + 2
    assert plain.shape[1] == sheet
    np.testing.assert_array_equal(plain[-sheet:], titled[-sheet:])
    assert (plain != titled).any()
