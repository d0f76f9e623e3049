"""What was varied from run to run, so that metrics can be drawn against it."""

import dataclasses

from ter_gan.comparison.trained import differing

REPEATED = "seed"  # it is varied to repeat a run, not to change it
SIZES = ("width", "hidden", "generator_width", "discriminator_width")
SIZES += ("generator_layers", "discriminator_layers")


@dataclasses.dataclass(frozen=True)
class Sweep:
    """One number that varies from run to run.

    Args:
        name: str. A numeric field of the recipe, or `"parameters"`.
        values: tuple of the runs' numbers.
        groups: dict from what else distinguishes runs, e.g. `"dcgan, normal"`, to
            the numbers of its runs, counted from 0; the name of a single group is
            empty.
        joined: bool. Whether nothing but this number changes within a group.
    """

    name: str
    values: tuple
    groups: dict
    joined: bool


def find(runs):
    """The number that was varied.

    It is the only numeric field in which the recipes differ, the seed apart; if
    there is none or several, the number of parameters of both players.

    Args:
        runs: sequence of `ter_gan.comparison.trained.Trained`.

    Returns:
        `Sweep`, or `None` if no number varies.
    """
    fields = {k: v for k, v in differing(runs).items() if k != REPEATED}
    numeric = [name for name, values in fields.items() if _are_numbers(values)]
    if len(numeric) == 1:
        name = numeric[0]
        values = fields[name]
    else:
        name = "parameters"
        values = tuple(sum(run.parameters.values()) for run in runs)
    if len(set(values)) < 2:
        return None
    others = [values for field, values in fields.items() if field not in numeric]
    joined = len(numeric) == 1 or set(numeric) <= set(SIZES)
    return Sweep(name, values, _groups(len(runs), others), joined)


def _are_numbers(values):
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def _groups(count, others):
    groups = {}
    for i in range(count):
        key = ", ".join(str(values[i]) for values in others)
        groups.setdefault(key, []).append(i)
    return groups
