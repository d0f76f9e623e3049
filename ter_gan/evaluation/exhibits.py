"""What is shown on a page besides numbers: pictures, small multiples, texts."""

import base64
import io
from html import escape

from ter_gan.characters import visible
from ter_gan.evaluation.metric import Texts, Tiles
from ter_gan.evaluation.texts import texts_of


def exhibit(shown):
    """The HTML of a `Picture`, of `Tiles` or of `Texts`."""
    kinds = {Texts: texts_of, Tiles: tiles_of}
    return kinds.get(type(shown), figure_of)(shown)


def figure_of(picture):
    """A `ter_gan.evaluation.metric.Picture` with its title and caption."""
    return (
        f"<figure><strong>{escape(picture.title)}</strong>"
        f"{_image(picture.image, picture.title)}"
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>\n"
    )


def tiles_of(tiles):
    """`ter_gan.evaluation.metric.Tiles` with their title and caption."""
    share = f"{100 / tiles.abreast - 3:.0f}%"
    columns = f"repeat(auto-fill, minmax(min({tiles.width}px, {share}), 1fr))"
    images = "".join(_image(image, name) for name, image in tiles.images.items())
    return (
        f'<figure class="wide"><strong>{escape(tiles.title)}</strong>'
        f"<figcaption>{escape(tiles.caption)}</figcaption>"
        f'<div class="tiles" style="grid-template-columns: {columns}">{images}</div>'
        "</figure>\n"
    )


def _image(image, text):
    file = io.BytesIO()
    image.save(file, format="png", optimize=True)
    data = base64.b64encode(file.getvalue()).decode()
    size = f'width="{image.width}" height="{image.height}"'
    alt = escape(visible(text))
    return f'<img src="data:image/png;base64,{data}" {size} alt="{alt}">'
