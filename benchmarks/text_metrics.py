"""How long BLEU and self-BLEU of 10,000 captions take: ours, NLTK's, sacrebleu's.

python -m benchmarks.text_metrics --data-dir DATA

The captions are COCO's, `text/coco_{train,test}_texygen.txt` in the data directory,
split into words by NLTK: each training caption against all test captions, and
against all other training captions. Each task of each contestant runs in a process of
its own, in turn, several rounds. NLTK compares each hypothesis with each reference
anew and sacrebleu prepares the references for each, so they get a few hypotheses, and
their time is multiplied; ours does all of them. NLTK and sacrebleu come with
requirements-dev.txt.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import time

import numpy as np

from benchmarks import records

FEW = 4  # hypotheses of the peers
CONTESTANTS = ("ours", "NLTK", "sacrebleu")
TASKS = {"bleu": "BLEU against references", "self_bleu": "leave-one-out self-BLEU"}
MEANINGS = {
    "ours": "BLEU-2 to 5 at once",
    "NLTK": "BLEU-2 to 5 at once; smoothing method 1",
    "sacrebleu": "BLEU-4 only; smoothing `floor`, the same",
}


def captions(folder):
    """Training and test captions: two lists of lists of words."""
    from nltk.tokenize import NLTKWordTokenizer

    split = NLTKWordTokenizer().tokenize
    files = [folder / "text" / f"coco_{part}_texygen.txt" for part in ("train", "test")]
    return [
        [split(line) for line in file.read_text().lower().splitlines() if line.strip()]
        for file in files
    ]


def ids(*sets):
    """The sentences of each set as a padded array of ids, in one vocabulary."""
    words = sorted({word for each in sets for sentence in each for word in sentence})
    place = {word: i for i, word in enumerate(words, 3)}
    width = max(len(sentence) for each in sets for sentence in each) + 1
    arrays = []
    for each in sets:
        x = np.zeros((len(each), width), "int32")
        for row, sentence in zip(x, each):
            row[: len(sentence)] = [place[word] for word in sentence]
            row[len(sentence)] = 1
        arrays.append(x)
    return arrays


def ours(train, test, task):
    """Prepares the ids; gives a function from nothing to BLEU of all captions."""
    from ter_gan.text.metrics.bleu import sentence_bleu

    sides = ids(train, test)
    return lambda: sentence_bleu(*sides[: 1 if task == "self_bleu" else 2])


def nltk(train, test, task):
    """A function from nothing to BLEU of a few captions."""
    from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

    weights = [(1 / n,) * n for n in (2, 3, 4, 5)]
    smooth = SmoothingFunction().method1
    return lambda: [
        sentence_bleu(references(train, test, task, i), train[i], weights, smooth)
        for i in range(FEW)
    ]


def sacrebleu(train, test, task):
    """A function from nothing to BLEU-4 of a few captions."""
    from sacrebleu import BLEU

    train, test = ([" ".join(s) for s in each] for each in (train, test))
    metric = BLEU(tokenize="none", smooth_method="floor", smooth_value=0.1)
    return lambda: [
        [metric.sentence_score(train[i], references(train, test, task, i)).score / 100]
        for i in range(FEW)
    ]


def references(train, test, task, i):
    """What the i-th caption is compared with."""
    return test if task == "bleu" else train[:i] + train[i + 1 :]


def perform(contestant, task, folder):
    """Seconds for all captions, and the values of the first few."""
    train, test = captions(folder)
    prepare = {"ours": ours, "NLTK": nltk, "sacrebleu": sacrebleu}[contestant]
    compute = prepare(train, test, task)
    start = time.process_time()
    values = compute()
    seconds = time.process_time() - start
    scale = len(train) / len(values)
    return {
        "seconds": seconds * scale,
        "hypotheses": len(values),
        "captions": len(train),
        "values": np.asarray(values)[:FEW].tolist(),
        "means": np.mean(values, axis=0).tolist(),
    }


def measure(contestant, task, folder):
    """What `perform` gives in a process of its own, on one core."""
    arguments = ["--data-dir", str(folder), "--task", contestant, task]
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.text_metrics", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    return json.loads(result.stdout.splitlines()[-1])


def summary(rounds):
    """dict: task to contestant to seconds, and how they compare with ours."""
    found = {}
    for task in TASKS:
        found[task] = {}
        for name in CONTESTANTS:
            each = [r[task][name] for r in rounds]
            ratios = [
                mine["seconds"] / r[task]["ours"]["seconds"]
                for mine, r in zip(each, rounds)
            ]
            found[task][name] = {
                "seconds": records.spread([one["seconds"] for one in each]),
                "over_ours": records.spread(ratios)["median"],
                "hypotheses": each[0]["hypotheses"],
            }
        values = [rounds[0][task][name]["values"] for name in ("ours", "NLTK")]
        found[task]["difference_to_NLTK"] = float(np.abs(np.subtract(*values)).max())
        found[task]["means"] = rounds[0][task]["ours"]["means"]
    return found


def table(found, rounds):
    """The summary as Markdown."""
    n = rounds[0]["bleu"]["ours"]["captions"]
    lines = [
        f"# BLEU and self-BLEU of {n:,} captions",
        "",
        f"COCO captions; {len(rounds)} rounds in turn, each task in its own process; "
        "processor seconds, after reading and preparing the words. NLTK and sacrebleu: "
        f"{FEW} hypotheses against all references, multiplied to {n:,}.",
        "",
        "| task | contestant | hypotheses | seconds (median) | min–max | over ours | "
        "what it computes |",
        "|---|---|---|---|---|---|---|",
    ]
    for task, row in found.items():
        for name in CONTESTANTS:
            s, one = row[name]["seconds"], row[name]
            lines.append(
                f"| {TASKS[task]} | {name} | {one['hypotheses']:,} "
                f"| {s['median']:,.2f} | {s['min']:,.2f}–{s['max']:,.2f} "
                f"| {one['over_ours']:,.1f} | {MEANINGS[name]} |"
            )
    lines.append("")
    for task, row in found.items():
        means = " / ".join(f"{mean:.3f}" for mean in row["means"])
        lines.append(
            f"{TASKS[task]}, BLEU-2 to 5 of the training captions: {means}; largest "
            f"difference to NLTK's: {row['difference_to_NLTK']:.1e}."
        )
    return "\n".join(lines)


def main():
    """Writes `results/text_metrics`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=pathlib.Path, default=records.RESULTS)
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.task:
        print(json.dumps(perform(*arguments.task, arguments.data_dir)))
        return
    rounds = [
        {
            task: {
                name: measure(name, task, arguments.data_dir) for name in CONTESTANTS
            }
            for task in TASKS
        }
        for _ in range(arguments.rounds)
    ]
    found = summary(rounds)
    numbers = {"rounds": rounds, "summary": found}
    records.write("text_metrics", numbers, table(found, rounds), arguments.out)


if __name__ == "__main__":
    main()
