"""A table learned by our `table-gan` and by ctgan: time and quality side by side.

    python -m benchmarks.table_peers --peers FOLDER [--epochs 300] [--threads 2]

Ours is the command `python -m ter_gan.train --dataset adult --model table-gan` as it
is, which stops by itself; options that this command does not know are given to it. Its
checkpoints are copied after every few epochs, and measured afterwards. ctgan learns the
same training rows, with its own defaults, in the virtual environment FOLDER, which is
made if it is not there; without `--peers` it is left out. Each runs in a process of its
own, one after the other, on as many cores as there are threads; what is counted is the
whole process from its start until it has learned. Rows of both are compared with the
same test rows by the functions of `experiments.measures.tables`. Then each is asked for
rows of a rare category, column by column; of ours those count that are drawn, before
any is thrown away.
"""

import argparse
import functools
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv

import numpy as np
import pandas as pd

from benchmarks import records
from experiments.measures.tables import MEASURES

PEER = pathlib.Path(__file__).with_name("table_peers_ctgan.py")
PINS = ("torch==2.13.0", "ctgan==0.12.1")
MODEL = "table-gan"
PAUSE = 0.1  # seconds between two looks at our run
GAP = "?"  # ctgan takes no missing category: it gets one of this name
TARGET = 10  # times as fast as ctgan
ASKED = 500  # rows of a category that are asked for
RARE = 0.01  # least share of a category that is asked for
QUALITY = {"shapes": "column shapes", "detector": "detector AUC", "tstr": "TSTR"}
LESS = ("detector",)  # is better


# -- processes -----------------------------------------------------------------------


def once(folder, plan, learn):
    """What `learn` says of a plan; not done again if the folder has it."""
    kept = folder / "found.json"
    if kept.exists() and (found := json.loads(kept.read_text()))["plan"] == plan:
        return found
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = {"plan": plan} | learn(folder)
    kept.write_text(json.dumps(found))
    return found


def start(command, threads):
    """A process that has so many cores, and uses as many threads."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    return subprocess.Popen(
        [str(word) for word in command],
        preexec_fn=functools.partial(os.sched_setaffinity, 0, cores),
        env=os.environ | {"OMP_NUM_THREADS": str(len(cores))},
    )


def finish(process, name):
    """Waits for a process; gives its CPU seconds, if it is the only child meanwhile."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.wait():
        raise SystemExit(f"{name} failed with exit code {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cpu_seconds(pid):
    """CPU seconds of all threads of a process that runs (Linux)."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def over(process):
    """Whether a process has ended; it is left for `finish` to wait for."""
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, flags) is not None


# -- ours ----------------------------------------------------------------------------


def learn(plan, folder):
    """Our training; dict of what it took, with an entry of `points` for each copy."""
    run, began = folder / "run", time.perf_counter()
    words = ["--model", MODEL, "--dataset", plan["dataset"], "--run-dir", run]
    command = [sys.executable, "-m", "ter_gan.train", *words, *plan["options"]]
    process, points, seen = start(command, plan["threads"]), [], None
    newest = run / "checkpoints" / "last.npz"
    while not over(process):
        time.sleep(PAUSE)
        stamp = newest.stat().st_mtime_ns if newest.exists() else None
        if stamp != seen:
            seen, cpu = stamp, cpu_seconds(process.pid)
            wall = time.perf_counter() - began
            known = [point["epoch"] for point in points]
            if epoch := copied(run, folder, plan["every"], known):
                point = {"epoch": epoch, "cpu_seconds": cpu, "wall_seconds": wall}
                points.append(point)
    spent = finish(process, "Our training")
    wall = time.perf_counter() - began
    return {"cpu_seconds": spent, "wall_seconds": wall, "points": points}


def copy_of(folder, epoch):
    """Where the checkpoint of an epoch is kept: a folder as of a run."""
    return folder / f"epoch_{epoch:04d}"


def copied(run, folder, every, known):
    """The epoch of a run's newest checkpoint, if it is kept and not yet `known`."""
    from ter_gan.runs import Run

    epoch = Run(run).progress["epoch"]
    if epoch % every or epoch in known:
        return None
    kept = Run(copy_of(folder, epoch)).path / "checkpoints"
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copy(Run(run).checkpoint, kept / "last.npz")
    return epoch


def rows_of(path, gan, n):
    """float64 `(n, d)`: rows by the weights of a run, or of a copy."""
    from ter_gan.runs import Run

    Run(path).load_checkpoint(gan)
    return gan.generate(n, seed=0)


# -- ctgan ---------------------------------------------------------------------------


def environment(folder):
    """The Python of the peers' environment, where what is lacking is installed."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *PINS], check=True)
    return python


def learn_peer(plan, frame, python, folder):
    """ctgan's training; dict of what it took, and in the folder the rows it made."""
    (folder / "plan.json").write_text(json.dumps(plan))
    frame.to_csv(folder / "train.csv", index=False)
    finish(start([python, PEER, folder], plan["threads"]), "ctgan")
    return json.loads((folder / "took.json").read_text())


def frame_for(dataset, discrete):
    """`pandas.DataFrame`: the training rows as ctgan takes them."""
    frame = dataset.frame("train")[[each.name for each in dataset.schema.learned]]
    cells = {
        name: frame[name].astype(object).where(frame[name].notna(), GAP)
        for name in discrete
    }
    return frame.assign(**cells)


def matrix_of(path, schema):
    """float64 `(n, d)`: a peer's rows as numbers, out of bounds or not."""
    from ter_gan.tables.schema import CODED

    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    columns = []
    for column in schema.learned:
        cells = frame[column.name]
        if column.kind in CODED:
            codes = {str(each): code for code, each in enumerate(column.categories)}
            cells = cells.map(codes | {GAP: np.nan})
        columns.append(pd.to_numeric(cells, errors="coerce").to_numpy("float64"))
    return np.stack(columns, axis=1)


# -- both ----------------------------------------------------------------------------


def quality(rows, dataset):
    """dict: the measures of `QUALITY` of float64 `(n, d)` rows."""
    return {name: MEASURES[name](dataset, rows) for name in QUALITY}


def to_ask(dataset, discrete):
    """dict from columns of categories to the rarest one that is not too rare."""
    found, rows = {}, dataset.frame("train")
    for name in discrete:
        shares = rows[name].dropna().astype(str).value_counts(normalize=True)
        found[name] = shares[shares >= RARE].index[-1]
    return found


def drawn_as_asked(gan, asked):
    """dict from columns to the share of rows drawn that have the category asked for."""
    found = {}
    for name, category in asked.items():
        where = [f"{name}={category}"]
        rows = gan.draw(ASKED, [0], allowed=gan.asked_for(where))
        (condition,) = gan.conditions(where)
        found[name] = float(condition.holds(rows).mean())
    return found


def first_as_good(points, peer):
    """The first of our points that is as good as a peer in all, or `None`."""
    for point in points:
        print(point, flush=True)
        if all(_as_good(name, point[name], peer[name]) for name in QUALITY):
            return point
    return None


def _as_good(name, value, other):
    return value <= other if name in LESS else value >= other


def compare(folder, arguments, options):
    """dict for JSON: what each took, and how good its rows are."""
    from ter_gan import training
    from ter_gan.runs import Run
    from ter_gan.tables.schema import CODED

    plan = {"dataset": arguments.dataset, "threads": arguments.threads}
    plan |= {"options": options, "every": arguments.every}
    ours = once(folder / "ours", plan, functools.partial(learn, plan))
    run = Run.find(folder / "ours" / "run")
    dataset, gan = training.load(run.recipe), training.restore(run)[0]
    schema, n = dataset.schema, min(arguments.n, len(dataset.test))
    judge = functools.partial(quality, dataset=dataset)
    ours |= judge(rows_of(run.path, gan, n))
    discrete = [each.name for each in schema.learned if each.kind in CODED]
    asked = to_ask(dataset, discrete)
    ours["asked"] = drawn_as_asked(gan, asked)
    found = {"real": judge(dataset.train.x[-n:]), "ours": ours}
    if arguments.peers:
        found["ctgan"] = compare_peer(folder / "ctgan", dataset, asked, arguments)
        rows = matrix_of(folder / "ctgan" / "made.csv", schema)
        found["ctgan"] |= judge(rows)

        def judged(point):
            copy = copy_of(folder / "ours", point["epoch"])
            return point | judge(rows_of(copy, gan, n))

        points = map(judged, ours["points"])
        found["as_good"] = first_as_good(points, found["ctgan"])
    return found


def compare_peer(folder, dataset, asked, arguments):
    """dict: what ctgan took, and how often it gives the categories `asked` for."""
    discrete = list(asked)
    plan = {"dataset": dataset.name, "discrete": discrete, "seed": 0}
    plan |= {"epochs": arguments.epochs, "threads": arguments.threads}
    plan |= {"asked": asked, "asked_rows": ASKED}
    plan["n"] = min(arguments.n, len(dataset.test))
    frame, python = frame_for(dataset, discrete), environment(arguments.peers)
    return once(folder, plan, functools.partial(learn_peer, plan, frame, python))


def text(found, arguments):
    """The findings as Markdown."""
    lines = [
        f"# `{MODEL}` and ctgan on {arguments.dataset}",
        "",
        f"The same training rows, threads of each: {arguments.threads}, one after the "
        "other; seconds of the whole process until it has learned. At most "
        f"{arguments.n:,} generated rows against test rows: the mean of the column "
        "shapes (1: alike), the AUC of a detector (0.5: it cannot tell), and the mean "
        "F1 (of a target that is a number: R²) of three models that learn from the "
        "generated rows, tested on real ones. The real rows are training rows. Asked: "
        "rows that have the category that was asked for, the least and the mean of "
        "all columns of categories.",
        "",
        f"| contestant | CPU seconds | wall seconds | {' | '.join(QUALITY.values())} "
        "| asked |",
        "|---|---|---|---|---|---|---|",
    ]
    names = {
        "real": "real rows",
        "ours": "ours, until it stops by itself",
        "ctgan": f"ctgan, epochs: {arguments.epochs}",
        "as_good": "ours, until all are as good as ctgan's",
    }
    for key, name in names.items():
        if each := found.get(key):
            times = [each.get(kind) for kind in ("cpu_seconds", "wall_seconds")]
            cells = [name, *("" if t is None else f"{t:,.0f}" for t in times)]
            cells += [f"{each[measure]:.3f}" for measure in QUALITY]
            shares = [*each.get("asked", {}).values()]
            both = shares and f"{min(shares):.1%}, {sum(shares) / len(shares):.1%}"
            cells.append(both or "")
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", sentence(found)])


def sentence(found):
    """str: how many times as fast ours is."""
    if "ctgan" not in found:
        return "Without ctgan."
    theirs, said = found["ctgan"]["cpu_seconds"], []
    for key, words in (("ours", "to its own end"), ("as_good", "at equal quality")):
        each = found[key]
        if each is None:
            said.append(f"{words}: not reached at any copied epoch")
            continue
        ratio = theirs / each["cpu_seconds"]
        met = "met" if ratio >= TARGET else "missed"
        said.append(f"{words}: {ratio:.1f} times as fast (target: {TARGET}, {met})")
    versions = ", ".join(f"{k} {v}" for k, v in found["ctgan"]["packages"].items())
    return f"In CPU seconds, {'; '.join(said)}.\n\nctgan's environment: {versions}."


def main():
    """Writes `results/table_peers`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=pathlib.Path, help="ctgan's environment")
    parser.add_argument("--epochs", type=int, default=300, help="of ctgan")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--dataset", default="adult")
    parser.add_argument("--n", type=int, default=10_000, help="rows of each")
    parser.add_argument("--every", type=int, default=5, help="epochs between copies")
    parser.add_argument("--keep", type=pathlib.Path, help="keep runs and rows here")
    parser.add_argument("--out", type=pathlib.Path, default=records.RESULTS)
    arguments, options = parser.parse_known_args()
    from ter_gan import commands

    commands.use_backend("tensorflow")
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        found = compare(folder, arguments, options)
    facts = {"seed": 0, "dataset": arguments.dataset, "threads": arguments.threads}
    facts |= {"options": options, "n": arguments.n, "ctgan_epochs": arguments.epochs}
    words = text(found, arguments)
    records.write("table_peers", facts | {"found": found}, words, arguments.out)


if __name__ == "__main__":
    main()
