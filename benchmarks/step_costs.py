"""What an update costs in each cell of an experiment: how many fit into a budget?

    python -m benchmarks.step_costs budget --minutes 10

Trains each cell of an experiment of images for a few dozen updates after a warm-up,
one after the other, on one core, and writes `results/step_costs_NAME`. Experiments take
their numbers of updates from there: a row is then the same whenever it is trained. What
is counted is the CPU time of the process, so other work beside it does little harm.
"""

import argparse
import os
import time

from benchmarks import records

WARM, TIMED = 20, 60  # updates of G


def cost(recipe):
    """CPU seconds for an update of G of a recipe, its part of D's updates included."""
    from keras.callbacks import LambdaCallback

    from ter_gan import images, training
    from ter_gan.callbacks import Position

    times = []
    clock = LambdaCallback(
        on_train_batch_end=lambda batch, logs: times.append(time.process_time())
    )
    gan, feed = training.build(recipe, images.load(recipe.dataset))
    training.fit_to(1, gan, feed, Position.of(feed), [clock])
    return (times[-1] - times[WARM - 1]) / (len(times) - WARM)


def main():
    """Measures, prints, writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("experiment")
    parser.add_argument("--minutes", type=float, default=10.0)
    arguments = parser.parse_args()
    from experiments.engine.workers import share_cores
    from ter_gan import commands

    share_cores(jobs=os.cpu_count())
    commands.use_backend("tensorflow")
    rows = costs(arguments.experiment)
    for row in rows:
        row["steps"] = int(60 * arguments.minutes / row["seconds"])
    lines = [f"| {r['cell']} | {r['seconds']:.4f} | {r['steps']:,} |" for r in rows]
    text = "\n".join(
        [
            f"# Updates of G in {arguments.minutes:g} minutes of one core: "
            f"{arguments.experiment}",
            "",
            "| cell | CPU seconds an update | updates |",
            "|---|---|---|",
            *lines,
        ]
    )
    numbers = {"minutes": arguments.minutes, "rows": rows}
    records.write(f"step_costs_{arguments.experiment}", numbers, text)


def costs(name):
    """list of dict: `cell` and `seconds` of each cell that trains."""
    import importlib

    from experiments.engine.experiment import cell_key, load
    from experiments.measures.arms import of_arm
    from experiments.measures.quality import OWN
    from ter_gan import recipes

    experiment = load(name)
    arms = importlib.import_module(experiment.measure.__module__).ARMS
    rows = []
    for cell in experiment.cells:
        settings = of_arm(experiment.settings(cell), arms)
        if settings.get("real"):
            continue
        fields = {k: v for k, v in settings.items() if k not in OWN}
        recipe = recipes.resolve(
            fields | {"epochs": 1, "steps_per_epoch": WARM + TIMED}
        )
        rows.append({"cell": cell_key(cell), "seconds": cost(recipe)})
        print(rows[-1], flush=True)
    return rows


if __name__ == "__main__":
    main()
