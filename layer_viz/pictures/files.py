"""Figures as files, written whole or not at all."""

from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from PIL import Image

from layer_viz.pictures.page import DPI
from ter_gan.errors import UserError
from ter_gan.files import replacing

SUFFIXES = (".png", ".gif", ".pdf")
SECONDS, HOLD = 0.6, 2.5  # a frame's; the last one's


def save(draw, epochs, out):
    """Writes all epochs into one PNG, or a frame or page for each.

    Args:
        draw: callable from a list of epochs to a `matplotlib.figure.Figure`;
            of equal size for the frames of a film.
        epochs: list of int.
        out: path that ends in one of `SUFFIXES`.
    """
    out = Path(out)
    with replacing(out) as path:
        if out.suffix == ".pdf":
            with PdfPages(path, metadata={"CreationDate": None}) as pages:
                for epoch in epochs:
                    pages.savefig(draw([epoch]), dpi=DPI)
        elif out.suffix == ".gif":
            _film(lambda epoch: rendered(draw([epoch])), epochs, path)
        else:
            picture = Image.fromarray(rendered(draw(epochs)))
            picture.save(path, dpi=(DPI, DPI), format="PNG", optimize=True)


def check(out):
    """The path of `--out`.

    Raises:
        UserError: if it cannot be written, or is of no known type.
    """
    out = Path(out)
    if out.suffix not in SUFFIXES:
        raise UserError(
            f"--out must end in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}; "
            f"received {out.name!r}."
        )
    if not out.absolute().parent.is_dir():
        raise UserError(f"There is no folder {out.parent} to write {out.name} into.")
    if out.is_dir():
        raise UserError(f"{out} is a folder; name a file.")
    return out


def rendered(figure):
    """uint8 array `(h, w, 3)` of a figure."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].copy()


def _film(frame, epochs, path):
    """A GIF with one palette, so that a value keeps its colour."""
    few = sorted({epochs[0], epochs[len(epochs) // 2], epochs[-1]})
    palette = _palette(np.concatenate([frame(epoch) for epoch in few]))
    pictures = [_indexed(frame(epoch), palette) for epoch in epochs]
    times = [int(1000 * SECONDS)] * (len(epochs) - 1) + [int(1000 * HOLD)]
    rest = {"append_images": pictures[1:], "duration": times, "loop": 0}
    pictures[0].save(path, format="GIF", save_all=True, optimize=False, **rest)


def _palette(pixels):
    """int array `(256, 3)`: colours like these; white is among them."""
    colours = _colours(pixels)[0]  # each counts the same, however many pixels
    picture = Image.fromarray(colours.astype("uint8")[None])
    found = picture.quantize(256, Image.Quantize.MEDIANCUT).getpalette()
    palette = np.array(found).reshape(-1, 3)
    palette[palette.sum(1).argmax()] = 255
    return palette


def _indexed(frame, palette):
    """The frame as a picture of the nearest palette colours, without dither."""
    colours, places = _colours(frame)
    products = colours.astype("float32") @ palette.T.astype("float32")
    nearest = ((palette**2).sum(1) - 2 * products).argmin(1).astype("uint8")
    picture = Image.fromarray(nearest[places].reshape(frame.shape[:2]))
    picture.putpalette(palette.ravel().tolist())
    return picture


def _colours(pixels):
    """The different colours `(n, 3)`, and which of them each pixel has."""
    packed = pixels.reshape(-1, 3).astype("uint32") @ [1 << 16, 1 << 8, 1]
    colours, places = np.unique(packed, return_inverse=True)
    return colours[:, None] >> [16, 8, 0] & 255, places
