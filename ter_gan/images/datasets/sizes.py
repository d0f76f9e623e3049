"""Which size images get."""

import re

from ter_gan.errors import UserError, unknown

DEFAULT = (64, 64)  # width, height in pixels, when images differ
LARGEST = 4096  # pixels


def asked(text):
    """Parts what is asked for from the size that is asked for.

    Args:
        text: str. `"PATH"`, `"PATH?size=48x32"` (width x height, in pixels)
            or `"PATH?size=64"` (square).

    Returns:
        `("PATH", (width, height))`, or `("PATH", None)` without a size.

    Raises:
        UserError: for another option, or a size that is none.
    """
    rest, mark, option = text.rpartition("?")
    if not mark or "=" not in option:
        return text, None
    key, _, value = option.partition("=")
    if key != "size":
        raise unknown("dataset option", key, ["size"])
    match = re.fullmatch(r"(\d+)(?:x(\d+))?", value)
    size = match and (int(match[1]), int(match[2] or match[1]))
    if not size or not 1 <= min(size) <= max(size) <= LARGEST:
        raise UserError(
            f"?size={value} is no image size; write ?size=64 or "
            f"?size=WIDTHxHEIGHT, from 1 to {LARGEST} pixels."
        )
    return rest, size


def common(sizes):
    """The size of images when they all agree, else `DEFAULT`.

    Args:
        sizes: iterable of `(width, height)`, in pixels.
    """
    different = set(sizes)
    return different.pop() if len(different) == 1 else DEFAULT
