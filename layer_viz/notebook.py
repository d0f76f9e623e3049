"""The gallery inside a notebook."""

import html as escaping
import sys

from layer_viz import gallery
from layer_viz.store import Record

HEIGHT = 900  # pixels


def show(*runs, max_mb=8, height=HEIGHT):
    """Shows the gallery of one run, or of two, below a notebook's cell.

    The page is part of the notebook's output: it needs no server and no port,
    and works in Colab, Jupyter and saved notebooks.

    Args:
        *runs: one or two run folders or records (str, path or `Record`).
        max_mb: float. Largest size of the page in 10^6 bytes; epochs are left
            out evenly where there are too many, and the page says which.
        height: int. Pixels of the notebook that it takes.

    Raises:
        UserError: if there is no record.
    """
    from IPython import display

    records = [run if isinstance(run, Record) else Record.find(run) for run in runs]
    page = gallery.html(records, max_mb)
    display.display(display.HTML(framed(page, height, "layer_viz gallery")))


def framed(page, height, title):
    """A whole page as the output of a notebook's cell.

    Each output of Colab is a frame already; frames within may be removed there.

    Args:
        page: str, HTML that needs no other file.
        height: int. Pixels of the notebook that it takes.
        title: str, what the page is.
    """
    if "google.colab" in sys.modules:
        resize = f"google.colab.output.setIframeHeight({height}, true)"
        return f"{page}<script>{resize}</script>"
    return (
        f'<iframe srcdoc="{escaping.escape(page)}" sandbox="allow-scripts" '
        f'title="{escaping.escape(title)}" style="width: 100%; height: {height}px; '
        f'border: 0"></iframe>'
    )
