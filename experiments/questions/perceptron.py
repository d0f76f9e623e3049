"""One neuron on AND, OR and XOR: which of the reported values come out?"""

import math

import numpy as np

from experiments.engine import AllOf, Claim, Differs, Experiment, Level, Outcome

SOURCE = "lab report 001"
FILM = "python -m experiments.first_steps perceptron"
AND = {"function": "and", "coefficient": 0.7, "iterations": 1000}
OR = {"function": "or", "coefficient": 0.7, "iterations": 1000}
XOR = {"function": "xor", "hidden": 0}
SLOW = {"function": "and", "coefficient": 0.01}
FAST = {"function": "and", "coefficient": 10.0}
SHORT = {"function": "and", "iterations": 50}
CELLS = (
    {"function": "and", "coefficient": 0.7, "iterations": 1000},
    {"function": "or", "coefficient": 0.7, "iterations": 1000},
    {"function": "xor", "coefficient": 0.7, "iterations": 1000},
    {"function": "and", "coefficient": 0.01, "iterations": 1000},
    {"function": "and", "coefficient": 10.0, "iterations": 1000},
    {"function": "and", "coefficient": 0.7, "iterations": 50},
    *(
        {"function": "xor", "hidden": hidden, "iterations": 500}
        for hidden in (2, 3, 4, 8)
    ),
)
OUTCOMES = {
    "w0": Outcome("final w0"),
    "w1": Outcome("final w1"),
    "w2": Outcome("final w2"),
    "ratio": Outcome("w0 / mean of w1 and w2"),
    "asymmetry": Outcome("|w1 − w2| / mean of w1 and w2"),
    "growth": Outcome("least growth of a weight in the last tenth", "share"),
    "swing": Outcome("largest range of a weight within the last iteration"),
    "early_weight": Outcome("largest weight after 5 iterations"),
    "largest_error": Outcome("largest final error of the 4", better="less"),
    "mean_error": Outcome("mean final error of the 4", better="less"),
    "error_met": Outcome("largest error met in the last iteration", better="less"),
    "largest_at_10": Outcome("largest error after 10 iterations", better="less"),
    "largest_at_400": Outcome("largest error after 400 iterations", better="less"),
    "mean_at_400": Outcome("mean error after 400 iterations", better="less"),
    "peak": Outcome("highest value of the largest error"),
    "rise": Outcome("rise of the largest error above its start"),
    "mean_below_tenth": Outcome("iterations to a mean error below 0.1", better="less"),
    "largest_below_tenth": Outcome(
        "iterations to a largest error below 0.1", better="less"
    ),
    "most_right": Outcome("most examples right after any iteration", "of 4"),
    "solved": Outcome("all errors end below 0.1", better="more", event=True),
}


def measure(settings, seed, film=None):
    """Trains a neuron, or with `hidden` above 0 a network, and looks at it.

    Args:
        settings: dict with function, coefficient, iterations and hidden.
        seed: int, of the initial weights.
        film: ignored; the command `FILM` makes films.

    Returns:
        dict from the names of `OUTCOMES` to floats, `nan` where an outcome has no
        meaning; and the curves `largest` and `mean`, the errors from start
        to end at 51 moments.
    """
    if settings["hidden"]:
        from experiments.first_steps import xor

        found = xor.train(settings["hidden"], seed, settings["iterations"])
        only = {"largest_error": found.largest_error, "solved": float(found.solved)}
        return dict.fromkeys(OUTCOMES, math.nan) | only
    from experiments.first_steps.perceptron import Perceptron

    neuron = Perceptron(settings["coefficient"], seed)
    history = neuron.train(settings["function"], settings["iterations"])
    return _weights(history) | _errors(history) | _curves(history)


def _weights(history):
    w0, w1, w2 = (float(w) for w in history.weights[-1])
    pair, after = (w1 + w2) / 2, history.after_iterations
    before = after[-1 - history.iterations // 10]
    return {
        "w0": w0,
        "w1": w1,
        "w2": w2,
        "ratio": w0 / pair,
        "asymmetry": abs((w1 - w2) / pair),
        "growth": float((after[-1] / before - 1).min()),
        "swing": float(np.ptp(history.weights[-4:], axis=0).max()),
        "early_weight": float(np.abs(after[min(5, history.iterations)]).max()),
    }


def _errors(history):
    largest, mean = history.largest_error, history.mean_error
    return {
        "largest_error": float(largest[-1]),
        "mean_error": float(mean[-1]),
        "error_met": float(history.errors_met[-1].max()),
        "largest_at_10": _at(largest, 10),
        "largest_at_400": _at(largest, 400),
        "mean_at_400": _at(mean, 400),
        "peak": float(largest.max()),
        "rise": float(largest.max() - largest[0]),
        "mean_below_tenth": _first_below(mean, 0.1),
        "largest_below_tenth": _first_below(largest, 0.1),
        "most_right": float((history.errors[1:] < 0.5).sum(axis=1).max()),
        "solved": float(largest[-1] < 0.1),
    }


def _curves(history):
    places = np.linspace(0, history.iterations, 51).round().astype(int)
    return {
        "largest": history.largest_error[places].tolist(),
        "mean": history.mean_error[places].tolist(),
    }


def _at(values, iteration):
    return float(values[iteration]) if iteration < len(values) else math.nan


def _first_below(values, level):
    below = np.flatnonzero(values < level)
    return float(below[0]) if len(below) else math.nan


def _about(value, digits=2):
    """The limits of "about v", the same for every reported number.

    Within a tenth of it, or within half a unit of the last of its `digits` after
    the point, whichever is wider.
    """
    reach = max(0.1 * abs(value), 0.5 * 10**-digits)
    return {"above": round(value - reach, 6), "below": round(value + reach, 6)}


def _claim(id, sentence, test):
    return Claim(id, SOURCE, sentence, test, film=FILM)


FIRST = (
    _claim(
        "P1a",
        "AND: at iteration 400 the largest error is about 0.01.",
        Level("largest_at_400", AND, **_about(0.01)),
    ),
    _claim(
        "P1b",
        "AND: at iteration 400 the mean error is about 0.01.",
        Level("mean_at_400", AND, **_about(0.01)),
    ),
    _claim(
        "P1c",
        "AND: the final w0 is about 14.50.",
        Level("w0", AND, **_about(14.50)),
    ),
    _claim(
        "P1d",
        "AND: the final w1 and w2 are about 9.56.",
        AllOf(
            Level("w1", AND, **_about(9.56)),
            Level("w2", AND, **_about(9.56)),
        ),
    ),
    _claim(
        "P1e",
        "AND: w0 is about 1.55 times the others.",
        Level("ratio", AND, **_about(1.55)),
    ),
    _claim(
        "P1f",
        "AND: all weights still grow, by less than a tenth in the last 100 iterations.",
        Level("growth", AND, above=0.0, below=0.1),
    ),
    _claim(
        "P2a",
        "OR: the final w0 is about 4.92.",
        Level("w0", OR, **_about(4.92)),
    ),
    _claim(
        "P2b",
        "OR: the final w1 and w2 are about 10.77.",
        AllOf(
            Level("w1", OR, **_about(10.77)),
            Level("w2", OR, **_about(10.77)),
        ),
    ),
    _claim(
        "P2c",
        "OR converges faster than AND: its mean error falls below 0.1 earlier.",
        Differs("mean_below_tenth", more=AND, less=OR),
    ),
    _claim(
        "P2d",
        "OR converges faster than AND: its largest error falls below 0.1 earlier.",
        Differs("largest_below_tenth", more=AND, less=OR),
    ),
    _claim(
        "P3a",
        "XOR: the largest error stays near 0.6.",
        Level("largest_error", XOR, **_about(0.6, digits=1)),
    ),
    _claim(
        "P3b",
        "XOR: the weights oscillate for ever: one still moves by more than 0.1 within "
        "the 1000th iteration.",
        Level("swing", XOR, above=0.1),
    ),
    _claim(
        "P3c",
        "XOR: w0 and w2 end each iteration near −0.4.",
        AllOf(
            Level("w0", XOR, **_about(-0.4, digits=1)),
            Level("w2", XOR, **_about(-0.4, digits=1)),
        ),
    ),
    _claim(
        "P3d",
        "XOR: w1 ends each iteration near −0.8.",
        Level("w1", XOR, **_about(-0.8, digits=1)),
    ),
    _claim(
        "P3e",
        "XOR: w1 ends each iteration near +0.8.",
        Level("w1", XOR, **_about(0.8, digits=1)),
    ),
    _claim(
        "P3f",
        "XOR: no straight line separates it: never are all four examples right.",
        Level("most_right", XOR, below=4),
    ),
)
SECOND = (
    _claim(
        "P4a",
        "Coefficient 0.01 on AND: the error first rises (by more than 0.01).",
        Level("rise", SLOW, above=0.01),
    ),
    _claim(
        "P4b",
        "Coefficient 0.01 on AND: the largest error peaks near 0.64.",
        Level("peak", SLOW, **_about(0.64)),
    ),
    _claim(
        "P4c",
        "Coefficient 0.01 on AND: the largest error after 1000 iterations is near "
        "0.38.",
        Level("largest_error", SLOW, **_about(0.38)),
    ),
    _claim(
        "P4d",
        "Coefficient 0.01 on AND: w0 ends near 2.7.",
        Level("w0", SLOW, **_about(2.7, digits=1)),
    ),
    _claim(
        "P4e",
        "Coefficient 0.01 on AND: w1 and w2 end near 1.6.",
        AllOf(
            Level("w1", SLOW, **_about(1.6, digits=1)),
            Level("w2", SLOW, **_about(1.6, digits=1)),
        ),
    ),
    _claim(
        "P4f",
        "Coefficient 0.01 on AND is too slow: the largest error is still above 0.3 "
        "after 1000 iterations.",
        Level("largest_error", SLOW, above=0.3),
    ),
    _claim(
        "P5a",
        "Coefficient 10 on AND: the largest error is below 0.02 after 10 iterations.",
        Level("largest_at_10", FAST, below=0.02),
    ),
    _claim(
        "P5b",
        "Coefficient 10 on AND: the largest weight jumps to about 20 to 25 within 5 "
        "iterations.",
        Level(
            "early_weight",
            FAST,
            above=_about(20, digits=0)["above"],
            below=_about(25, digits=0)["below"],
        ),
    ),
    _claim(
        "P5c",
        "Coefficient 10 on AND: the symmetry w1 = w2 is lost (5 % apart or more), "
        "unlike with 0.7.",
        AllOf(
            Level("asymmetry", FAST, above=0.05),
            Differs("asymmetry", more=FAST, less=AND, by=0.05),
        ),
    ),
    _claim(
        "P5d",
        "Coefficient 10 on AND: w1 and w2 end near 18 and 16.",
        AllOf(
            Level("w1", FAST, **_about(18, digits=0)),
            Level("w2", FAST, **_about(16, digits=0)),
        ),
    ),
    _claim(
        "P6a",
        "50 iterations of AND: the largest error after the last is about 0.18.",
        Level("largest_error", SHORT, **_about(0.18)),
    ),
    _claim(
        "P6b",
        "50 iterations of AND: the largest error met in the last, each example's "
        "before its own update, is about 0.18.",
        Level("error_met", SHORT, **_about(0.18)),
    ),
    _claim(
        "P6c",
        "50 iterations of AND: the weights are too small: w0 has less than half of "
        "what it has after 1000.",
        Differs("w0", more=AND, less=SHORT, by=2.0, relative=True),
    ),
    _claim(
        "P6d",
        "50 iterations of AND: oscillations are visible: a weight still moves up and "
        "down by more than 0.1 within the last iteration, ten times as much as after "
        "1000.",
        AllOf(
            Level("swing", SHORT, above=0.1),
            Differs("swing", more=SHORT, less=AND, by=10.0, relative=True),
        ),
    ),
    _claim(
        "P7a",
        "A multi-layer perceptron with 2 hidden neurons solves XOR from nearly every "
        "start (95 % of them).",
        Level("solved", {"hidden": 2}, above=0.95),
    ),
    _claim(
        "P7b",
        "A multi-layer perceptron with 2 hidden neurons can solve XOR: from more than "
        "a tenth of the starts.",
        Level("solved", {"hidden": 2}, above=0.1),
    ),
    _claim(
        "P7c",
        "A multi-layer perceptron with 8 hidden neurons solves XOR from most starts "
        "(above 80 %).",
        Level("solved", {"hidden": 8}, above=0.8),
    ),
    _claim(
        "P7d",
        "More hidden neurons solve XOR from more starts: 8 against 2.",
        Differs("solved", more={"hidden": 8}, less={"hidden": 2}, by=0.1),
    ),
)
EXPERIMENT = Experiment(
    question="Which values reported for one neuron on AND, OR and XOR come out?",
    measure=measure,
    outcomes=OUTCOMES,
    cells=CELLS,
    base={"hidden": 0, "coefficient": 0.7, "iterations": 1000},
    claims=FIRST + SECOND,
    seeds=20,
    smoke={"iterations": 20},
    smoke_cells=1,
    notes="“About” and “near” a reported number mean the same throughout: within a "
    "tenth of it, or within half a unit of its last digit, whichever is wider. An "
    "iteration is one pass over the four examples 00, 01, 10, 11, with an update after "
    "each; weights start uniform in [−1, 1]. The report does not say which error it "
    "plots: here are the mean and the largest of the four after each iteration. With "
    "coefficient 0.01 all values still depend on the initial weights; a single run can "
    "give the reported ones. Cells with `hidden` above 0 are networks of that many "
    "tanh neurons and one sigmoid, trained by Adam(0.05) on all four at once; the "
    "coefficient does not concern them.",
)
