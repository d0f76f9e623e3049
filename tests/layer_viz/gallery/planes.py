"""A synthetic record of points, with known values."""

import numpy as np

from layer_viz.store import Record, quantise


def points(path, epochs=(0, 1)):
    """A record of a 2-D GAN: heatmaps over the plane, and the points."""
    rng = np.random.default_rng(0)
    record = Record.create(path, manifest())
    record.write_arrays("probes.npz", {})
    y, x = np.mgrid[1:-1:20j, -2:2:20j]
    for number in epochs:
        tiles = np.stack([x, y, x * y, x + y + number])
        sheets = {
            f"{stream}/{name}": record.write_sheet(
                f"e{number:04d}/{stream}.png", quantise(tiles, 4)
            )
            for stream, name in (("G", "g_dense"), ("D", "d_dense"))
        }
        angle = rng.uniform(0, 2 * np.pi, 200)
        real = np.stack([np.cos(angle), np.sin(angle) * 0.8], 1)
        fake = rng.normal(size=(200, 2)) * (0.2 + 0.2 * number)
        content = {"epoch": number, "step": number, "sheets": sheets, "scores": {}}
        content["points"] = {"real": real.tolist(), "fake": fake.tolist()}
        record.add_epoch(number, number, content, 0.1)
    return record


def manifest():
    """The record's manifest: two networks with a layer of four units each."""
    plane = {"x": [-2.0, 2.0], "y": [-1.0, 1.0], "axes": ["x1", "x2"]}
    streams = [
        {"id": "G", "network": "G", "role": "generator", "source": "latents"},
        {"id": "D", "network": "D", "role": "model", "source": "plane.D"},
    ]
    return {
        "id": "points",
        "title": "ring, synthetic",
        "kind": "points",
        "facts": {},
        "probes": {"sha256": "0" * 64, "n": 1, "shape": [2], "sheets": {}},
        "networks": [
            {"id": "G", "name": "generator", "parameters": 12},
            {"id": "D", "name": "discriminator", "parameters": 12},
        ],
        "streams": [stream | {"plane": plane} for stream in streams],
        "target": "realness",
        "probability": True,
        "layers": [layer("G", "g_dense", 4), layer("D", "d_dense", 4)],
        "methods": [],
    }


def layer(network, name, units):
    """The manifest's row of a dense layer."""
    return {
        "id": f"{network}/{name}",
        "network": network,
        "path": name,
        "type": "Dense",
        "shape": [units],
        "parameters": 12,
        "layout": "maps",
        "tile": [20, 20],
        "units": list(range(units)),
        "of": units,
        "same_as": None,
        "inputs": [],
    }
