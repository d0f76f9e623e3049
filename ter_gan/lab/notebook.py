"""The live page inside a notebook."""

from layer_viz.notebook import HEIGHT, framed
from ter_gan.lab.build import html
from ter_gan.lab.export import exported
from ter_gan.runs import Run


def show(run=None, language="", height=HEIGHT):
    """Shows the live page below a notebook's cell, in Colab and in Jupyter.

    Args:
        run: str or path of a run folder of 2-D points to go on with; `None`:
            new weights.
        language: `"en"`, `"fr"`, or `""` for the browser's.
        height: int. Pixels of the notebook that it takes.

    Raises:
        UserError: if the page cannot go on with the run.
    """
    from IPython import display

    page = html(None if run is None else exported(Run.find(run)), language)
    display.display(display.HTML(framed(page, height, "TER GAN: live laboratory")))
