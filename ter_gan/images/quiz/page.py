"""The page of a quiz: one HTML file that shows images and counts answers."""

import hashlib
import io
from pathlib import Path

import numpy as np
from PIL import Image

from layer_viz.gallery.chunks import narrow, to_json
from ter_gan import pages
from ter_gan.files import write_text

PAGE = Path(__file__).parent / "page"
SCRIPTS = (PAGE / "words.js", PAGE / "score.js", PAGE / "quiz.js")


def write(folder, real_images, fake_images, seed, title, rounds=40):
    """Writes a page that asks a person which images are real.

    Half of the images are real. Which ones are taken and their order are drawn
    from `seed`.

    Args:
        folder: str or path; the page is its `quiz.html`.
        real_images: uint8 array `(n, height, width, 1 or 3)` that the generator
            was not trained on.
        fake_images: uint8 array `(m, height, width, 1 or 3)`, generated.
        seed: int.
        title: str, shown above, and in the answers.
        rounds: int, even. Images shown; n and m are at least half of it.

    Returns:
        `pathlib.Path` of the page.

    Raises:
        ValueError: for images of other types or shapes, or too few of them.
    """
    real, fake = np.asarray(real_images), np.asarray(fake_images)
    _check(real, fake, rounds)
    rng = np.random.default_rng(seed)
    half = rounds // 2
    chosen = [each[rng.permutation(len(each))[:half]] for each in (real, fake)]
    order = rng.permutation(rounds)
    images, generated = np.concatenate(chosen)[order], order >= half
    content = {
        "title": title,
        "seed": seed,
        "quiz": hashlib.sha256(images.tobytes()).hexdigest()[:16],
        "size": [images.shape[2], images.shape[1]],
        "images": [_png(image) for image in images],
        "key": _key(generated, rng),
    }
    path = Path(folder) / "quiz.html"
    styles, tail = (PAGE / "quiz.css",), (f"TG.openQuiz({to_json(content)});",)
    write_text(path, pages.html(PAGE / "quiz.html", SCRIPTS, styles, tail))
    return path


def _check(real, fake, rounds):
    if rounds < 2 or rounds % 2:
        raise ValueError(
            "Half of the images are real: rounds is an even number of at least 2. "
            f"Received {rounds}."
        )
    same = real.dtype == fake.dtype == "uint8" and real.shape[1:] == fake.shape[1:]
    if not same or real.ndim != 4 or real.shape[3] not in (1, 3):
        raise ValueError(
            "Expected real and generated uint8 images of one shape (n, height, width, "
            f"1 or 3). Received {real.dtype} {real.shape} and {fake.dtype} "
            f"{fake.shape}."
        )
    if min(len(real), len(fake)) < rounds // 2:
        raise ValueError(
            f"{rounds} rounds need {rounds // 2} images of each kind. Received "
            f"{len(real)} real and {len(fake)} generated ones."
        )


def _key(generated, rng):
    """Which images are generated, as bytes of odd sum of bits: no one reads that."""
    drawn = rng.integers(0, 256, len(generated), dtype="uint8")
    parity = np.unpackbits(drawn[:, None], axis=1).sum(axis=1) % 2
    return narrow((drawn ^ (parity != generated)).astype("uint8").tobytes())


def _png(image):
    file = io.BytesIO()
    Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image).save(file, "PNG")
    return f"data:image/png;base64,{narrow(file.getvalue())}"
