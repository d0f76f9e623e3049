"""Samples with the maps that say which pixels push the score where."""

import numpy as np

from layer_viz.pictures.activations import epoch_words, fixed_words
from layer_viz.pictures.colour import Scale, overlay, overlay_colours
from layer_viz.pictures.grid import Grid
from layer_viz.pictures.page import BODY, Page
from layer_viz.pictures.samples import pictures
from ter_gan.errors import UserError, unknown

WORDS = 116  # pixels: a tile's width that has room for its logit
NAMES = {"fake": "generated", "real": "real", "model": "input"}


def map_figure(choice, epochs):
    """The samples with the maps of one method, generated above real.

    Args:
        choice: `Choice` with `method`.
        epochs: list of int.

    Returns:
        `matplotlib.figure.Figure`.
    """
    page = Page()
    facts = choice.manifest
    page.heading(
        f"{facts['title']}: {choice.method}, {epoch_words(epochs)}",
        verdict(choice.exam, choice.method),
    )
    for epoch in epochs:
        if len(epochs) > 1:
            page.paragraph(f"epoch {epoch}", BODY, 2, weight="bold")
        for stream in choice.roles("fake", "real", "model"):
            _stream(page, choice, stream, epoch)
    scale = map_scale(choice, epochs[0])
    relative = choice.scale == "epoch" and len(epochs) > 1
    limits = (-1.0 if scale.signed else 0.0, 1.0) if relative else None
    which = epochs if choice.scale == "epoch" else choice.epochs
    note = "each epoch by the end of its own scale" if relative else fixed_words(which)
    words = f"{legend(choice, scale.signed)}; {note}"
    colours = overlay_colours() if choice.overlaid else None
    page.colour_bar(scale, words, limits, colours)
    return page.figure()


def methods_of(record, epochs):
    """dict: method to the epochs that have its maps; `[]` if only the exam.

    Args:
        record: `layer_viz.store.Record`.
        epochs: list of int.
    """
    found = {}
    for epoch in epochs:
        for key in record.epoch(epoch).get("maps", {}):
            known = found.setdefault(key.partition("/")[2], [])
            known += [epoch] * (epoch not in known)
    for key in (record.exam() or {}).get("maps", {}):
        found.setdefault(key.partition("/")[2], [])
    return found


def epochs_with(record, method, epochs, strict):
    """list of int: those of `epochs` that have maps of a method.

    Args:
        record: `layer_viz.store.Record`.
        method: str.
        epochs: list of int.
        strict: bool. Whether each of them must have some; else it is enough
            that one epoch has.

    Raises:
        UserError: if there are none, or the method is unknown.
    """
    found = methods_of(record, record.epochs)
    if method not in found:
        if record.manifest["kind"] == "points" or not found:
            raise UserError("This record holds no maps.")
        raise unknown("method", method, found)
    have = found[method] or [record.exam()["epoch"]]
    missing = [epoch for epoch in epochs if epoch not in have]
    if strict and missing:
        raise UserError(
            f"Epoch {missing[0]} has no maps of {method}; epochs that have: "
            f"{', '.join(map(str, have))}."
        )
    return [epoch for epoch in epochs if epoch in have] or have[-1:]


def map_sheet(choice, stream, epoch):
    """dict, the sheet of a stream's maps: the epoch's, or the exam's."""
    key = f"{stream['id']}/{choice.method}"
    maps = choice.contents[epoch]["maps"]
    exam = choice.exam or {"epoch": None, "maps": {}}
    if key in maps:
        return maps[key]
    if exam["epoch"] == epoch and key in exam["maps"]:
        return exam["maps"][key]
    raise UserError(f"Epoch {epoch} has no map {key}.")


def map_scale(choice, epoch):
    """`Scale` of the maps: of one epoch, or of all that are drawn."""
    epochs = [epoch] if choice.scale == "epoch" else choice.epochs
    streams = choice.roles("fake", "real", "model")
    sheets = [map_sheet(choice, stream, e) for stream in streams for e in epochs]
    return Scale(max(each["scale"] for each in sheets), any(s["zero"] for s in sheets))


def _stream(page, choice, stream, epoch):
    role, probes = stream["role"], choice.shown_probes(8)
    samples = pictures(choice, role, epoch)[probes]
    values = choice.record.values(map_sheet(choice, stream, epoch))[probes]
    scale = map_scale(choice, epoch)
    if choice.overlaid:
        if not scale.signed:
            raise UserError(
                f"The maps of {choice.method} are not signed; leave --overlay out."
            )
        rows = [[overlay(*pair, scale) for pair in zip(samples, values)]]
        names = [NAMES[role]]
    else:
        rows = [samples, scale.paint(values)]
        names = [NAMES[role], choice.method.replace("-", "\n", 1)]
    labels = [choice.probe_label(p, role.replace("model", "real")) for p in probes]
    words = [score_words(choice, stream, epoch, probe) for probe in probes]
    for i, (row, name) in enumerate(zip(rows, names)):
        last = i == len(rows) - 1
        columns, below = labels if i == 0 else [], [words] if last else None
        Grid(np.stack(row)[None], [name], columns, below, least=WORDS).draw(page)


def score_words(choice, stream, epoch, probe):
    """str: the logit of a probe, and the chance of real where it is one."""
    scores = choice.contents[epoch]["scores"].get(stream["id"])
    if scores is None:
        return ""
    logit = scores[probe]
    words = f"logit {round(logit, 2) + 0.0:.2f}".replace("-", "−")
    if choice.manifest["target"] != "realness" or not choice.manifest["probability"]:
        return words
    chance = 1 / (1 + np.exp(-logit))
    return f"{words}\n{100 * chance:.0f} % real"


def legend(choice, signed):
    """str: what the colours say."""
    if not signed:
        return "yellow: much influence on the score"
    towards = ("fake", "real")
    if choice.manifest["target"] == "class":
        towards = ("other classes", "this class")
    if not shows_evidence(choice):
        return (
            f"orange (−): brighter pixels would push towards {towards[0]}, blue (+): "
            f"towards {towards[1]}"
        )
    return f"orange (−) pushes towards {towards[0]}, blue (+) towards {towards[1]}"


def shows_evidence(choice):
    """bool: whether a map says what pixels add, not what a change would do."""
    exam = choice.record.exam() or {"methods": []}
    known = [*choice.manifest["methods"], *exam["methods"]]
    return all(row["evidence"] for row in known if row["id"] == choice.method)


def verdict(exam, method):
    """str: what the examination says of a method."""
    rows = exam["methods"] if exam else []
    found = next((row for row in rows if row["id"] == method), None)
    if found is None:
        return f"{method} was not examined in this run: read its maps with care."
    checks = found["checks"]
    failed = [check["name"] for check in checks if not check["passed"]]
    when = f"the examination at epoch {exam['epoch']}"
    if failed or not found["passed"]:
        return f"FAILED {when}: {', '.join(failed) or 'as a whole'}. Do not trust it."
    return f"Passed {when}: {', '.join(check['name'] for check in checks)}."
