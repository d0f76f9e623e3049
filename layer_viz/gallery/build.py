"""Writes the gallery of one or two records as a folder that opens by double-click."""

import os
import re
import shutil
from pathlib import Path

from layer_viz.gallery.chunks import chunk_script, pack, to_json, wide
from layer_viz.store.record import epoch_folder
from ter_gan.errors import UserError

PAGE = Path(__file__).parent / "page"
SCRIPTS = (
    "words.js",
    "state.js",
    "data.js",
    "draw.js",
    "charts.js",
    "layers.js",
    "unit.js",
    "why.js",
    "texts.js",
    "tables.js",
    "app.js",
)
MARK = '<meta name="generator" content="layer_viz gallery">'
KEYS = "ab"
OWN_CHUNK = re.compile(r"(e\d{4,}|exam|probes)\.js")


def build(records, out):
    """Writes the gallery; an earlier one in the folder is replaced whole.

    Args:
        records: list of one or two `layer_viz.store.Record`.
        out: str or path of a folder. Files in it that no gallery wrote stay.

    Raises:
        UserError: if a record is damaged, or a file that is not the
            gallery's has the name of one of its files.

    Returns:
        `pathlib.Path` of `index.html`.
    """
    out, records = Path(out), two_at_most(records)
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        _write(records, part)
        _replace(out, part)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return out / "index.html"


def two_at_most(records):
    """The records as a list.

    Raises:
        UserError: if there are none, more than two, or one has no epoch.
    """
    records = list(records)
    if not 1 <= len(records) <= len(KEYS):
        raise UserError(
            f"A gallery shows one run or compares two; received {len(records)}."
        )
    for record in records:
        if not record.epochs:
            raise UserError(f"{record.path} holds no finished epoch to show.")
    return records


def documents(record):
    """dict from chunk names to the content of the chunks of a record."""
    found = {"probes": record.manifest["probes"]}
    found |= {epoch_folder(number): record.epoch(number) for number in record.epochs}
    exam = record.exam()
    return found if exam is None else found | {"exam": exam}


def facts(key, record, content, left_out=()):
    """What the page knows of a record before it loads any chunk.

    Args:
        key: str. The run's letter in the page.
        record: `layer_viz.store.Record`.
        content: dict, its `documents`.
        left_out: collection of epochs that are not in the page.
    """
    every = [content[epoch_folder(number)] for number in record.epochs]
    return {
        "key": key,
        "manifest": record.manifest,
        "epochs": [number for number in record.epochs if number not in left_out],
        "left_out": sorted(left_out),
        "scales": _scales(every),
        "history": {"epochs": record.epochs} | _history(every),
    }


def opening(runs, inline):
    """The script that starts the page."""
    return f"TG.open({to_json({'runs': runs, 'inline': inline})});\n"


def page_html(styles, scripts):
    """`index.html` with its styles and scripts in place."""
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    return text.replace("<!--styles-->", styles).replace("<!--scripts-->", scripts)


def _write(records, folder):
    runs = []
    for key, record in zip(KEYS, records, strict=False):
        content = documents(record)
        (folder / "c" / key).mkdir(parents=True)
        for name, document in content.items():
            script = chunk_script(f"{key}/{name}", wide(pack(record, document)))
            path = folder / "c" / key / f"{name}.js"
            path.write_bytes(("\ufeff" + script).encode("utf-16-le"))
        runs.append(facts(key, record, content))
    (folder / "m.js").write_text(opening(runs, inline=False), encoding="utf-8")
    for name in (*SCRIPTS, "app.css"):
        shutil.copyfile(PAGE / name, folder / name)
    tags = "\n".join(f'<script src="{name}"></script>' for name in (*SCRIPTS, "m.js"))
    html = page_html('<link rel="stylesheet" href="app.css">', tags)
    (folder / "index.html").write_text(html, encoding="utf-8")


def _replace(out, part):
    new = [path.relative_to(part) for path in part.rglob("*") if path.is_file()]
    if not is_gallery(out / "index.html"):
        taken = [str(name) for name in new if (out / name).exists()]
        if taken:
            raise UserError(
                f"{out} holds {taken[0]}, which no gallery wrote; choose another "
                f"folder with --out."
            )
    for path in out.glob("c/[ab]/*.js"):
        if OWN_CHUNK.fullmatch(path.name):
            path.unlink()
    for name in sorted(new, key=lambda path: path.name == "index.html"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(part / name, out / name)


def is_gallery(path):
    """Whether an HTML file was written here."""
    try:
        return MARK in path.read_text(encoding="utf-8", errors="replace")[:2000]
    except OSError:
        return False


def _scales(every):
    """For each sheet its largest scale over the epochs, and whether it has signs."""
    found = {}
    for content in every:
        for section in ("sheets", "maps", "arriving"):
            for name, sheet in content.get(section, {}).items():
                scale, signed = found.get(f"{section}/{name}", (0, False))
                found[f"{section}/{name}"] = (
                    max(scale, sheet["scale"]),
                    signed or sheet["zero"] == 128,
                )
        for name, panel in content.get("panels", {}).items():
            scale, _ = found.get(f"panels/{name}", (0, False))
            signed = panel["form"] == "strips"
            found[f"panels/{name}"] = (max(scale, panel["scale"]), signed)
    return found


def _history(every):
    """The single numbers of each layer as lists over the epochs."""
    found = {"stats": {}, "weights": {}, "similarity": {}}
    for index, content in enumerate(every):
        similarity = content.get("similarity", {})
        rows = [("stats", k, v) for k, v in content.get("stats", {}).items()]
        rows += [("weights", k, v) for k, v in content.get("weights", {}).items()]
        rows += [("similarity", k, {"similarity": v}) for k, v in similarity.items()]
        for section, name, numbers in rows:
            for field, value in numbers.items():
                if isinstance(value, (int, float)):
                    lists = found[section].setdefault(name, {})
                    lists.setdefault(field, [None] * len(every))[index] = value
    return found
