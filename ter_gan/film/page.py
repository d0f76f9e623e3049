"""A film as a page that opens by double-click, and as a file for a page of many.

Points are stored as codes of 16 bits over one range of the film, logits and
arrows as codes of 8 bits over the range of their frame, so that a value is
read back within half a step. The highest code (the lowest for arrows) stands
for a number that is not finite.
"""

import re
from pathlib import Path

import numpy as np

from layer_viz.gallery.chunks import narrow, to_json
from layer_viz.notebook import HEIGHT, framed
from ter_gan import pages
from ter_gan.errors import UserError
from ter_gan.files import write_text
from ter_gan.film.record import Film

TEMPLATE = pages.PAGE / "film.html"
SCRIPTS = tuple(
    pages.PAGE / name for name in ("film_data.js", "film_words.js", "film.js")
)
START = "TG.render();\n"
KEY = re.compile(r"[A-Za-z0-9._=,+-]+")
POINTS, LOGITS, ARROWS = ("generated", "manifold"), "logits", ("descent", "slope")


def write(film, path):
    """Writes a page of one film that needs no other file and no network.

    Args:
        film: `ter_gan.film.record.Film`.
        path: str or path of the HTML file.

    Returns:
        `pathlib.Path` of the file.
    """
    write_text(path, html(film))
    return Path(path)


def html(film):
    """The page of one film as a text, for a file or a notebook."""
    return pages.html(TEMPLATE, SCRIPTS, tail=[_script("film", film), START])


def show(run, height=HEIGHT):
    """Shows the film of a run below a notebook's cell, in Colab and in Jupyter.

    Args:
        run: str or path of a run folder of points in the plane.
        height: int. Pixels of the notebook that it takes.

    Raises:
        UserError: if the run has no film.
    """
    from IPython import display

    film = html(Film.load(Path(run) / "film"))
    display.display(display.HTML(framed(film, height, "TER GAN: film")))


def write_folder(folder, films):
    """Writes `film.html`, which shows any film beside it, and the films.

    Args:
        folder: str or path.
        films: dict from keys to `Film`; see `add`.

    Returns:
        `pathlib.Path` of `film.html`; `#film=KEY` chooses a film.
    """
    path = Path(folder) / "film.html"
    write_text(path, pages.html(TEMPLATE, SCRIPTS, tail=[START]))
    for key, film in films.items():
        add(folder, key, film)
    return path


def add(folder, key, film):
    """Writes `KEY.js`, a film that `film.html` of the same folder shows.

    Args:
        folder: str or path.
        key: str of letters, digits, and `. _ - = , +`.
        film: `Film`.

    Raises:
        UserError: for a key with other characters.

    Returns:
        `pathlib.Path` of the file.
    """
    if not KEY.fullmatch(key):
        raise UserError(
            f"A film's key has letters, digits, and . _ - = , + only; received {key!r}."
        )
    path = Path(folder) / f"{key}.js"
    write_text(path, _script(key, film))
    return path


def encode(film):
    """A film as a dict for JSON, which `film_data.js` reads.

    Raises:
        UserError: if the film has no frame.
    """
    if not len(film):
        raise UserError("The film has no frame to show; train for longer.")
    span = _range(film.box)
    frames = [film.frame(i) for i in range(len(film))]
    named = [name for name in (*POINTS, LOGITS, *ARROWS) if name in frames[0]]
    scales = {
        name: [_scale(name, frame[name]) for frame in frames]
        for name in named
        if name not in POINTS
    }
    return {
        "facts": film.facts,
        "box": film.box,
        "range": span,
        "steps": film.steps.tolist(),
        "numbers": film.numbers,
        "health": film.health,
        "shapes": {name: frames[0][name].shape for name in named},
        "scales": scales,
        "beyond": [_beyond(frame["generated"], span) for frame in frames],
        "real": narrow(_points(film.real, span).tobytes()),
        "frames": [
            narrow(_bytes(frame, {name: scales[name][i] for name in scales}, span))
            for i, frame in enumerate(frames)
        ],
    }


def _script(key, film):
    return f"TG.film({to_json(key)}, {to_json(encode(film))});\n"


def _bytes(frame, scales, span):
    """The codes of a frame one after the other, those of 16 bits first."""
    parts = [_points(frame[name], span) for name in POINTS if name in frame]
    if LOGITS in scales:
        parts.append(quantise(frame[LOGITS], *scales[LOGITS], "uint8"))
    parts += [_arrows(frame[name], scales[name]) for name in ARROWS if name in scales]
    return b"".join(part.tobytes() for part in parts)


def _range(box):
    """The box with its own width and height added on each side."""
    x0, x1, y0, y1 = box
    return [2 * x0 - x1, 2 * x1 - x0, 2 * y0 - y1, 2 * y1 - y0]


def _beyond(points, span):
    """How many points a range does not hold."""
    low, high = np.reshape(span, (2, 2)).T
    return int(np.sum(~np.all((points >= low) & (points <= high), axis=-1)))


def _points(points, span):
    x0, x1, y0, y1 = span
    x, y = np.moveaxis(np.asarray(points, "float64"), -1, 0)
    codes = [quantise(x, x0, x1, "<u2"), quantise(y, y0, y1, "<u2")]
    return np.stack(codes, axis=-1)


def _scale(name, values):
    """What a frame's codes stretch over: [low, high], or the largest component."""
    known = values[np.isfinite(values)].astype("float64")
    if not known.size:
        return [0.0, 1.0] if name == LOGITS else 0.0
    if name == LOGITS:
        return [float(known.min()), float(known.max())]
    return float(np.abs(known).max())


def quantise(values, low, high, dtype):
    """Codes of values between `low` and `high`; beyond, of the nearest of both.

    Args:
        values: float array.
        low, high: floats, of the first and of the last code but one.
        dtype: an unsigned integer type; its last code is "no number".
    """
    none = np.iinfo(dtype).max
    share = (np.asarray(values, "float64") - low) / (high - low or 1)
    codes = np.rint(np.clip(share, 0, 1) * (none - 1))
    return np.where(np.isfinite(values), codes, none).astype(dtype)


def _arrows(vectors, scale):
    codes = np.rint(np.asarray(vectors, "float64") / (scale or 1) * 127)
    return np.where(np.isfinite(vectors), codes, -128).astype("int8")
