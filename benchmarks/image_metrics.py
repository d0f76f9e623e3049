"""How long the metrics of 10,000 x 10,000 feature vectors take: ours and peers'.

python -m benchmarks.image_metrics --peers PEERS/bin/python

The same random vectors, from features on; each task of each contestant in a process
of its own, in turn, several rounds. torch-fidelity lives in the environment that
`benchmarks/inception_parity.py` describes; without `--peers` it is left out.
"""

import argparse
import json
import pathlib
import subprocess
import sys

from benchmarks import records

TASK = pathlib.Path(__file__).with_name("image_metrics_task.py")
N, DIMENSIONS = 10_000, 128
TASKS = {
    "frechet": "Fréchet distance",
    "kernel": "kernel distance (KID)",
    "neighbours": "precision, recall; ours also density, coverage",
}


def measure(contestant, python):
    """What a contestant's processes found: dict by the tasks that it has."""
    found = {task: _process(contestant, python, task) for task in TASKS}
    return {task: numbers for task, numbers in found.items() if numbers}


def _process(contestant, python, task):
    arguments = [python, str(TASK), contestant, task, str(N), str(DIMENSIONS)]
    if contestant != "torch-fidelity":
        arguments[1:2] = ["-m", "benchmarks.image_metrics_task"]
    result = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return json.loads(result.stdout.splitlines()[-1])


def summary(rounds):
    """dict: task to contestant to seconds, memory, and the ratio to ours."""
    found = {}
    for task in TASKS:
        found[task] = {
            name: {
                "seconds": records.spread([r[name][task]["seconds"] for r in rounds]),
                "extra_MiB": max(r[name][task]["extra_MiB"] for r in rounds),
                "over_ours": records.spread(
                    [
                        r[name][task]["seconds"] / r["ours"][task]["seconds"]
                        for r in rounds
                    ]
                )["median"],
                "value": rounds[0][name][task]["value"],
            }
            for name in rounds[0]
            if task in rounds[0][name]
        }
    return found


def table(found, rounds):
    """The summary as Markdown."""
    lines = [
        "# Metrics of 10,000 × 10,000 feature vectors",
        "",
        f"The same random vectors of {DIMENSIONS} numbers; {rounds} rounds in turn, "
        "each task in its own process, after a warm-up. Our times include the error "
        "over resampling. Ratios round by round. Extra memory: the process's peak less "
        "what it held with libraries and vectors loaded.",
        "",
        "| metric | contestant | seconds (median) | min–max | over ours | "
        "extra memory | value |",
        "|---|---|---|---|---|---|---|",
    ]
    for task, contestants in found.items():
        for name, row in contestants.items():
            s = row["seconds"]
            lines.append(
                f"| {TASKS[task]} | {name} | {s['median']:.2f} | {s['min']:.2f}–"
                f"{s['max']:.2f} | {row['over_ours']:.1f} | {row['extra_MiB']:.0f} MiB "
                f"| {row['value']:.6g} |"
            )
    return "\n".join(lines)


def main():
    """Writes `results/image_metrics`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", help="the Python that has torch-fidelity")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    pythons = {"ours": sys.executable, "tensorflow-gan": sys.executable}
    if arguments.peers:
        pythons["torch-fidelity"] = arguments.peers
    rounds = [
        {name: measure(name, python) for name, python in pythons.items()}
        for _ in range(arguments.rounds)
    ]
    found = summary(rounds)
    facts = {"n": N, "dimensions": DIMENSIONS, "rounds": rounds, "summary": found}
    records.write("image_metrics", facts, table(found, len(rounds)))


if __name__ == "__main__":
    main()
