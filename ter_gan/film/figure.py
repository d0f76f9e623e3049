"""A film as pictures: one figure a frame, and files of them."""

import contextlib
import importlib.util
import shutil
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.animation import FFMpegWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ter_gan.errors import UserError
from ter_gan.files import replacing
from ter_gan.film import plane
from ter_gan.film.panels import curves, overview

WIDTH, HEIGHT, DPI = 960, 640, 100
HOLD_MS = 2_500  # a GIF's last frame
SUFFIXES = (".gif", ".mp4", ".png")


def draw(film, index, layers=None, figure=None):
    """Draws one frame: overview, plane and curves.

    Args:
        film: `ter_gan.film.record.Film`.
        index: int. Which frame; -1 is the last.
        layers: `ter_gan.film.plane.Layers`, what the plane shows.
        figure: `matplotlib.figure.Figure` to draw on again, or `None` for a
            new one of 960 × 640 pixels.

    Returns:
        the `Figure`.
    """
    index = range(len(film))[index]
    if figure is None:
        figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
    figure.clear()
    layers = layers or plane.Layers()
    title = f"{film.facts['title']}  ·  step {film.steps[index]:,}"
    figure.text(0.015, 0.958, title, size=13, weight="bold")
    figure.text(0.985, 0.96, _illness(film, index), size=9, ha="right", color="#9b1c1c")
    overview(figure, (0.015, 0.80, 0.97, 0.14), film, index)
    plane.draw(figure, (0.065, 0.12, 0.42, 0.63), film, index, layers)
    curves(figure, (0.66, 0.12, 0.31, 0.63), film, index)
    figure.text(0.015, 0.010, _caption(film, layers), size=7.5, color="#52606d")
    return figure


def _illness(film, index):
    """What the health rules found last, up to this frame."""
    found = [each for each in film.health if each["step"] <= film.steps[index]]
    if not found:
        return ""
    step = found[-1]["step"]
    names = ", ".join(each["name"] for each in found if each["step"] == step)
    return f"health at step {step:,}: {names}"


def _caption(film, layers):
    """What must be known of the layers that are drawn."""
    wanted = {"heatmap": film.facts["heatmap"] if layers.heatmap != "off" else ""}
    wanted["manifold"] = film.facts["manifold"]["text"] if layers.manifold else ""
    return "\n".join(text for text in wanted.values() if text)


def save(film, path, fps=20, every=1, layers=None, step=None):
    """Writes a film as `.gif` or `.mp4`, or one of its frames as `.png`.

    Args:
        film: `ter_gan.film.record.Film`.
        path: str or path; its suffix says what is written.
        fps: float. Frames per second.
        every: int. Take each n-th frame only, and the last one.
        layers: `ter_gan.film.plane.Layers`.
        step: int. Of a `.png`: the generator updates done; `None`: the last.

    Raises:
        UserError: for another suffix, a step outside of the film, or an MP4
            without a program that writes one.
    """
    path = Path(path)
    if path.suffix not in SUFFIXES:
        raise UserError(f"A film ends in {', '.join(SUFFIXES)}; received {path.name}.")
    if path.suffix == ".png":
        with replacing(path) as file:
            draw(film, frame_at(film, step), layers).savefig(file)
        return
    writer = _write_gif if path.suffix == ".gif" else _write_mp4
    with replacing(path) as file:
        writer(film.every(every), layers, fps, file)


def frame_at(film, step):
    """Index of the frame nearest to a step; `None` means the last one.

    Raises:
        UserError: if the film does not reach that step.
    """
    if step is None:
        return len(film) - 1
    first, last = film.steps[[0, -1]]
    if not first <= step <= last:
        raise UserError(f"The film goes from step {first} to {last}; received {step}.")
    return int(np.abs(film.steps - step).argmin())


def _write_gif(film, layers, fps, path):
    figure = draw(film, 0, layers)
    first = _pixels(figure)
    rest = (_pixels(draw(film, i, layers, figure)) for i in range(1, len(film)))
    durations = [1000 / fps] * (len(film) - 1) + [HOLD_MS]
    first.save(path, save_all=True, append_images=rest, duration=durations, loop=0)


def _pixels(figure):
    """The figure as an image of at most 256 colours."""
    figure.canvas.draw()
    image = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    return image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def _write_mp4(film, layers, fps, path):
    options = {"codec": "h264", "extra_args": ["-pix_fmt", "yuv420p", "-crf", "20"]}
    with ffmpeg():
        writer, figure = FFMpegWriter(fps=fps, **options), draw(film, 0, layers)
        with writer.saving(figure, str(path), dpi=DPI):
            for index in range(len(film)):
                draw(film, index, layers, figure)
                writer.grab_frame()


@contextlib.contextmanager
def ffmpeg():
    """Tells Matplotlib where ffmpeg is: the system's, or a package's."""
    program = shutil.which("ffmpeg")
    if program is None and importlib.util.find_spec("imageio_ffmpeg"):
        import imageio_ffmpeg

        program = imageio_ffmpeg.get_ffmpeg_exe()
    if program is None:
        raise UserError(
            "An .mp4 needs ffmpeg, from the system's packages, or by pip install "
            "imageio-ffmpeg. A .gif needs neither."
        )
    with matplotlib.rc_context({"animation.ffmpeg_path": program}):
        yield
