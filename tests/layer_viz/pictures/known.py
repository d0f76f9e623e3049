"""A small record whose every value is known, written without any network."""

import numpy as np

from layer_viz.store import Record, pack_units, picture_tiles, quantise

EPOCHS = (0, 1, 5)
PROBES, UNITS, SIDE = 3, 6, 4
PLANE = {"x": [-2.0, 2.0], "y": [-1.0, 1.0], "axes": ["x1", "x2"]}
ROWS = (
    ("G/g_hidden", "Dense", [UNITS - 1], None),
    ("G/g_relu", "ReLU", [SIDE, SIDE, UNITS], None),
    ("D/d_conv", "Conv2D", [SIDE, SIDE, UNITS], None),
    ("D/d_flatten", "Flatten", [SIDE * SIDE * UNITS], "D/d_conv"),
)


def outputs(stream, path, epoch):
    """float32 array `(probes, ..., units)`, larger in later epochs."""
    probe = np.arange(PROBES, dtype="float32")[:, None, None, None]
    y, x = np.mgrid[:SIDE, :SIDE][..., None]
    unit = np.arange(UNITS)
    maps = (1 + epoch) * (1 + probe + x + 0.1 * y + unit)
    if path == "g_hidden":
        return (maps - 8)[:, 0, 0, :-1]
    return maps if stream == "G" else maps - (8 if stream == "D.real" else 9)


def pictures(shift):
    """uint8 array `(probes, 8, 8, 1)`."""
    return np.stack(
        [np.full((8, 8, 1), 40 * i + shift, "uint8") for i in range(PROBES)]
    )


def layer(row):
    name, kind, shape, alias = row
    units = 0 if alias else shape[-1]
    return {
        "id": name,
        "network": name[0],
        "path": name[2:],
        "type": kind,
        "shape": shape,
        "parameters": 9,
        "layout": "maps" if len(shape) == 3 else "vector",
        "tile": shape[:2] if len(shape) == 3 else [1, units],
        "units": list(range(units)),
        "of": shape[-1],
        "same_as": alias,
        "inputs": [],
    }


def manifest():
    roles = {"G": "generator", "D.real": "real", "D.fake": "fake"}
    return {
        "id": "known",
        "title": "known values",
        "kind": "images",
        "facts": {},
        "probes": {
            "sha256": "0",
            "n": PROBES,
            "shape": [8, 8, 1],
            "class_names": ["0", "1", "2"],
            "labels": {"real": [0, 1, 2]},
            "sheets": {},
        },
        "networks": [{"id": "G", "name": "generator"}, {"id": "D", "name": "critic"}],
        "streams": [
            {"id": k, "network": k[0], "role": role, "source": role}
            for k, role in roles.items()
        ],
        "target": "realness",
        "layers": [layer(row) for row in ROWS],
        "probability": True,
        "methods": [{"id": "gradient", "signed": True, "evidence": False, "every": 1}],
    }


def write(path, exam=False):
    """Writes the record; returns it."""
    record = Record.create(path, manifest())
    (record.path / "probes").mkdir(exist_ok=True)
    sheet = record.write_sheet("probes/real.png", picture_tiles(pictures(0)))
    record.manifest["probes"]["sheets"]["real"] = sheet
    record.write_arrays("probes.npz", {"probes/generator": np.ones((PROBES, 5))})
    for epoch in EPOCHS:
        record.add_epoch(epoch, epoch * 100, _epoch(record, epoch), 0.1)
    if exam:
        checks = [{"name": "randomisation", "value": 0.9, "passed": False}]
        methods = [{"id": "gradient", "passed": False, "checks": checks}]
        sheet = record.write_sheet("exam/occlusion.png", quantise(maps(5)))
        found = {f"D.{role}/occlusion": sheet for role in ("real", "fake")}
        record.write_json("exam.json", {"epoch": 5, "methods": methods, "maps": found})
        record.manifest["exam"] = "exam.json"
        record.save()
    return record


def maps(epoch):
    """float array `(probes, 8, 8)`, signed."""
    return np.linspace(-1 - epoch, 1 + epoch, PROBES * 64).reshape(PROBES, 8, 8)


def _epoch(record, epoch):
    folder = f"e{epoch:04d}"
    content = {"epoch": epoch, "sheets": {}, "stats": {}, "weights": {}, "maps": {}}
    for stream in record.manifest["streams"]:
        for row in record.manifest["layers"]:
            if row["network"] != stream["network"] or row["same_as"]:
                continue
            key = f"{stream['id']}/{row['path']}"
            values = outputs(stream["id"], row["path"], epoch)
            tiles = quantise(pack_units(values, row["units"]), len(row["units"]))
            name = f"{folder}/{key.replace('/', '.')}.png"
            content["sheets"][key] = record.write_sheet(name, tiles)
            spread = {"std": [3.0, 1.0, 5.0, 0.0, 4.0, 2.0][: len(row["units"])]}
            content["stats"][key] = {"dead": 0.1 * epoch, "units": spread}
            norms = {"norm": 1.0 + epoch, "gradient": 0.1, "update": 0.01}
            content["weights"][row["id"]] = norms
    for role in ("real", "fake"):
        name = f"{folder}/{role}.gradient.png"
        sheet = record.write_sheet(name, quantise(maps(epoch)))
        content["maps"][f"D.{role}/gradient"] = sheet
    fake = record.write_sheet(f"{folder}/fake.png", picture_tiles(pictures(9 + epoch)))
    return content | {
        "scores": {"D.real": [1.0, 2.0, 0.0], "D.fake": [-1.0, 0.5, 0.0]},
        "images": {"fake": fake},
        "difference": {"D/d_conv": [0.0, 9.0, 0.0, 8.0, 0.0, 7.0]},
        "similarity": {"G/g_relu": 0.5} if epoch else {},
    }


def on_a_plane(path):
    """A record of points: the units of one layer on a plane."""
    facts = manifest() | {"kind": "points", "methods": []}
    facts["probes"]["n"] = 1
    facts["streams"] = [facts["streams"][0] | {"plane": PLANE}]
    facts["layers"] = [layer(("G/g_dense", "Dense", [SIDE, SIDE, UNITS], None))]
    record = Record.create(path, facts)
    for epoch in EPOCHS:
        (record.path / f"e{epoch:04d}").mkdir()
        values = outputs("D.real", "", epoch)[:1]
        tiles = quantise(pack_units(values, range(UNITS)), UNITS)
        sheet = record.write_sheet(f"e{epoch:04d}/G.00.png", tiles)
        points = {"real": [[0.0, 0.0], [1.0, 1.0]], "fake": [[0.5, epoch]]}
        content = {"epoch": epoch, "sheets": {"G/g_dense": sheet}, "points": points}
        record.add_epoch(epoch, epoch, content, 0.1)
    return record
