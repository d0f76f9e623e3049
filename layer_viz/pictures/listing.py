"""What a record holds, as text."""

from layer_viz.pictures.activations import shape_words
from layer_viz.pictures.maps import methods_of


def listing(record, command):
    """What can be drawn of a record.

    Args:
        record: `layer_viz.store.Record`.
        command: str, with which an example begins.

    Returns:
        str, several lines.
    """
    facts, epochs = record.manifest, record.epochs
    kind = "points on a plane" if facts["kind"] == "points" else facts["kind"]
    lines = [
        f"{facts['title']}: a record of {kind}",
        f"epochs   {', '.join(map(str, epochs)) or 'none yet'}",
        f"probes   {facts['probes']['n']}",
    ]
    for i, stream in enumerate(facts["streams"]):
        head = "" if i else "streams"
        lines.append(f"{head:8} {stream['id']}: {stream['role']}, {stream['source']}")
    for i, (method, found) in enumerate(methods_of(record, epochs).items()):
        where = f"epochs {', '.join(map(str, found))}" if found else "examination"
        head = "" if i else "methods"
        lines.append(f"{head:8} {method}: {where}")
    width = max((len(row["id"]) for row in facts["layers"]), default=0)
    lines += [_layer(i, row, width) for i, row in enumerate(facts["layers"])]
    if epochs and facts["layers"]:
        shown = next(row for row in facts["layers"] if row["same_as"] is None)
        lines += ["", f"{command} --layer {shown['id']} --out layer.png"]
    return "\n".join(lines)


def plural(n, word):
    """str: `1 unit`, `2 units`."""
    return f"{n} {word}{'s' * (n != 1)}"


def _layer(i, row, width):
    head = "" if i else "layers"
    note = (
        f"= {row['same_as']}" if row["same_as"] else plural(len(row["units"]), "unit")
    )
    words = f"{row['type']} {shape_words(row['shape'])}"
    return f"{head:8} {row['id']:{width}}  {words}, {note}"
