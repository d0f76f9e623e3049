"""What the result files say, as chapters of the docs."""

import json
import re

from benchmarks.records import RESULTS
from experiments.engine import published, report
from experiments.engine.experiment import names
from experiments.engine.standing import LEGEND, MARKS
from ter_gan import recipes

PICTURES = "../benchmarks/results/"
BENCHMARKS = {  # of each page
    "results": (
        "steps_per_second",
        "points_speed",
        "image_metrics",
        "inception_parity",
        "live_page",
        "ganlab_evaluator",
        "layer_viz_recorder",
        "layer_viz_gallery",
    ),
    "text": ("text_metrics",),
    "tables": ("table_memory", "table_peers"),
}
INTRODUCTION = """# Results

Written by `python -m docs.write_tables` from the files in
[benchmarks/results](../benchmarks/results) and of
[experiments/results](../experiments/results), each of which names the command, the
versions and the hardware that made it. What the metrics mean: [metrics.md](metrics.md);
each model of the family after one pass over MNIST: [family.md](family.md). Text and
tables have pages of their own: [text.md](text.md#results),
[tables.md](tables.md#results). A row alone is measured again by its command with, for
example, `--only arm=DCGAN` instead of `--commit-results`. The same seed gives the same
numbers only with the same backend (named below each table; where it is `jax`, `pip
install jax` first), versions and number of processes; else compare means.

**Words.** *G* and *D*: generator and discriminator. *Fréchet distance*: between
Gaussians fitted to the features of samples and of real images; with the features of
Google's Inception it is called FID, here they are those of a classifier of the same
data (`mnistcnn`, `fashioncnn`, `cifarresnet56`, shipped with the project), hence other
units. *KID*: the same question by a kernel. *Classifier score* (IS): how sure and how
varied a classifier finds samples. *Precision* and *recall*: the share of samples among
real images, and of real images among samples. *Coverage*: the share of real images that
have a sample near. *Mode*: a cluster of the data, a class or a Gaussian. *Reverse KL*:
how far the shares of the modes among samples are from equal, 0 at best. *AUC*: the
share of pairs that are ranked rightly; 0.5 is guessing. *CPU minutes*: of one core.
More: [metrics.md](metrics.md).
"""
GLANCE = f"""## At a glance

Published numbers beside ours, number by number, where both are in the same unit.
{LEGEND}

| table | ▲ beaten | = met | ▼ missed |
|---|---|---|---|"""
NO_COUNT = "in another unit", "", ""
DEFAULTS = """## The default recipes

`python -m benchmarks.default_job --dataset NAME` runs `python -m ter_gan.train
--dataset NAME` as a newcomer would, or stops after fewer epochs, and measures the whole
process. A sample is *readable* when a classifier trained on the real images gives it a
class with a confidence of 0.9 or more. That says nothing about variety within a class,
nor whether samples are copies: `python -m ter_gan.evaluate RUN` does. CIFAR-10 needs
more than these minutes: its pictures show colours, no objects.

"""


def text():
    """The text of docs/results.md."""
    parts = [INTRODUCTION, glance(), *chapters(["time_to_quality"]), default_jobs()]
    parts += [*measured("results"), classifiers()]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def measured(page):
    """The chapters of a page: its experiments in `experiments/tables`, its benchmarks.

    Args:
        page: str, one of `published.PAGES`.
    """
    return [*tables(page), *chapters(BENCHMARKS[page])]


def tables(page):
    """A chapter for each experiment in `experiments/tables` with committed results."""
    found = committed()
    return [
        published.chapter(each) for each in found if published.page_of(each) == page
    ]


def committed():
    """list of dicts: the results of all experiments in `experiments/tables`."""
    paths = [report.RESULTS / f"{name}.json" for name in names(("tables",))]
    return [json.loads(path.read_text()) for path in paths if path.exists()]


def glance():
    """A table row per table that others published: how often ours is better."""
    lines = [GLANCE]
    for found in committed():
        about = found["comparison"]
        if not about or not about["rows"]:
            continue
        page = published.page_of(found)
        file = "" if page == "results" else f"{page}.md"
        link = f"[{about['title']}]({file}#{anchor(about['title'])})"
        rows = published.standings(found)
        cells = [_counted(rows[name]) for name in MARKS]
        lines.append(f"| {link} | {' | '.join(cells if any(cells) else NO_COUNT)} |")
    return "\n".join(lines)


def _counted(rows):
    """`"3: a (2), b"` of how often which row."""
    each = [f"{name} ({n})" if n > 1 else name for name, n in rows.items()]
    return f"{rows.total()}: {', '.join(each)}" if rows else ""


def anchor(heading):
    """str: what GitHub makes of a heading in a link."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def default_jobs():
    """A table row per default job, and the pictures below."""
    head = DEFAULTS + (
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
        pictures.append(f"### {name}\n\n![{name} samples]({PICTURES}{path.stem}.png)")
    return head + "\n".join(rows) + "\n\n" + "\n\n".join(pictures)


def _row(name, found):
    last = found["last_epoch"]
    cells = [
        name,
        found["wall_minutes"],
        f"{last['epoch']} of {recipes.resolve({'dataset': name}).epochs}",
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
        cells += ["not judged", "", ""]
    return "| " + " | ".join(map(str, cells)) + " |"


def chapters(benchmarks):
    """The texts of benchmarks' result files, one level deeper."""
    paths = [RESULTS / f"{name}.md" for name in benchmarks]
    texts = [f"#{path.read_text()}" for path in paths if path.exists()]
    return [re.sub(r"\]\((\w+\.png)\)", rf"]({PICTURES}\1)", text) for text in texts]


def classifiers():
    """A table row per dataset of `experiments.cnn_classifier`."""
    head = (
        "## A classifier first\n\n"
        "`python -m experiments.cnn_classifier --dataset NAME`: "
        "a CNN and an MLP of equal size,\nright on the official test images, with "
        "Wilson's 95 % interval. Seconds: both\ntrainings, recording included, without "
        "the examination; the two cores were shared\nwith other work.\n\n"
        "| dataset | CNN | MLP | parameters | seconds |\n|---|---|---|---|---|\n"
    )
    rows = []
    for path in sorted(report.RESULTS.glob("cnn_classifier_*.json")):
        found = json.loads(path.read_text())
        networks = found["networks"].values()
        cells = [f"[{found['data']['name']}](../experiments/results/{path.stem}.md)"]
        cells += [_accuracy(each["test"]) for each in networks]
        cells.append(" / ".join(f"{each['parameters']:,}" for each in networks))
        rows.append(f"| {' | '.join(cells)} | {found['seconds']:.0f} |")
    return head + "\n".join(rows)


def _accuracy(test):
    low, high = test["interval_95"]
    return f"{test['accuracy']:.2%} ({low:.2%} to {high:.2%})"
