"""Synthetic records with known values, written without any network."""

import numpy as np

from layer_viz.store import Record, pack_units, picture_tiles, quantise

HOSTILE = '<img src=x onerror="window.hacked=1"></script>'
METHODS = ("gradient", "integrated-gradients", "guided-backprop", "occlusion")

# network, path, type, shape, units shown, values are never negative
SMALL = (
    ("G", "g_dense", "Dense", (24,), 24, False),
    ("G", "g_reshape", "Reshape", (2, 2, 6), 0, False),
    ("G", "g_relu", "ReLU", (8, 8, 6), 6, True),
    ("G", "g_samples", "Conv2DTranspose", (16, 16, 1), 1, False),
    ("D", "d_conv", "Conv2D", (8, 8, 8), 8, False),
    ("D", "d_relu", "ReLU", (8, 8, 8), 8, True),
    ("D", "d_flatten", "Flatten", (512,), 0, True),
    ("D", "d_logit", "Dense", (1,), 1, False),
)
DCGAN = (
    ("G", "g_dense", "Dense", (6272,), 64, True),
    ("G", "g_reshape", "Reshape", (7, 7, 128), 0, True),
    ("G", "g_up_1", "Conv2D", (14, 14, 64), 64, False),
    ("G", "g_relu_1", "ReLU", (14, 14, 64), 64, True),
    ("G", "g_samples", "Conv2D", (28, 28, 1), 1, False),
    ("D", "d_conv_1", "Conv2D", (14, 14, 64), 64, False),
    ("D", "d_conv_2", "Conv2D", (7, 7, 128), 64, False),
    ("D", "d_flatten", "Flatten", (6272,), 0, False),
    ("D", "d_logit", "Dense", (1,), 1, False),
)


class Synthetic:
    """Writes a record of images; what it writes follows from its arguments.

    Args:
        path: path of the record's folder.
        title: str. Also decides nothing else.
        layers: tuple of rows as `SMALL`.
        epochs: list of recorded epochs.
        probes: int.
        size: int. Side of the images.
        seed: int. Seed of the images and of the probes' hash.
        exam: bool. Whether it was examined, and training had ended.
        hostile: bool. Whether names and sentences attack the page.
        model: bool. A classifier instead of two networks.
    """

    def __init__(
        self,
        path,
        title="digits, synthetic",
        layers=SMALL,
        epochs=(0, 1, 2, 5),
        probes=4,
        size=16,
        seed=0,
        exam=True,
        hostile=False,
        model=False,
    ):
        self.title, self.layers, self.numbers = title, layers, list(epochs)
        self.n, self.size, self.seed, self.hostile = probes, size, seed, hostile
        self.model = model
        if model:
            self.layers = tuple(row for row in layers if row[0] == "D")
        self.rng = np.random.default_rng(seed)
        self.record = Record.create(path, self.manifest())
        self.write(exam)

    # -- what it says of itself -----------------------------------------------

    @property
    def streams(self):
        if self.model:
            return [{"id": "D", "network": "D", "role": "model", "source": "real"}]
        return [
            {"id": "G", "network": "G", "role": "generator", "source": "latents"},
            {"id": "D.real", "network": "D", "role": "real", "source": "real"},
            {"id": "D.fake", "network": "D", "role": "fake", "source": "G"},
        ]

    def manifest(self):
        names = {row[0] for row in self.layers}
        title = {"G": "generator", "D": "discriminator"}
        labels = [i % 3 for i in range(self.n)]
        classes = [HOSTILE, "one", "two"] if self.hostile else ["zero", "one", "two"]
        return {
            "id": f"synthetic-{self.seed}",
            "title": HOSTILE if self.hostile else self.title,
            "kind": "images",
            "facts": {"dataset": "synthetic", "seed": self.seed},
            "probes": {
                "sha256": f"{self.seed:064x}",
                "n": self.n,
                "shape": [self.size, self.size, 1],
                "class_names": classes,
                "labels": {"real": labels, "fake": labels},
                "sheets": {},
            },
            "networks": [
                {"id": name, "name": title[name], "parameters": 1000}
                for name in sorted(names, reverse=True)
            ],
            "streams": self.streams,
            "target": "class" if self.model else "realness",
            "probability": True,
            "layers": [self.layer(row) for row in self.layers],
            "methods": [
                {"id": name, "signed": True, "evidence": True, "every": 1}
                for name in METHODS[:3]
            ],
        }

    def layer(self, row):
        network, path, kind, shape, shown, _ = row
        maps = len(shape) == 3
        return {
            "id": f"{network}/{path}",
            "network": network,
            "path": path,
            "type": HOSTILE if self.hostile and path == "d_conv" else kind,
            "shape": list(shape),
            "parameters": 100 if "conv" in path or "dense" in path else 0,
            "layout": "maps" if maps else "vector",
            "tile": list(shape[:2]) if maps else [1, shown],
            "units": list(range(shown)),
            "of": shape[-1],
            "same_as": None if shown else self.before(row),
            "inputs": [],
        }

    def before(self, row):
        found = self.layers[self.layers.index(row) - 1]
        return f"{found[0]}/{found[1]}"

    # -- values -----------------------------------------------------------------

    def images(self, shift):
        y, x = np.mgrid[: self.size, : self.size]
        middle = (self.size - 1) / 2
        radius = np.hypot(y - middle, x - middle)[None]
        rings = self.size * (0.18 + 0.04 * np.arange(self.n))[:, None, None] + shift
        return 255 * np.exp(-(((radius - rings) / (self.size / 12)) ** 2))

    def pictures(self, shift):
        return picture_tiles(self.images(shift).astype("uint8")[..., None])

    def activations(self, row, stream, epoch):
        """Unit index + probe / 10 + pixel / 1000, times a factor of the epoch."""
        _, _, _, shape, shown, positive = row
        unit = np.arange(shown, dtype="float32")
        probe = np.arange(self.n, dtype="float32") / 10
        if len(shape) == 1:
            values = probe[:, None] + unit[None]
        else:
            height, width = shape[:2]
            pixel = np.arange(height * width).reshape(height, width) / 1000
            values = probe[:, None, None, None] + pixel[None, :, :, None] + unit
        sign = 1 if positive else np.where(unit % 2, -1, 1)
        return (values + (stream == "D.fake")) * sign * (1 + epoch / 10)

    def maps(self, epoch, method):
        """Positive on the left, negative on the right, where the image is bright."""
        x = np.linspace(1, -1, self.size)[None, None, :]
        return self.images(epoch) / 255 * x * (1 + METHODS.index(method))

    # -- writing ------------------------------------------------------------------

    def write(self, exam):
        record = self.record
        record.write_arrays(
            "probes.npz", {"latents": self.rng.normal(size=(self.n, 3))}
        )
        sheet = record.write_sheet("probes/real.png", self.pictures(0.0))
        record.manifest["probes"]["sheets"]["real"] = sheet
        for number in self.numbers:
            record.add_epoch(number, number * 100, self.epoch(number), 0.1)
        last = self.numbers[-1]
        for number in range(1, last + 1):
            row = {
                "epoch": number,
                "d_loss": 1.4 / number,
                "g_loss": 0.7 + 0.1 * number,
            }
            record.manifest["timeline"].append(row | {"modes": number % 4})
            if number not in self.numbers:
                record.skip(number, "every=2")
        sentence = HOSTILE if self.hostile else "Fakes look alike: 0.12, limit 0.30."
        record.manifest["health"] = [
            {"epoch": last, "name": "loss-of-diversity", "sentence": sentence}
        ]
        if exam:
            record.write_json("exam.json", self.exam())
            record.manifest |= {"exam": "exam.json", "complete": True}
        record.save()

    def epoch(self, number):
        folder, content = f"e{number:04d}", {}

        def sheet(name, tiles):
            return self.record.write_sheet(f"{folder}/{name}.png", tiles)

        sheets, stats = {}, {}
        for stream in self.streams:
            for i, row in enumerate(self.layers):
                if row[0] == stream["network"] and row[4]:
                    key = f"{stream['id']}/{row[1]}"
                    values = self.activations(row, stream["id"], number)
                    tiles = quantise(pack_units(values, range(row[4])), row[4])
                    sheets[key] = sheet(f"{stream['id']}.{i:02d}", tiles)
                    stats[key] = self.stats(row[4], number)
        of_d = [s["id"] for s in self.streams if s["network"] == "D"]
        content["maps"] = {
            f"{stream}/{name}": sheet(f"{stream}.{name}", quantise(m))
            for name in METHODS[:3]
            for m in [self.maps(number, name)]
            for stream in of_d
        }
        content["images"] = {} if self.model else self.fakes(sheet, number)
        content["arriving"] = {} if self.model else self.arriving(sheet, number)
        ids = [f"{row[0]}/{row[1]}" for row in self.layers if row[4]]
        return content | {
            "epoch": number,
            "step": number * 100,
            "seconds": {"forward": 0.1},
            "scores": {s: self.scores(s, number) for s in of_d},
            "sheets": sheets,
            "completeness": {
                f"{s}/integrated-gradients": [0.01] * self.n for s in of_d
            },
            "stats": stats,
            "difference": {
                f"D/{r[1]}": [float(k % 5) for k in range(r[4])]
                for r in self.layers
                if r[0] == "D" and r[4]
            },
            "weights": {
                name: {"norm": 3.0 + number / 10, "gradient": 0.02, "update": 1e-3}
                for name in ids
            },
            "similarity": {key: 0.9 for key in sheets} if number else {},
        }

    def fakes(self, sheet, number):
        grid = np.tile(self.images(number), (64 // self.n + 1, 1, 1))[:64]
        grid = picture_tiles(grid.astype("uint8")[..., None], 8)
        return {
            "fake": sheet("fake", self.pictures(number / 2)),
            "grid": sheet("grid", grid),
        }

    def arriving(self, sheet, number):
        found = {"image": sheet("arriving", quantise(self.maps(number, "gradient")))}
        for i, row in enumerate(self.layers):
            if len(row[3]) == 3 and row[4]:
                height, width = row[3][:2]
                tile = np.abs(np.linspace(0, number + 1, height * width))
                tiles = np.tile(tile.reshape(1, height, width), (self.n, 1, 1))
                name = f"{row[0]}/{row[1]}"
                found[name] = sheet(f"arriving.{i:02d}", quantise(tiles))
        return found

    def scores(self, stream, number):
        sign = -1 if stream == "D.fake" else 1
        return [sign * (0.5 + i / 4 + number / 10) for i in range(self.n)]

    def stats(self, units, number):
        return {
            "mean": 0.1,
            "std": 0.4 + number / 50,
            "p1": -0.6,
            "p50": 0.05,
            "p99": 1.3,
            "zeros": 0.2,
            "dead": 1 / units,
            "saturated": 0.0,
            "histogram": {
                "low": -1.0,
                "high": 2.0,
                "counts": [
                    int(1000 * np.exp(-(((i - 10) / 5) ** 2))) for i in range(32)
                ],
            },
            "units": {
                "std": [float(k) for k in range(units)],
                "dead": [k == 0 for k in range(units)],
                "change": [1.0 / (1 + k) for k in range(units)],
            },
            "arriving": 0.02 / (1 + number),
        }

    # -- the examination ------------------------------------------------------------

    def exam(self):
        return {
            "epoch": self.numbers[-1],
            "seconds": {"proofs": 1.0},
            "methods": [examined(name) for name in METHODS],
            "maps": {}
            if self.model
            else {
                f"{s}/occlusion": self.record.write_sheet(
                    f"exam/{s}.occlusion.png", quantise(self.maps(1, "occlusion"))
                )
                for s in ("D.real", "D.fake")
            },
            "cascade": {
                "gradient": {
                    "layers": ["d_logit", "d_relu", "d_conv"],
                    "similarity": [0.4, 0.1, 0.02],
                }
            },
            "dissection": {
                f"{r[0]}/{r[1]}": self.dissected(r) for r in self.dissectable
            },
        } | self.movement()

    def movement(self):
        alike = 1 - 0.1 * np.abs(np.subtract.outer(self.numbers, self.numbers))
        key = "D/d_conv" if self.model else "D.fake/d_conv"
        layers = {key: alike.tolist()}
        found = {"similarity": {"epochs": self.numbers, "layers": layers}}
        if self.model:
            return found
        change = {"cosine": [0.5] * self.n, "network": "G"}
        for name in ("predicted", "real"):
            tiles = quantise(self.maps(0, "gradient"))
            change[name] = self.record.write_sheet(f"exam/change.{name}.png", tiles)
        return found | {"change": change}

    @property
    def dissectable(self):
        return [r for r in self.layers if len(r[3]) == 3 and r[4] > 1]

    def dissected(self, row):
        units, in_g = range(row[4]), row[0] == "G"
        name = f"exam/{row[0]}.{row[1]}"
        before = self.images(0.0)[np.zeros(row[4], int)]
        after = before * np.linspace(1, 0.2, row[4])[:, None, None]
        difference = 128 + (after - before) / 2
        triple = np.stack([before, after, difference], 1)
        triple = triple.reshape(-1, self.size, self.size)

        def sheet(kind, values, columns):
            tiles = picture_tiles(values.astype("uint8")[..., None], columns)
            return self.record.write_sheet(f"{name}.{kind}.png", tiles)

        return {
            "units": [
                {
                    "unit": k,
                    "image": 0.02 * k if in_g else None,
                    "score": -0.1 * k,
                    "insertion_image": 0.2 if in_g else None,
                    "insertion_score": 0.1,
                    "gradient": 0.03,
                    "concept": {"name": "stroke", "iou": 0.21},
                    "top": [i % self.n for i in range(k, k + 9)],
                }
                for k in units
            ],
            "control": {"image": 0.01, "score": 0.02, "concept_iou": 0.03},
            "ablated": sheet("ablated", triple, 3),
            "samples": sheet("samples", self.images(1.0), self.n),
            "maximised": sheet("maximised", after, row[4]),
        }


def examined(name):
    """A method's proofs: the gradient passes, guided backprop fails."""
    fails = name == "guided-backprop"
    checks = [
        {
            "name": "randomisation",
            "value": 0.93 if fails else 0.08,
            "limit": 0.5,
            "passed": not fails,
            "better": "low",
        },
        {
            "name": "deletion",
            "value": 0.2,
            "random": 0.55,
            "sobel": 0.4,
            "passed": True,
            "better": "low",
        },
    ]
    return {
        "id": name,
        "signed": True,
        "evidence": True,
        "teaching": fails,
        "passed": not fails,
        "checks": checks,
    }
