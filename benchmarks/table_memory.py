"""What a large table costs: memory and seconds of each stage, by its number of rows.

    python -m benchmarks.table_memory [--rows 100000 300000 1000000] [--steps 30]

Each size in a process of its own, one after the other: a CSV file of 20 columns, ten of
numbers and ten of categories, one of which has 5,000, is read, encoded, learned from
for a few steps by `table-gan`, and a tenth as many rows are written. What the process
needs at most in each stage, libraries included, must not be above 3 GiB for a million
rows, and must not grow faster than the rows do.
"""

import argparse
import contextlib
import itertools
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np

from benchmarks import records

ROWS = (100_000, 300_000, 1_000_000)
SIZES = (2, 2, 3, 5, 7, 12, 20, 40, 80, 5000)  # of the columns of categories
CHUNK = 50_000  # rows that are made at a time
ALLOWED = {"GiB": 3.0, "growth": 1.25}  # of the dearest row over the cheapest one
STAGES = {
    "libraries": "libraries loaded",
    "read": "the CSV file read",
    "prepare": "schema, splits, encoding found",
    "train": "rows encoded, steps trained",
    "generate": "a tenth as many rows generated",
    "write": "written as CSV",
}


# -- one process ---------------------------------------------------------------------


def table(n, rng):
    """`pandas.DataFrame` of `n` rows: ten columns of numbers, ten of categories."""
    import pandas as pd

    state = rng.normal(size=n)  # what columns have in common
    pay = np.round(np.exp(8 + 0.5 * state + 0.3 * rng.normal(size=n)), 2)
    columns = {
        "age": rng.integers(18, 90, n),
        "pay": np.where(rng.random(n) < 0.2, 0.0, pay),
        "height": np.round(170 + 9 * rng.normal(size=n), 1),
        "weight": np.where(rng.random(n) < 0.1, np.nan, np.round(70 + 9 * state, 1)),
        "visits": rng.poisson(np.exp(0.5 * state)),
        "share": np.round(rng.beta(2, 5, n), 4),
        "score": np.round(np.where(rng.random(n) < 0.5, -3, 3) + rng.normal(size=n), 3),
        "seconds": rng.integers(0, 86_400, n),
        "balance": np.round(1000 * rng.standard_t(3, n), 2),
        "measure": rng.normal(size=n),
    }
    for number, size in enumerate(SIZES):
        weights = 1 / np.arange(1, size + 1)
        codes = rng.choice(size, n, p=weights / weights.sum())
        names = np.array([f"{number}-{code}" for code in range(size)], dtype=object)
        columns[f"category_{size}_{number}"] = names[codes]
    return pd.DataFrame(columns)


def make(path, rows, seed=0):
    """Writes a CSV file, some rows at a time."""
    rng = np.random.default_rng([seed, rows])
    with open(path, "w", newline="") as file:
        for start in range(0, rows, CHUNK):
            part = table(min(CHUNK, rows - start), rng)
            part.to_csv(file, index=False, header=not start)


def memory():
    """GiB: the most that the process has held since it began."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


@contextlib.contextmanager
def stage(name, found):
    """Notes what a stage takes: seconds, and the memory up to its end."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    found[name] = {
        "seconds": time.perf_counter() - wall,
        "cpu_seconds": time.process_time() - cpu,
        "GiB": memory(),
    }


def measure(folder, steps):
    """dict: stage to what it took, of the file `table.csv` in a folder."""
    found = {}
    with stage("libraries", found):
        from ter_gan import commands, recipes, tabular

        commands.use_backend("tensorflow")
        from ter_gan import training
        from ter_gan.runs import Run
        from ter_gan.tables import reading
        from ter_gan.tables.datasets import assemble
    with stage("read", found):
        df = reading.read_csv(folder / "table.csv")
        rows = len(df)
    with stage("prepare", found):
        dataset = assemble.from_frames("memory", {"train": df}, assemble.Options())
        del df
    options = {"dataset": "frame:memory", "epochs": 1, "steps_per_epoch": steps}
    with stage("train", found):
        path = folder / "run"
        training.train(recipes.resolve(options), dataset, run_dir=path, layer_viz="off")
    with stage("generate", found):
        made = tabular.Synthesizer(Run.find(path), dataset).sample(rows // 10)
    with stage("write", found):
        reading.write_csv(made, folder / "made.csv")
    return found


# -- all processes ---------------------------------------------------------------------


def run(rows, steps):
    """What `measure` finds in a process of its own, for a file of another one."""
    with tempfile.TemporaryDirectory() as folder:
        for task in ("make", "measure"):
            words = ["-m", "benchmarks.table_memory", "--task", task, folder]
            command = [sys.executable, *words, "--rows", rows, "--steps", steps]
            subprocess.run(list(map(str, command)), check=True)
        return json.loads((pathlib.Path(folder) / "found.json").read_text())


def verdict(found):
    """What the sizes say: the peak of the largest, and whether costs are linear.

    Args:
        found: dict from numbers of rows, at least two, to what `measure` gives.

    Returns:
        dict: `GiB`, the peak; `KiB_a_row`, of the rows that one size has more than the
        one before; `growth`, of the last of them over the first; `kept`, whether both
        are allowed.
    """
    sizes = sorted(found)
    peaks = [max(each["GiB"] for each in found[size].values()) for size in sizes]
    pairs = zip(itertools.pairwise(sizes), itertools.pairwise(peaks))
    slopes = [2**20 * (high - low) / (b - a) for (a, b), (low, high) in pairs]
    growth = slopes[-1] / max(slopes[0], 1e-9)
    kept = peaks[-1] <= ALLOWED["GiB"] and growth <= ALLOWED["growth"]
    return {"GiB": peaks[-1], "KiB_a_row": slopes, "growth": growth, "kept": kept}


def text(found, said, steps):
    """The findings as Markdown."""
    columns = len(SIZES) + 10
    lines = [
        f"# The cost of tables of {columns} columns",
        "",
        f"`table-gan`, {steps} steps; ten columns of numbers, ten of "
        f"{', '.join(f'{size:,}' for size in SIZES)} categories. The most memory that "
        "the process had held by the end of a stage, libraries included, and its CPU "
        "seconds.",
        "",
        "| stage | " + " | ".join(f"{rows:,} rows" for rows in found) + " |",
        "|---" * (len(found) + 1) + "|",
    ]
    for name, words in STAGES.items():
        cells = [found[rows][name] for rows in found]
        cells = [
            f"{cell['GiB']:.2f} GiB, {cell['cpu_seconds']:.0f} s" for cell in cells
        ]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    slopes = " and ".join(f"{slope:.2f}" for slope in said["KiB_a_row"])
    met = "Both targets are met." if said["kept"] else "Not both targets are met."
    lines += [
        "",
        f"At most {said['GiB']:.2f} GiB (target: {ALLOWED['GiB']:g} GiB); from size to "
        f"size {slopes} KiB for each further row (target: linear, that is, up to "
        f"{ALLOWED['growth']:g} times as much). {met}",
    ]
    return "\n".join(lines)


def main():
    """Writes `results/table_memory`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=list(ROWS))
    parser.add_argument("--steps", type=int, default=30, help="of training")
    parser.add_argument("--out", type=pathlib.Path, default=records.RESULTS)
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.task:
        task, folder = arguments.task[0], pathlib.Path(arguments.task[1])
        if task == "make":
            return make(folder / "table.csv", arguments.rows[0])
        found = measure(folder, arguments.steps)
        return (folder / "found.json").write_text(json.dumps(found))
    found = {rows: run(rows, arguments.steps) for rows in sorted(arguments.rows)}
    said = verdict(found)
    facts = {"seed": 0, "steps": arguments.steps, "stages": found, "verdict": said}
    words = text(found, said, arguments.steps)
    records.write("table_memory", facts, words, arguments.out)


if __name__ == "__main__":
    main()
