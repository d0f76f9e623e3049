"""The pages of 2-D GANs: what draws them, and how a page is put together."""

from pathlib import Path

import layer_viz.gallery

PAGE = Path(__file__).parent
GALLERY = Path(layer_viz.gallery.__file__).parent / "page"
STYLES = (GALLERY / "app.css", PAGE / "app.css")
SCRIPTS = (
    GALLERY / "state.js",
    *(
        PAGE / name
        for name in ("words.js", "plane.js", "painters.js", "curves.js", "overview.js")
    ),
)


def html(template, scripts=(), styles=(), tail=()):
    """A page that needs no other file.

    Args:
        template: `Path` of HTML text with `<!--styles-->` and `<!--scripts-->`.
        scripts: paths of the page's own scripts, after the shared ones.
        styles: paths of the page's own styles, after the shared ones.
        tail: texts of scripts that come last, such as the data; made with
            `layer_viz.gallery.chunks.to_json`, so that no text closes a script.

    Returns:
        str.
    """
    code = [path.read_text(encoding="utf-8") for path in (*SCRIPTS, *scripts)]
    looks = [path.read_text(encoding="utf-8") for path in (*STYLES, *styles)]
    tags = "\n".join(f"<script>\n{text}</script>" for text in (*code, *tail))
    text = template.read_text(encoding="utf-8")
    text = text.replace("<!--styles-->", f"<style>\n{''.join(looks)}</style>")
    return text.replace("<!--scripts-->", tags)
