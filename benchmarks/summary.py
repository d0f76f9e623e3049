"""Writes docs/results.md from the result files.

python -m benchmarks.summary
"""

import json
from pathlib import Path

from benchmarks.records import RESULTS

PAGE = Path(__file__).parents[1] / "docs" / "results.md"
INTRODUCTION = """# Results

Written by `python -m benchmarks.summary` from the files in
[benchmarks/results](../benchmarks/results), each of which names the command, the
versions and the hardware that made it.

## The default recipes

`python -m benchmarks.default_job --dataset NAME` runs
`python -m ter_gan.train --dataset NAME` as a newcomer would, and measures the whole
process. A sample is *readable* when a classifier trained on the real images gives it a
class with a confidence of 0.9 or more. That says nothing about variety within a class,
nor whether samples are copies: honest metrics are a chapter of their own.
"""


def default_jobs():
    """A table row per default job, and the pictures below."""
    head = (
        "| dataset | wall minutes | epochs | images/s | first line | peak memory | "
        "readable | classes | judge |\n|---|---|---|---|---|---|---|---|---|\n"
    )
    rows, pictures = [], []
    for path in sorted(RESULTS.glob("default_job_*.json")):
        name, found = (
            path.stem.removeprefix("default_job_"),
            json.loads(path.read_text()),
        )
        rows.append(_row(name, found))
        pictures.append(
            f"### {name}\n\n![{name} samples](../benchmarks/results/{path.stem}.png)"
        )
    return head + "\n".join(rows) + "\n\n" + "\n\n".join(pictures)


def _row(name, found):
    last = found["last_epoch"]
    cells = [
        name,
        found["wall_minutes"],
        last["epoch"],
        f"{last['images_per_second']:.0f}",
        f"{found['first_progress_line_seconds']} s",
        f"{found['peak_memory_GiB']} GiB",
    ]
    if fresh := found.get("fresh_2048"):
        cells += [
            f"{fresh['confident'] / fresh['n']:.0%} of {fresh['n']}",
            sum(count > 0 for count in fresh["classes"]),
            f"{found['judge_test_accuracy']:.2%} right",
        ]
    else:
        cells += ["no judge yet", "", ""]
    return "| " + " | ".join(map(str, cells)) + " |"


def speed():
    """The text of the speed comparison, if it was made."""
    path = RESULTS / "steps_per_second.md"
    return path.read_text().replace("# Steps", "## Steps") if path.exists() else ""


if __name__ == "__main__":
    PAGE.write_text(
        "\n".join([INTRODUCTION, default_jobs(), "", speed()]).rstrip() + "\n"
    )
    print(PAGE)
