"""What `benchmarks.time_to_quality` found, in words, as a table and as a picture."""

import io

from PIL import Image

from benchmarks.time_to_quality_contestants import OTHERS

SHOWN = (1, 2, 4, 10, 20)  # minutes in the table
MARKERS = "osD^vPX*"
REACH, SHARE, BY = 4, 0.92, 10  # targets: minutes; share of the real IS by that minute


def verdicts(facts):
    """dict for JSON: the two questions of the benchmark; `None` where not asked.

    - `goal`: the best Fréchet distance that another contestant ends with, its name,
      and the first minute of measuring by which `ours` has it (`None`: never);
    - `share`: the classifier score of `ours` over that of real test images, at the
      last minute of measuring that is not after minute `BY`.
    """
    found = facts["curves"]
    rivals = [name for name in found if name in OTHERS]
    if "ours" not in found or not rivals:
        return {"goal": None, "share": None}
    ends = {name: list(found[name]["fd"].values())[-1]["median"] for name in rivals}
    rival = min(ends, key=ends.get)
    medians = {float(m): s["median"] for m, s in found["ours"]["fd"].items()}
    reached = [minute for minute, fd in medians.items() if fd <= ends[rival]]
    shares = {float(m): s["median"] for m, s in found["ours"]["is_share"].items()}
    minute = max([m for m in shares if m <= BY], default=min(shares))
    return {
        "goal": {
            "fd": ends[rival],
            "rival": rival,
            "minute": min(reached, default=None),
        },
        "share": {"minute": minute, "value": shares[minute]},
    }


def sentences(facts):
    """The verdicts in words."""
    goal, share = facts["verdicts"]["goal"], facts["verdicts"]["share"]
    if goal is None:
        return "Without `ours` and another contestant there is nothing to compare."
    end, minute = facts["minutes"][-1], goal["minute"]
    when = "never does" if minute is None else f"has it by minute {minute:g}"
    met = minute is not None and minute <= REACH
    return (
        f"The best of the others after {end:g} minutes is `{goal['rival']}` with a "
        f"Fréchet distance of {goal['fd']:.3g}: `ours` {when} "
        f"(target: {REACH} minutes, {_met(met)}). After {share['minute']:g} minutes "
        f"`ours` has {share['value']:.1%} of the `{facts['metrics']['is']}` of real "
        f"test images (target: {SHARE:.0%} within {BY} minutes, "
        f"{_met(share['value'] >= SHARE)}). Both targets were set before anything was "
        "measured."
    )


def _met(met):
    return "met" if met else "missed"


def markdown(facts):
    """The result as a page."""
    shown = [f"{minute:g}" for minute in SHOWN if minute in facts["minutes"]]
    fd, count = facts["metrics"]["fd"], len(facts["seeds"])
    floor = facts["floor"][fd]["value"]
    seeds = f"Median (range) of {count} seeds" if count > 1 else "One seed"
    heads = [f"`{fd}` at {minute} min" for minute in shown]
    heads = ["contestant", "G + D parameters", "images/s", *heads]
    lines = [
        "# Quality against minutes of training on MNIST",
        "",
        "![Fréchet distance and classifier score against minutes](time_to_quality.png)",
        "",
        f"{seeds}; {facts['n']:,} samples against as many test images; real training "
        f"images get {floor:.2g}. Each contestant in a process of its own on one "
        "thread, two side by side. Minutes: CPU time of the training alone, tracing of "
        "graphs included. What each is: benchmarks/time_to_quality_contestants.py.",
        "",
        f"| {' | '.join(heads)} |",
        "|---" * len(heads) + "|",
    ]
    for name, about in facts["contestants"].items():
        values = [_words(facts["curves"][name]["fd"][m], ".3g", count) for m in shown]
        sizes = " + ".join(f"{size:,}" for size in about["parameters"].values())
        rate = _words(about["images_per_second"], ".0f", count)
        lines.append(f"| {' | '.join([f'`{name}`', sizes, rate, *values])} |")
    seeds = ", ".join(map(str, facts["seeds"]))
    return "\n".join([*lines, "", sentences(facts), "", f"Seeds: {seeds}."])


def _words(spread, form, count):
    text = format(spread["median"], form)
    if count == 1:
        return text
    return f"{text} ({spread['min']:{form}}–{spread['max']:{form}})"


def picture(facts, path):
    """Draws both curves of each contestant over the minutes, as a small PNG file."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullLocator

    figure = Figure(figsize=(9.6, 4.6), dpi=100, layout="constrained")
    panels = dict(zip(("fd", "is_share"), figure.subplots(1, 2)))
    for number, (name, found) in enumerate(facts["curves"].items()):
        for curve, axes in panels.items():
            x = [float(minute) for minute in found[curve]]
            low, middle, high = (
                [spread[key] for spread in found[curve].values()]
                for key in ("min", "median", "max")
            )
            marker = MARKERS[number % len(MARKERS)]
            axes.plot(x, middle, marker=marker, markersize=5, label=name)
            axes.fill_between(x, low, high, alpha=0.2)
    fd = facts["metrics"]["fd"]
    panels["fd"].set_yscale("log")
    panels["fd"].set_ylabel(fd)
    panels["fd"].set_title("Fréchet distance: less is better", fontsize=11)
    panels["fd"].axhline(facts["floor"][fd]["value"], color="0.4", linestyle="--")
    panels["is_share"].set_ylabel(f"{facts['metrics']['is']} / real test images")
    panels["is_share"].set_title("classifier score: more is better", fontsize=11)
    panels["is_share"].axhline(1, color="0.4", linestyle="--", label="real images")
    panels["is_share"].axhline(SHARE, color="0.4", linestyle=":", label="target")
    for axes in panels.values():
        axes.set_xscale("log")
        axes.set_xticks(facts["minutes"], [f"{m:g}" for m in facts["minutes"]])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("CPU minutes of training, one thread")
        axes.grid(color="0.9")
    handles = panels["is_share"].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=4, frameon=False)
    drawn = io.BytesIO()
    figure.savefig(drawn)
    Image.open(drawn).convert("RGB").quantize(128).save(path, optimize=True)
