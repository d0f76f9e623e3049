"""What stands beside the plane in a frame: the overview, and the curves."""

import re

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from ter_gan.film.plane import GENERATED, INK, REAL

BLANK = "–"  # for a number that is not there
PALE = {"noise": "#eceff1", "G": "#fde3d0", "samples": "#fff4ea", "D": "#dbe9f6"}
PALE["losses"] = "#eceff1"


def overview(figure, place, film, index):
    """Draws noise → G → samples → D → losses, with the frame's numbers.

    Args:
        figure: `matplotlib.figure.Figure`.
        place: (left, bottom, width, height) in the figure.
        film: `ter_gan.film.record.Film`.
        index: int.
    """
    axes = figure.add_axes(place)
    axes.set(xlim=(0, 100), ylim=(0, 10))
    axes.axis("off")
    boxes = _boxes(film, index)
    width, gap = 17.6, 3.0
    for i, (name, lines) in enumerate(boxes.items()):
        left = i * (width + gap)
        style = {"fc": PALE[name], "ec": "#9aa5b1", "lw": 1}
        shape = "round,pad=0,rounding_size=0.8"
        axes.add_patch(FancyBboxPatch((left, 0), width, 9.6, boxstyle=shape, **style))
        for line, (text, weight) in enumerate(zip(lines, ("bold", "normal", "normal"))):
            size = 9 if len(text) <= 25 else 7
            style = {"ha": "center", "va": "center", "size": size, "weight": weight}
            axes.text(left + width / 2, 8 - 3 * line, text, color=INK, **style)
        if i:
            ends = (left - gap, 4.8), (left, 4.8)
            axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=12))


def _boxes(film, index):
    """dict: a box's name to its three lines."""
    facts, (g, d) = film.facts, (film.facts["networks"][name] for name in "GD")

    def number(name, form=".3g"):
        value = film.numbers[name][index]
        return BLANK if value is None else format(value, form)

    law = "N(0, 1)" if facts["latent"] == "normal" else "U(-1, 1)"
    loss = facts["loss"]
    if facts["penalty"] not in (None, "none"):
        loss += f" + {facts['penalty']}"
    return {
        "noise": ("noise z", f"{facts['latent_dim']} × {law}", ""),
        "G": ("generator G", _short(g), f"mean |∂L/∂x| {number('generator_slope')}"),
        "samples": (
            "samples",
            f"energy dist. {number('energy_distance', '.2g')}",
            f"diversity {number('diversity', '.2f')}",
        ),
        "D": (
            "discriminator D",
            f"{_short(d)} → 1",
            f"D: real {number('d_real', '.2f')}, fake {number('d_fake', '.2f')}",
        ),
        "losses": ("losses", f"D {number('d_loss')},  G {number('g_loss')}", loss),
    }


def _short(words):
    """The sizes of a network's layers in one line, such as `"2 → 128 → 2"`."""
    sizes = [found[0] for word in words if (found := re.search(r"\d+", word))]
    if len(sizes) > 5:
        sizes = [*sizes[:2], "…", *sizes[-2:]]
    return " → ".join(sizes)


def curves(figure, place, film, index):
    """Draws the losses, the energy distance and the modes up to now.

    Args: as `overview`.
    """
    left, bottom, width, height = place
    kinds = [_losses, _distance] + ([_modes] if film.facts["modes"] else [])
    gap = 0.045
    each = (height - gap * (len(kinds) - 1)) / len(kinds)
    for i, kind in enumerate(reversed(kinds)):
        axes = figure.add_axes((left, bottom + i * (each + gap), width, each))
        kind(axes, film, index)
        axes.set_xlim(film.steps[0], max(film.steps[-1], film.steps[0] + 1))
        axes.tick_params(labelsize=8, labelbottom=i == 0)
        axes.grid(color="#e4e7eb", lw=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        if i == 0:
            axes.set_xlabel("generator updates", size=9)


def _line(axes, film, index, name, colour, label, style="-"):
    """A curve up to now, its end marked; returns the values of the whole film."""
    values = np.array(film.numbers[name], "float64")
    upto = slice(0, index + 1)
    axes.plot(film.steps[upto], values[upto], style, color=colour, lw=1.5, label=label)
    axes.plot(film.steps[index], values[index], "o", color=colour, ms=4)
    return values[np.isfinite(values)]


def _rule(axes, value, colour, label):
    axes.axhline(value, color=colour, lw=1, ls=(0, (4, 3)), label=label)


def _key(axes, title, columns):
    axes.set_ylabel(title, size=9)
    above = {"loc": "lower right", "bbox_to_anchor": (1, 0.98), "borderaxespad": 0}
    style = {"fontsize": 8, "handlelength": 1.6, "columnspacing": 0.9}
    axes.legend(ncols=columns, frameon=False, handletextpad=0.4, **above, **style)


def _losses(axes, film, index):
    d_rest, g_rest = film.facts["equilibrium"]
    d = _line(axes, film, index, "d_loss", REAL, "D")
    g = _line(axes, film, index, "g_loss", GENERATED, "G", "-.")
    _rule(axes, d_rest, REAL, "D at equilibrium")
    _rule(axes, g_rest, GENERATED, "G at equilibrium")
    axes.set_ylim(_limits(np.concatenate([d, g, [d_rest, g_rest]])))
    _key(axes, "loss", 4)


def _limits(values):
    """(low, high): a few wild values, as at a divergence, do not flatten the rest."""
    low, high = np.quantile(values, [0.05, 0.95])
    reach = max(high - low, 1e-3)
    low, high = max(values.min(), low - reach), min(values.max(), high + reach)
    return low - 0.08 * reach, high + 0.08 * reach


def _distance(axes, film, index):
    floor = film.facts["floor"]["energy_distance"]
    values = _line(axes, film, index, "energy_distance", INK, "generated against real")
    _rule(axes, floor, INK, "real against real")
    everything = [*values[values > 0], max(floor, 1e-9)]
    axes.set(yscale="log", ylim=(min(everything) / 1.6, max(everything) * 1.6))
    _key(axes, "energy distance", 2)


def _modes(axes, film, index):
    modes = film.facts["modes"]
    covered = np.array(film.numbers["modes_covered"], "float64") / modes
    upto = slice(0, index + 1)
    style = {"color": "#6b3fa0", "lw": 1.5}
    axes.plot(
        film.steps[upto], covered[upto], label=f"modes covered, of {modes}", **style
    )
    axes.plot(film.steps[index], covered[index], "o", color="#6b3fa0", ms=4)
    _line(axes, film, index, "high_quality_share", "#00796b", "high quality", "-.")
    axes.set_ylim(-0.04, 1.06)
    _key(axes, "share", 2)
