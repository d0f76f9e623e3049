"""Films of walks: GIF everywhere, MP4 where imageio-ffmpeg is installed."""

import importlib.util

import numpy as np
from PIL import Image

from ter_gan.files import replacing

FPS = 15
GREYS = 64  # colours of a GIF


def write(frames, folder, name, fps=FPS):
    """Writes a film that runs in a loop.

    Args:
        frames: list of `PIL.Image.Image` of one size.
        folder: path.
        name: str, the files' name without suffix.
        fps: int. Frames per second.

    Returns:
        list of str: the files written, the GIF first.
    """
    first, *rest = [frame.quantize(GREYS, dither=Image.Dither.NONE) for frame in frames]
    with replacing(folder / f"{name}.gif") as path:
        options = {"duration": 1000 // fps, "loop": 0}
        first.save(path, save_all=True, append_images=rest, **options)
    if importlib.util.find_spec("imageio_ffmpeg") is None:
        return [f"{name}.gif"]
    with replacing(folder / f"{name}.mp4") as path:
        _write_mp4([_even(frame) for frame in frames], path, fps)
    return [f"{name}.gif", f"{name}.mp4"]


def _write_mp4(frames, path, fps):
    import imageio_ffmpeg

    writer = imageio_ffmpeg.write_frames(
        str(path), frames[0].shape[1::-1], fps=fps, macro_block_size=2
    )
    writer.send(None)
    for frame in frames:
        writer.send(frame)
    writer.close()


def _even(frame):
    """Pixels of a frame, without the last row or column of an odd size."""
    pixels = np.asarray(frame.convert("RGB"))
    height, width = (size // 2 * 2 for size in pixels.shape[:2])
    return np.ascontiguousarray(pixels[:height, :width])
