"""Writes the sweeps page: a folder that opens by double-click."""

import json
import shutil
from pathlib import Path

from ter_gan.files import write_text

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("words.js", "state.js", "charts.js", "sweep.js", "app.js")


def write(out, found):
    """Writes `index.html`, its scripts and its data.

    Args:
        out: path of the run's folder; pictures and films are there already.
        found: dict of `report.results`.

    Returns:
        `pathlib.Path` of `index.html`.
    """
    out = Path(out)
    films = sorted(path.stem for path in out.glob("films/*.js") if "=" in path.stem)
    text = json.dumps(found | {"films": films}).replace("<", "\\u003c")
    write_text(out / "page" / "data.js", f"TG.open({text});\n")
    for name in (*SCRIPTS, "app.css"):
        shutil.copyfile(PAGE / name, out / "page" / name)
    tags = "\n".join(
        f'<script src="page/{name}"></script>' for name in (*SCRIPTS, "data.js")
    )
    html = (PAGE / "index.html").read_text(encoding="utf-8")
    write_text(out / "index.html", html.replace("<!--scripts-->", tags))
    return out / "index.html"
