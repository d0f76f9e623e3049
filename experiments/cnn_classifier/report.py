"""The study in numbers and words: `results.json` and `report.md`."""

import json

from ter_gan import runs

SPLITS = ("train", "validation", "test")


def results(data, plan, seed, trained, verdicts):
    """dict for JSON: everything that was decided, and what came of it.

    Args:
        data: `ter_gan.data.Dataset`.
        plan: `study.Plan`.
        seed: int.
        trained: list of `study.Trained`.
        verdicts: dict from a network's name to its `scores.Verdict` on the
            test split.
    """
    return {
        "command": f"python -m experiments.cnn_classifier --dataset {data.name} "
        f"--epochs {plan.epochs} --seed {seed}",
        "environment": runs.environment(),
        "data": {
            "name": data.name,
            "sha256": data.content_hash,
            "images": {name: len(getattr(data, name)) for name in SPLITS},
            "class_names": list(data.class_names),
            "licence": data.licence,
        },
        "seed": seed,
        "plan": vars(plan),
        "networks": {
            each.model.name: {
                "parameters": each.model.count_params(),
                "seconds": round(each.seconds, 1),
                "test": verdicts[each.model.name].summary(),
                "history": {
                    name: [round(float(v), 4) for v in values]
                    for name, values in each.history.items()
                },
            }
            for each in trained
        },
    }


def write(out, results):
    """Writes `results.json` and `report.md` into the folder `out`."""
    text = json.dumps(results, indent=2)
    (out / "results.json").write_text(text + "\n", encoding="utf-8")
    (out / "report.md").write_text(markdown(results), encoding="utf-8")


def markdown(results):
    """The text of `report.md`.

    Args:
        results: dict, the content of `results.json`.
    """
    return f"""# A CNN and an MLP of equal size on {results["data"]["name"]}

{_table(results["networks"])}

The test images were looked at once, after training. The interval is Wilson's: where
the accuracy on many more such images would lie, with a confidence of 95 %; it knows
nothing of other seeds. Both networks saw the same images in the same order, as often.

## Confusions

![confusion matrices](confusion.png)

## The surest mistakes

![mistakes](mistakes.png)

## Learning

![loss and accuracy](curves.png)

{_facts(results)}
"""


def _table(networks):
    lines = [
        "| network | parameters | right in the test | 95 % interval | training |",
        "|---|---|---|---|---|",
    ]
    for name, facts in networks.items():
        test = facts["test"]
        low, high = test["interval_95"]
        lines.append(
            f"| {name} | {facts['parameters']:,} | {test['accuracy']:.2%} "
            f"({test['right']} of {test['n']}) | {low:.2%} to {high:.2%} "
            f"| {facts['seconds']:.0f} s |"
        )
    return "\n".join(lines)


def _facts(results):
    data, environment = results["data"], results["environment"]
    counts = ", ".join(f"{n} {name}" for name, n in data["images"].items())
    versions = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    return "\n".join(
        [
            f"- Made by `{results['command']}`",
            f"- {results['seconds']:.0f} s in all but the examination, recording "
            f"included, on {environment['hardware']}",
            f"- Images: {counts}; sha256 {data['sha256'][:16]}; licence: "
            f"{data['licence']}",
            f"- Versions: Python {environment['python']}, {versions}",
        ]
    )
