"""Augmentation: the discriminator sees real and generated images changed alike.

With few images it would learn them by heart. What it sees is changed by the same
random law on both sides, and the gradient flows through, so that the generator
learns the images and not the changes. An augmentation is a function

    images = augmentation(images, noise)

of images `(n, height, width, channels)` in [-1, 1], each with random numbers of
its own; `noise` gives `uniform` and `normal` draws. Names add up:
`get("color+translation+cutout")`. To add one, add one function here and one test.
`adaptive` is another law, whose strength is set during the training.

References:
    DiffAugment: Zhao et al. 2020, https://arxiv.org/abs/2006.10738
    ADA: Karras et al. 2020, https://arxiv.org/abs/2006.06676
"""

import math

from keras import ops

from ter_gan.errors import unknown
from ter_gan.penalties import one_per_sample

AUGMENTATIONS = {}
REACH = 1 / 8  # of the image's side, the farthest translation


def register(augmentation):
    """Puts an augmentation into `AUGMENTATIONS`."""
    AUGMENTATIONS[augmentation.__name__] = augmentation
    return augmentation


def get(names):
    """The augmentation of that name; several, joined by `+`, follow each other.

    Raises:
        UserError: for an unknown name.
    """
    parts = [part.strip() for part in names.split("+")]
    for part in parts:
        if part not in AUGMENTATIONS:
            raise unknown("augmentation", part, AUGMENTATIONS)

    def augmentation(images, noise):
        for part in parts:
            images = AUGMENTATIONS[part](images, noise)
        return images

    return augmentation


@register
def color(images, noise):
    """Brightness ± 0.5, then saturation × 0 … 2, then contrast × 0.5 … 1.5.

    Saturation is the distance to the mean of a pixel's channels, so that grey
    images stay as they are; contrast that to the mean of the whole image.
    """
    draw = _Draws(images, noise)
    images = images + draw.uniform(-0.5, 0.5)
    grey = ops.mean(images, axis=-1, keepdims=True)
    images = grey + draw.uniform(0.0, 2.0) * (images - grey)
    mean = ops.mean(images, axis=(1, 2, 3), keepdims=True)
    return mean + draw.uniform(0.5, 1.5) * (images - mean)


@register
def translation(images, noise):
    """Moved by whole pixels, up to an eighth of each side; zeros come in."""
    draw = _Draws(images, noise)
    padded = ops.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    places = [
        ops.clip(place + draw.pixels(size) + 1, 0, size + 1)
        for place, size in zip(_places(images), images.shape[1:3], strict=True)
    ]
    return _pixels(padded, *places)


@register
def cutout(images, noise):
    """A rectangle of half the image's sides becomes zero; it may reach outside."""
    draw = _Draws(images, noise)
    inside = True
    for place, size in zip(_places(images), images.shape[1:3], strict=True):
        side = math.floor(size / 2 + 0.5)
        first = draw.integer(0, size - side % 2) - side // 2
        inside = ops.logical_and(
            inside, ops.logical_and(place >= first, place < first + side)
        )
    return ops.where(inside, ops.zeros_like(images), images)


def adaptive(images, noise, probability):
    """The augmentations of ADA, each on its own with the given probability.

    In this order: flips left to right, quarter turns, translations by whole
    pixels up to an eighth of each side, scalings by 2^(0.2 N), rotations by any
    angle; brightness + 0.2 N, contrast × 2^(0.5 N), and for images of three
    channels rotations of the hue and saturation × 2^N, with N from N(0, 1). That
    is the paper's law without its stretching, fractional translations, luma
    flips, filters, noise and cutout. What comes in at the borders is a mirror
    image; between pixels is interpolated bilinearly, once for all movements
    (the paper resamples with a wavelet filter).

    Args:
        images: tensor `(n, height, width, channels)` in [-1, 1]. Of images that
            are not square, quarter turns cut off what leaves the frame.
        noise: Where random numbers come from.
        probability: float or scalar tensor in [0, 1]. At 0 the images come back
            unchanged; above 0.8 the changes leak into what is generated.

    Returns:
        tensor of the shape and dtype of `images`; values may leave [-1, 1].
    """
    draw = _Draws(images, noise, probability)
    images = _resampled(images, *_sources(images, draw))
    images = images + draw.normal(0.2)
    images = images * draw.power_of_two(0.5)
    if images.shape[-1] != 3:
        return images
    images = _hue_rotated(images, draw.uniform(-math.pi, math.pi))
    grey = ops.mean(images, axis=-1, keepdims=True)
    return images + (draw.power_of_two(1.0) - 1.0) * (images - grey)


class _Draws:
    """Random numbers `(n, 1, 1, 1)`, one per image, in the images' dtype.

    With a `probability`, only that share of the images gets them; the others
    get the number that changes nothing.
    """

    def __init__(self, images, noise, probability=None):
        self.images, self.noise, self.probability = images, noise, probability

    def uniform(self, low, high):
        return self._for_some(low + (high - low) * self._draw("uniform"), 0.0)

    def normal(self, deviation):
        return self._for_some(deviation * self._draw("normal"), 0.0)

    def power_of_two(self, deviation):
        return self._for_some(2.0 ** (deviation * self._draw("normal")), 1.0)

    def integer(self, low, high):
        """int32, from `low` to `high`, both included."""
        number = ops.floor((high - low + 1) * self._draw("uniform"))
        drawn = ops.minimum(low + number, high)  # rounding may reach high + 1
        return ops.cast(self._for_some(drawn, 0.0, "float32"), "int32")

    def pixels(self, size):
        """int32, a translation along a side of `size` pixels."""
        reach = math.floor(REACH * size + 0.5)
        return self.integer(-reach, reach)

    def _draw(self, law):
        return one_per_sample(getattr(self.noise, law), self.images)

    def _for_some(self, drawn, otherwise, dtype=None):
        if self.probability is not None:
            chosen = self._draw("uniform") < self.probability
            drawn = ops.where(chosen, drawn, otherwise)
        return ops.cast(drawn, dtype or self.images.dtype)


def _places(images):
    """Rows `(1, height, 1, 1)` and columns `(1, 1, width, 1)`: int32 indices."""
    height, width = images.shape[1:3]
    rows = ops.reshape(ops.arange(height, dtype="int32"), (1, height, 1, 1))
    return rows, ops.reshape(ops.arange(width, dtype="int32"), (1, 1, width, 1))


def _pixels(images, rows, columns):
    """The pixels at int32 places that broadcast to `(n, height, width, 1)`."""
    n, (height, width, channels) = ops.shape(images)[0], images.shape[1:]
    first = ops.reshape(ops.arange(n, dtype="int32"), (-1, 1, 1, 1)) * height * width
    index = first + rows * width + columns
    return ops.take(ops.reshape(images, (-1, channels)), index[..., 0], axis=0)


def _sources(images, draw):
    """Where each pixel of the moved images comes from: float32 rows, columns.

    The movements are undone from last to first.
    """
    flip = 1 - 2 * draw.integer(0, 1)
    turn = (math.pi / 2) * ops.cast(draw.integer(0, 3), "float32")
    moves = [draw.pixels(size) for size in images.shape[1:3]]
    scale = ops.cast(draw.power_of_two(0.2), "float32")
    angle = ops.cast(draw.uniform(-math.pi, math.pi), "float32")
    centre = [(size - 1) / 2 for size in images.shape[1:3]]
    y, x = (ops.cast(p, "float32") - c for p, c in zip(_places(images), centre))
    y, x = _turned(y, x, ops.cos(angle), ops.sin(angle))
    y, x = (place / scale for place in (y, x))
    y, x = (p - ops.cast(move, "float32") for p, move in zip((y, x), moves))
    y, x = _turned(y, x, ops.round(ops.cos(turn)), ops.round(ops.sin(turn)))
    x = x * ops.cast(flip, "float32")
    return y + centre[0], x + centre[1]


def _turned(y, x, cosine, sine):
    return cosine * y + sine * x, cosine * x - sine * y


def _resampled(images, rows, columns):
    """Images at places between pixels, interpolated bilinearly."""
    (top, down), (left, right) = (
        _between_pixels(place, size)
        for place, size in zip((rows, columns), images.shape[1:3], strict=True)
    )
    below = ops.concatenate([images[:, 1:], images[:, -1:]], axis=1)
    both = ops.concatenate([images, below], axis=-1)
    beside = ops.concatenate([both[:, :, 1:], both[:, :, -1:]], axis=2)
    four = _pixels(ops.concatenate([both, beside], axis=-1), top, left)
    down, right = (ops.cast(share, images.dtype) for share in (down, right))
    first, second, third, fourth = ops.split(four, 4, axis=-1)
    at_left = (1.0 - down) * first + down * second
    at_right = (1.0 - down) * third + down * fourth
    return (1.0 - right) * at_left + right * at_right


def _between_pixels(place, size):
    """The int32 pixel before a place, and how far it is from there, in [0, 1].

    Places outside the image are mirrored at its first and last pixels.
    """
    last = float(size - 1)
    place = last - ops.abs(last - ops.mod(place, max(2.0 * last, 1.0)))
    pixel = ops.floor(place)
    return ops.cast(ops.clip(pixel, 0.0, last), "int32"), place - pixel


def _hue_rotated(images, angle):
    """Colours turned around the axis of greys (Rodrigues' formula)."""
    grey = ops.mean(images, axis=-1, keepdims=True)
    across = ops.roll(images, 1, axis=-1) - ops.roll(images, -1, axis=-1)
    towards_grey = (1.0 - ops.cos(angle)) * (grey - images)
    return images + towards_grey + ops.sin(angle) / math.sqrt(3) * across
