"""Films: a figure that changes, with a sentence in two languages for each frame."""

import base64
import dataclasses
import hashlib
import html
import io
import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.animation import FFMpegWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ter_gan.errors import UserError
from ter_gan.files import replacing

DPI = 100
COLOURS = 256  # of a frame
HOLD = 2.5  # seconds, of the last frame
PLAYER = Path(__file__).with_name("player.html")
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<style>:root {{ color-scheme: light dark }} body {{ margin: 0 }}</style>"
    "<title>{title}</title></head><body>{body}</body></html>"
)


@dataclasses.dataclass(frozen=True)
class Film:
    """A figure that changes from frame to frame.

    Attributes:
        title: dict from a language (`"en"`, `"fr"`) to str.
        figure: `matplotlib.figure.Figure`, of a fixed size.
        update: callable, from a frame's number to nothing; it changes `figure`.
        captions: list of dict from a language to str, one for each frame.
        seconds: float, how long a frame is shown.
    """

    title: dict
    figure: Figure
    update: Callable
    captions: list
    seconds: float

    def __len__(self):
        return len(self.captions)

    def picture(self, frame):
        """The frame of that number as `PIL.Image.Image`, without its caption."""
        self.update(frame)
        picture = rendered(self.figure)
        self.figure.set_layout_engine("none")  # nothing moves from now on
        return picture

    def captioned(self, frame, language="en"):
        """The same with its caption below."""
        picture = self.picture(frame)
        longest = max((c[language] for c in self.captions), key=len)
        characters = picture.width // 9
        lines = len(textwrap.wrap(longest, characters))
        text = textwrap.fill(self.captions[frame][language], characters)
        strip = _strip(text, picture.width, 22 * lines + 16)
        both = Image.new("RGB", (picture.width, picture.height + strip.height))
        both.paste(picture, (0, 0))
        both.paste(strip, (0, picture.height))
        return both


def rendered(figure):
    """A `matplotlib.figure.Figure` as `PIL.Image.Image`, which notebooks show."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())


def _strip(text, width, height):
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    figure.text(12 / width, 1 - 6 / height, text, va="top", fontsize=11)
    return rendered(figure)


def save(film, path):
    """Writes a film, whole or not at all.

    Args:
        film: `Film`.
        path: str or path that ends in `.gif`, `.mp4` or `.html`.

    Raises:
        UserError: for another ending, or for `.mp4` where there is no ffmpeg.
    """
    path = Path(path)
    if path.suffix not in WRITERS:
        raise UserError(
            f"A film's name ends in {', '.join(WRITERS)}; received {path.name!r}."
        )
    with replacing(path) as temporary:
        WRITERS[path.suffix](film, temporary)


def _write_gif(film, path):
    frames = [_indexed(film.captioned(i)) for i in range(len(film))]
    times = [int(1000 * film.seconds)] * (len(frames) - 1) + [int(1000 * HOLD)]
    rest = {"append_images": frames[1:], "duration": times, "loop": 0}
    frames[0].save(path, format="GIF", save_all=True, **rest)


def _write_html(film, path):
    path.write_text(page(film), encoding="utf-8")


def page(film):
    """The film as one HTML page with step buttons; it needs no network."""
    return HEAD.format(title=html.escape(film.title["en"]), body=player(film))


def player(film):
    """The film as a part of a page: a picture, its caption and step buttons."""
    data = {
        "title": film.title,
        "captions": film.captions,
        "seconds": film.seconds,
        "frames": [_data_url(film.picture(i)) for i in range(len(film))],
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    key = hashlib.sha256(text.encode()).hexdigest()[:12]
    template = PLAYER.read_text(encoding="utf-8").replace("FILM_KEY", key)
    return template.replace("FILM_JSON", text)


def show(film):
    """Shows the film with its buttons below a notebook's cell."""
    from IPython import display

    display.display(display.HTML(player(film)))


def _indexed(picture):
    return picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=0)


def _data_url(picture):
    file = io.BytesIO()
    _indexed(picture).save(file, format="PNG", compress_level=6)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _write_mp4(film, path):
    from ter_gan.film.figure import ffmpeg

    rate = 1 / film.seconds
    with ffmpeg():
        writer = FFMpegWriter(rate, "h264", extra_args=["-pix_fmt", "yuv420p"])
        first = film.captioned(0)
        figure = Figure(figsize=np.divide(first.size, DPI), dpi=DPI)
        with writer.saving(figure, str(path), dpi=DPI):
            for i in [*range(len(film)), *[len(film) - 1] * int(HOLD * rate)]:
                figure.clear()
                figure.figimage(np.asarray(film.captioned(i)))
                writer.grab_frame()


WRITERS = {".gif": _write_gif, ".mp4": _write_mp4, ".html": _write_html}
