"""A film of backpropagation: one frame for each computation, with its numbers."""

import dataclasses

import numpy as np
from matplotlib.figure import Figure

from experiments.first_steps.backpropagation import backward, example, forward
from experiments.first_steps.films import DPI, Film

PLACES = {
    "x1": (0.0, 1.0),
    "x2": (0.0, -1.0),
    "h1": (2.0, 1.0),
    "h2": (2.0, -1.0),
    "p": (4.0, 0.0),
    "loss": (5.55, 0.0),
}
ARROWS = [
    (a, b)
    for b, sources in {
        "h1": ("x1", "x2"),
        "h2": ("x1", "x2"),
        "p": ("h1", "h2"),
    }.items()
    for a in sources
]
NODE, QUIET = "#eef1f5", "#7d8894"
AHEAD, BACK, NEW = "#0b6fa4", "#b02a37", "#1f7a55"
TITLE = {
    "en": "Backpropagation, step by step",
    "fr": "La rétropropagation, pas à pas",
}


@dataclasses.dataclass(frozen=True)
class Step:
    """One frame: what is computed, and what it adds to the drawing.

    Attributes:
        equation: str, with its numbers.
        en, fr: str, the caption.
        colour: str, of what is new.
        nodes: dict from a node's name to the text below it.
        values: dict from a node's name to the number inside.
        arrows: dict from an arrow (two names) to the text on it.
        biases: dict from a node's name to the text above it.
    """

    equation: str
    en: str
    fr: str
    colour: str = AHEAD
    nodes: dict = dataclasses.field(default_factory=dict)
    values: dict = dataclasses.field(default_factory=dict)
    arrows: dict = dataclasses.field(default_factory=dict)
    biases: dict = dataclasses.field(default_factory=dict)


def number(value):
    """A number with at most three decimals, and a real minus sign."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.replace("-", "−") if text != "-0" else "0"


def film(seed=0, inputs=(1, 0), desired=1, rate=1.0):
    """One step of gradient descent on one example of XOR.

    Args:
        seed: int, of the initial weights.
        inputs: two numbers.
        desired: 0 or 1.
        rate: float, the learning rate.

    Returns:
        `Film`.
    """
    steps = story(example(seed), inputs, desired, rate)
    figure = Figure(figsize=(9, 5.6), dpi=DPI)
    draw = _drawing(figure)
    captions = [{"en": step.en, "fr": step.fr} for step in steps]
    return Film(TITLE, figure, lambda i: draw(steps[: i + 1]), captions, seconds=3.0)


def story(network, inputs, desired, rate):
    """All steps in order, from the empty network to the smaller loss.

    Returns:
        list of `Step`.
    """
    passed = forward(network, inputs, desired)
    flow = backward(network, passed)
    after = network.after(flow.gradients, rate)
    return [
        _start(network, passed),
        *_ahead(network, passed),
        *_back(network, passed, flow),
        _update(network, flow, after, rate),
        _again(passed, forward(after, inputs, desired)),
    ]


def _weights(network, write):
    """The texts on arrows and at biases for a function of one entry's index."""
    rows = {"h1": network.hidden[0], "h2": network.hidden[1], "p": network.output}
    sources = {"h1": ("x1", "x2"), "h2": ("x1", "x2"), "p": ("h1", "h2")}
    arrows = {
        (source, node): write(value)
        for node, row in rows.items()
        for source, value in zip(sources[node], row)
    }
    return arrows, {node: write(row[2]) for node, row in rows.items()}


def _start(network, passed):
    arrows, biases = _weights(network, number)
    x1, x2 = map(number, passed.inputs)
    return Step(
        f"x = ({x1}, {x2}),   desired output {passed.desired}",
        "Nine numbers learn: six weights on the arrows and three biases. The example "
        "enters on the left.",
        "Neuf nombres apprennent : six poids sur les flèches et trois biais. "
        "L'exemple entre à gauche.",
        values={"x1": x1, "x2": x2},
        arrows=arrows,
        biases=biases,
    )


def _ahead(network, passed):
    """The sums and activations from left to right, and the loss."""
    rows = [*network.hidden, network.output]
    inputs = [passed.inputs, passed.inputs, passed.activations]
    totals = [*passed.totals, passed.total]
    results = [*passed.activations, passed.probability]
    for node, row, given, total, result in zip(
        ("h1", "h2", "p"), rows, inputs, totals, results
    ):
        products = " + ".join(
            f"{_factor(weight)}·{_factor(value)}" for weight, value in zip(row, given)
        )
        yield Step(
            f"total({node}) = {products} + {_factor(row[2])} = {number(total)}",
            f"The weighted sum of {node}: each input times the weight of its arrow, "
            "and the bias.",
            f"La somme pondérée de {node} : chaque entrée fois le poids de sa flèche, "
            "plus le biais.",
            nodes={node: f"total {number(total)}"},
        )
        yield Step(
            f"{node} = sigmoid({number(total)}) = {number(result)}",
            f"The activation of {node}: the sigmoid turns the sum into a number "
            "between 0 and 1.",
            f"L'activation de {node} : la sigmoïde fait de la somme un nombre entre 0 "
            "et 1.",
            values={node: number(result)},
        )
    right = passed.probability if passed.desired else 1 - passed.probability
    yield Step(
        f"loss = −log({number(right)}) = {number(passed.loss)}",
        "The loss: minus the logarithm of the probability of the right answer.",
        "La perte : moins le logarithme de la probabilité de la bonne réponse.",
        values={"loss": number(passed.loss)},
    )


def _back(network, passed, flow):
    """The deltas from right to left, and the gradients of the weights."""
    yield Step(
        f"δ(p) = p − desired = {number(passed.probability)} − {passed.desired} = "
        f"{number(flow.delta)}",
        "Now backwards. δ is the derivative of the loss with respect to a neuron's "
        "total; for sigmoid and cross-entropy it is this simple.",
        "Maintenant en arrière. δ est la dérivée de la perte par rapport à la somme "
        "d'un neurone ; pour sigmoïde et entropie croisée, c'est aussi simple.",
        BACK,
        nodes={"p": f"δ {number(flow.delta)}"},
    )
    yield _gradients(network, flow, "p", flow.delta, passed.activations)
    for i, node in enumerate(("h1", "h2")):
        weight, a = network.output[i], passed.activations[i]
        yield Step(
            f"δ({node}) = δ(p)·w·{node}(1 − {node}) = {_factor(flow.delta)}·"
            f"{_factor(weight)}·{number(a)}·{number(1 - a)} = {number(flow.deltas[i])}",
            f"The chain rule: δ comes back to {node} through the arrow's weight, times "
            "the slope of the sigmoid there.",
            f"Règle de la chaîne : δ revient à {node} par le poids de la flèche, fois "
            "la pente de la sigmoïde à cet endroit.",
            BACK,
            nodes={node: f"δ {number(flow.deltas[i])}"},
        )
        yield _gradients(network, flow, node, flow.deltas[i], passed.inputs)


def _gradients(network, flow, node, delta, given):
    both = zip(_weights(network, number), _weights(flow.gradients, number))
    arrows, biases = (
        {key: f"{text}\n∂ {slopes[key]}" for key, text in texts.items()}
        for texts, slopes in both
    )
    products = ",   ".join(
        f"{_factor(delta)}·{_factor(value)} = {number(delta * value)}"
        for value in given
    )
    return Step(
        f"∂loss/∂w = δ({node})·input:   {products};   ∂loss/∂bias = δ({node})",
        f"The gradient of each weight that leads to {node}: δ({node}) times what came "
        "along the arrow. For the bias it is δ itself.",
        f"Le gradient de chaque poids qui mène à {node} : δ({node}) fois ce qui est "
        "passé par la flèche. Pour le biais, c'est δ lui-même.",
        BACK,
        arrows={pair: text for pair, text in arrows.items() if pair[1] == node},
        biases={node: biases[node]},
    )


def _update(network, flow, after, rate):
    arrows, biases = _weights(after, lambda w: f"new {number(w)}")
    w, g, new = network.output[0], flow.gradients.output[0], after.output[0]
    return Step(
        f"w ← w − {number(rate)}·∂loss/∂w;   first weight of p: {number(w)} − "
        f"{number(rate)}·{_factor(g)} = {number(new)}",
        "All nine numbers move at once, against their gradients. A weight whose input "
        "was 0 stays.",
        "Les neuf nombres bougent ensemble, contre leurs gradients. Un poids dont "
        "l'entrée valait 0 ne bouge pas.",
        NEW,
        arrows=arrows,
        biases=biases,
    )


def _again(before, after):
    names = ("h1", "h2", "p", "loss")
    results = (*after.activations, after.probability, after.loss)
    return Step(
        f"p: {number(before.probability)} → {number(after.probability)},   "
        f"loss: {number(before.loss)} → {number(after.loss)}",
        "Forward again with the new weights: the output is nearer to what was desired, "
        "and the loss is smaller.",
        "En avant encore avec les nouveaux poids : la sortie est plus proche du "
        "désiré, et la perte est plus petite.",
        NEW,
        values=dict(zip(names, map(number, results))),
        nodes=dict(
            zip(names, (f"total {number(t)}" for t in (*after.totals, after.total)))
        ),
    )


def _factor(value):
    """A number inside a product."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


def _drawing(figure):
    """Draws the empty network; returns what shows the steps so far."""
    axes = figure.add_axes((0.0, 0.13, 1.0, 0.87))
    axes.set(xlim=(-0.6, 6.15), ylim=(-2.05, 1.95))
    axes.axis("off")
    lines = {pair: _arrow(axes, *pair) for pair in ARROWS}
    lines["p", "loss"] = _arrow(axes, "p", "loss")
    values, below, above = {}, {}, {}
    for name, (x, y) in PLACES.items():
        values[name] = _node(axes, name, x, y)
        below[name] = _text(axes, x, y - 0.6)
        above[name] = _text(axes, x, y + 0.6)
    on = {pair: _text(axes, *_on_arrow(*pair), boxed=True) for pair in ARROWS}
    equation = figure.text(0.5, 0.07, "", ha="center", va="center", fontsize=13)

    def draw(steps):
        new = steps[-1]
        for texts, part in (
            (values, "values"),
            (below, "nodes"),
            (above, "biases"),
            (on, "arrows"),
        ):
            for key, text in texts.items():
                _say(text, key, part, steps)
        for pair, line in lines.items():
            line.set_color(new.colour if _used(pair, new) else "#c3cbd4")
        equation.set_text(new.equation)
        equation.set_color(new.colour)

    return draw


def _used(pair, step):
    """Whether a step's numbers go along an arrow, ahead or back."""
    if step.colour == BACK and step.nodes:
        return pair[0] in step.nodes
    return pair in step.arrows or pair[1] in {**step.nodes, **step.values}


def _say(text, key, part, steps):
    """Shows the latest word on a node or arrow; what is new has its colour."""
    known = [step for step in steps if key in getattr(step, part)]
    said = getattr(known[-1], part)[key] if known else ""
    text.set_text(f"bias {said}" if said and part == "biases" else said)
    new = bool(known) and known[-1] is steps[-1]
    text.set_color(steps[-1].colour if new else "#333333")
    text.set_fontweight("bold" if new else "normal")


def _arrow(axes, start, end):
    (x, y), (to_x, to_y) = PLACES[start], PLACES[end]
    gap = 0.36 * np.array([to_x - x, to_y - y]) / np.hypot(to_x - x, to_y - y)
    style = {"arrowstyle": "-|>", "lw": 1.8, "color": "#c3cbd4", "mutation_scale": 16}
    style |= {"shrinkA": 0, "shrinkB": 0}
    tail, head = (x + gap[0], y + gap[1]), (to_x - gap[0], to_y - gap[1])
    return axes.annotate("", head, tail, arrowprops=style).arrow_patch


def _on_arrow(start, end):
    """Where an arrow's text lies: nearer to its start, so that none cross."""
    start, end = np.array(PLACES[start]), np.array(PLACES[end])
    return start + 0.36 * (end - start)


def _node(axes, name, x, y):
    axes.plot(x, y, "o", ms=48, color=NODE, mec=QUIET, mew=1.2)
    axes.text(x, y + 0.13, name, ha="center", va="center", fontsize=9, color=QUIET)
    return axes.text(x, y - 0.09, "", ha="center", va="center", fontsize=13)


def _text(axes, x, y, boxed=False):
    box = {"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none"} if boxed else None
    return axes.text(x, y, "", ha="center", va="center", fontsize=12, bbox=box)
