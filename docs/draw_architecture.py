"""Draws docs/architecture.png: folders as boxes, measured imports as arrows.

python docs/draw_architecture.py
"""

import ast
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

ROOT = Path(__file__).parents[1]
FLOORS = [
    ["train", "generate", "evaluate", "words", "tabular", "experiments"],
    ["training", "lab"],
    ["inside", "film"],
    ["report", "runs", "callbacks"],
    ["recipes"],
    ["kinds", "presets"],
    ["images", "points", "text", "tables"],
    ["evaluation", "feed", "models", "layer_viz", "sources"],
    ["losses", "penalties", "layers", "pages"],
    ["backends"],
]
NOTES = {
    "train": "commands: parse,\nbuild, run",
    "training": "data → model → fit → run folder",
    "inside": "what layer_viz\nlooks at in a GAN",
    "film": "a 2-D GAN,\nstep by step",
    "lab": "the live page",
    "pages": "styles and scripts\nof pages",
    "layer_viz": "tap, record, explain,\nprove, show: any model",
    "experiments": "one question each",
    "recipes": "one dataclass",
    "runs": "a run folder,\natomic writes",
    "callbacks": "samples, health,\nlogs, checkpoints",
    "images": "datasets, networks,\npictures, metrics",
    "points": "datasets, networks, pictures",
    "text": "datasets, embeddings,\nmodels, metrics",
    "tables": "schema, encoding,\nmodels, metrics",
    "tabular": "fit, sample,\nreport: from Python",
    "sources": "where data come from",
    "presets": "the families: a row per model",
    "evaluation": "tables, pages:\nthe same for all kinds",
    "words": "embeddings\nof words",
    "report": "report.md,\nthe dry run's plan",
    "feed": "batches of seed\nand step",
    "kinds": "which folder a dataset belongs to",
    "losses": "(real, fake) logits → (D, G)",
    "penalties": "(critic, real, fake) → scalar",
    "layers": "spectral norm, minibatch\nstddev, depth to space",
    "models": "players and the algorithm",
    "backends": "minimize(), gradient() …: the only framework code",
}
WIDTH, HEIGHT = 11.0, 1.35


def imports():
    """Set of (from, to): which box's files import which other box."""
    arrows = set()
    for package in ("ter_gan", "layer_viz", "experiments"):
        for path in (ROOT / package).rglob("*.py"):
            source = _box_of(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    names = [(*node.module.split("."), a.name) for a in node.names]
                    arrows |= {(source, _box_of(name)) for name in names}
    arrows |= {("kinds", kind) for kind in ("images", "points", "text")}  # by name
    return {(source, target) for source, target in arrows if source != target}


def _box_of(name):
    """The box of a dotted name: a part of ter_gan, or a package of its own."""
    return name[1] if name[0] == "ter_gan" and len(name) > 1 else name[0]


def places():
    """dict: box to its (x, y) centre."""
    return {
        box: (WIDTH * (i + 0.5) / len(boxes), -floor * HEIGHT)
        for floor, boxes in enumerate(FLOORS)
        for i, box in enumerate(boxes)
    }


def draw():
    figure = Figure(figsize=(11, 11), layout="constrained")
    axes = figure.subplots()
    axes.set(xlim=(0, WIDTH), ylim=(-len(FLOORS) * HEIGHT + 0.7, 0.6))
    axes.axis("off")
    axes.set_title("TER GAN: an arrow means “imports”", loc="left")
    boxes = {name: _box(axes, name, *place) for name, place in places().items()}
    figure.draw_without_rendering()  # the boxes get their sizes
    for source, target in sorted(imports()):
        if source in boxes and target in boxes:
            _arrow(axes, boxes[source], boxes[target])
    return figure


def _box(axes, name, x, y):
    text = f"{name}\n{NOTES[name]}" if name in NOTES else name
    style = {"boxstyle": "round,pad=0.35", "fc": "#eef4fb", "ec": "#35618f"}
    return axes.text(x, y, text, ha="center", va="center", fontsize=9, bbox=style)


def _arrow(axes, source, target):
    style = {"arrowstyle": "-|>", "color": "#6d8db0", "lw": 0.9}
    ends = {"patchA": source.get_bbox_patch(), "patchB": target.get_bbox_patch()}
    places = target.get_position(), source.get_position()
    axes.annotate("", *places, arrowprops={**style, **ends}, zorder=0)


if __name__ == "__main__":
    file = ROOT / "docs" / "architecture.png"
    draw().savefig(file, dpi=80)
    with Image.open(file) as picture:  # 256 colours are enough
        picture.quantize().save(file, optimize=True)
    print(file.relative_to(ROOT))
