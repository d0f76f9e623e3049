"""ctgan learns a table and writes rows: the peer of `benchmarks.table_peers`.

python table_peers_ctgan.py FOLDER

FOLDER has `train.csv`, and `plan.json`: which columns are discrete, how many epochs to
learn, how many rows to write to `made.csv`, and which category of each column to ask
for; what it took, and how often rows are as asked, goes to `took.json`. It
runs in an environment of its own, which has ctgan and does not have TER GAN.
"""

import importlib.metadata
import json
import pathlib
import sys
import time

START = time.perf_counter()

import ctgan  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import torch  # noqa: E402

PACKAGES = ("ctgan", "rdt", "torch", "pandas", "numpy")


def main(folder):
    """Learns, notes the time, writes."""
    plan = json.loads((folder / "plan.json").read_text())
    torch.set_num_threads(plan["threads"])
    torch.manual_seed(plan["seed"])
    np.random.seed(plan["seed"])
    types = dict.fromkeys(plan["discrete"], str)
    train = pd.read_csv(folder / "train.csv", dtype=types, keep_default_na=False)
    model = ctgan.CTGAN(epochs=plan["epochs"], enable_gpu=False)
    model.fit(train, plan["discrete"])
    found = {
        "cpu_seconds": time.process_time(),  # of all threads, since the process began
        "wall_seconds": time.perf_counter() - START,
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }
    model.sample(plan["n"]).to_csv(folder / "made.csv", index=False)
    found["asked"] = {
        name: float(
            (model.sample(plan["asked_rows"], name, value)[name] == value).mean()
        )
        for name, value in plan["asked"].items()
    }
    (folder / "took.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
