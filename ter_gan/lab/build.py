"""Builds the live page: one HTML file that needs no other."""

from layer_viz.gallery.chunks import to_json
from ter_gan import pages
from ter_gan.callbacks.health import RULES
from ter_gan.files import write_text
from ter_gan.pages import PAGE

ENGINE = tuple(
    PAGE / "engine" / f"{name}.js"
    for name in (
        "random",
        "network",
        "objective",
        "gan",
        "data",
        "measure",
        "rules",
        "trainer",
    )
)
SCRIPTS = tuple(
    PAGE / f"{name}.js"
    for name in ("lab_settings", "lab_words", "lab_phases", "lab_controls", "lab")
)
LANGUAGES = ("en", "fr")
# Of a rule; what to try has other words on a page without commands.
WATCHED = ("name", "number", "below", "limit", "sentence", "unless_optimal_critic")


def html(run=None, language=""):
    """The live page as one text.

    Args:
        run: dict of `ter_gan.lab.export.exported`, with which the page
            begins; `None`: new weights.
        language: `"en"`, `"fr"`, or `""` for the browser's.

    Returns:
        str.
    """
    rules = [{name: getattr(rule, name) for name in WATCHED} for rule in RULES]
    content = {"rules": rules, "run": run, "language": language}
    return pages.html(
        PAGE / "lab.html",
        scripts=(*ENGINE, *SCRIPTS),
        styles=(PAGE / "lab.css",),
        tail=(f"TG.openLab({to_json(content)});",),
    )


def write(out, run=None, language=""):
    """Writes the live page; see `html`."""
    write_text(out, html(run, language))
