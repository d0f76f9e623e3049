"""A kind's table of metrics, and how its rows are worked off."""

import dataclasses
import functools
from collections.abc import Callable

from ter_gan.errors import UserError, unknown
from ter_gan.evaluation.result import Result


class NoValue(UserError):
    """A metric has no value for these samples, which is nobody's mistake."""


@dataclasses.dataclass(frozen=True)
class Metric:
    """One row of a kind's table.

    Args:
        name: str. What `--metrics` calls it.
        label: str. The name of its results; `{features}`, `{n}` and `{size}`
            are filled in by the kind.
        direction: str, a key of `result.DIRECTIONS`.
        meaning: str. One sentence for a reader of the table.
        measure: function of a bench and a side to an `Estimate`, or to a dict
            of them; rows may share it, it is called once. A bench is the
            kind's: what the metrics of one run need.
        key: str or int. Which estimate of the dict.
        needs: functions of a bench that raise a `UserError` where the metric
            cannot be had.
        floor: str. Which side of the bench stands in for the generated one to
            give the number that belongs beside the value; `None`: no floor.
        standard: bool. Whether it is in the standard set.
        group: str. The heading under which it stands, if there are several.
    """

    name: str
    label: str
    direction: str
    meaning: str
    measure: Callable
    key: str | int | None = None
    needs: tuple[Callable, ...] = ()
    floor: str | None = "stand_in"
    standard: bool = True
    group: str = ""

    def check(self, bench):
        """Raises a `UserError` if a bench lacks what the metric needs."""
        for need in self.needs:
            need(bench)


class Side:
    """Samples of one origin, and what was measured of them.

    Args:
        name: str. For people, e.g. `"generated images"`.
        samples: array `(n, …)`, as stored.
        labels: int array `(n,)`, or `None`. Of generated samples: as asked for.
    """

    def __init__(self, name, samples, labels=None):
        self.name, self.samples, self.labels = name, samples, labels
        self.found = {}

    def __len__(self):
        return len(self.samples)


class Bench:
    """What the metrics of one run need; a kind adds to it.

    Args:
        evaluator: `ter_gan.evaluation.evaluator.Evaluator`, whose real samples and
            seed are those of all benches.
        gan: the model whose samples are measured.

    Attributes:
        words: dict that fills in the labels of rows.
    """

    def __init__(self, evaluator, gan):
        self.evaluator, self.gan = evaluator, gan
        self.dataset, self.seed = evaluator.dataset, evaluator.seed
        self.real, self.stand_in = evaluator.real, evaluator.stand_in
        self.words = {"n": count_name(evaluator.n), **self.own_words()}

    @functools.cached_property
    def generated(self):
        """`Side` of the model's samples, generated when they are first asked for."""
        return self.evaluator.generated(self.gan)

    def own_words(self):
        """dict: what the labels of a kind's rows have besides the number of samples."""
        return {}

    def protocol(self, row):
        """dict for JSON: how a row's numbers come about."""
        floor = getattr(self, row.floor) if row.floor else None
        return {
            "n_generated": len(self.generated),
            "n_real": len(self.real),
            "real": self.real.name,
            "n_floor": floor and len(floor),
            "floor": floor and floor.name,
            "averaged_generator": self.gan.averaged_generator is not None,
            "seed": self.seed,
        }

    def estimate(self, measure, side):
        """What `measure` says of a side; it is asked once.

        Real sides are shared by many GANs: a measure of them must not look at
        this one.
        """
        if measure not in side.found:
            side.found[measure] = measure(self, side)
        return side.found[measure]


@dataclasses.dataclass(frozen=True)
class Picture:
    """A picture that belongs to the numbers of one run.

    Args:
        title: str.
        image: `PIL.Image.Image`.
        caption: str. What it shows, and how to read it.
    """

    title: str
    image: object
    caption: str


@dataclasses.dataclass(frozen=True)
class Tiles:
    """Small pictures of one kind that stand side by side, as many as there is room for.

    Args:
        title: str.
        images: dict from what each shows to `PIL.Image.Image`s of one size.
        caption: str. What they show, and how to read them.
        width: int. Pixels that one needs on a wide page.
        abreast: int. How many stand side by side on a phone.
    """

    title: str
    images: dict
    caption: str
    width: int = 240
    abreast: int = 2


@dataclasses.dataclass(frozen=True)
class Texts:
    """A table of texts, such as samples beside each other.

    Args:
        title: str.
        heading: sequence of str.
        rows: sequences of cells; a cell is a sequence of `(text, marked)`: the parts
            of a text, and which of them stand out.
        caption: str. What it shows, and how to read it.
        short: bool. Whether its texts are words and numbers, which need no wide cells.
    """

    title: str
    heading: tuple
    rows: tuple
    caption: str
    short: bool = False


@dataclasses.dataclass(frozen=True)
class Overview:
    """What is said of all runs together.

    Args:
        exhibits: sequence of `Picture`, `Tiles` and `Texts`.
        sentences: sequence of str.
        numbers: dict for JSON.
    """

    exhibits: tuple = ()
    sentences: tuple = ()
    numbers: dict = dataclasses.field(default_factory=dict)


def choose(table, asked):
    """The rows that were asked for.

    Args:
        table: sequence of `Metric`.
        asked: str. `"standard"`, `"all"`, or names joined by commas.

    Returns:
        (tuple of `Metric`, whether they were asked for by name).

    Raises:
        UserError: for an unknown name.
    """
    sets = {"standard": [row for row in table if row.standard], "all": table}
    if asked in sets:
        return tuple(sets[asked]), False
    rows = {row.name: row for row in table}
    names = [name.strip() for name in asked.split(",")]
    for name in names:
        if name not in rows:
            raise unknown("metric", name, [*rows, *sets])
    return tuple(rows[name] for name in dict.fromkeys(names)), True


def work_off(rows, bench, named, progress):
    """Measures one run.

    Args:
        rows: sequence of `Metric`.
        bench: `Bench` of the kind.
        named: bool. Whether a metric that is not possible is a mistake of the
            person who named it, or a result without a value (as `NoValue` always is).
        progress: `ter_gan.evaluation.progress.Progress`.

    Returns:
        tuple of `Result`.

    Raises:
        UserError: see `named`.
    """
    if named:
        refuse_impossible(rows, bench)
    found, stage = [], progress.stage(f"{len(rows)} metrics")
    for row in rows:
        found.append(_result(row, bench, named))
        stage(len(found), len(rows))
    return tuple(found)


def refuse_impossible(rows, bench):
    """Refuses what was named and is not possible, before anything is generated.

    Raises:
        UserError: see `work_off`.
    """
    for row in rows:
        try:
            row.check(bench)
        except UserError as error:
            _refuse(row, error)


def _refuse(row, error):
    if not isinstance(error, NoValue):
        raise UserError(f"{row.name} is not possible: {error}") from error


def _result(row, bench, named):
    facts = {
        "name": row.label.format(**bench.words),
        "metric": row.name,
        "direction": row.direction,
        "meaning": row.meaning,
        "group": row.group,
    }
    try:
        row.check(bench)
        estimate = _pick(bench.estimate(row.measure, bench.generated), row)
        floor = None
        if row.floor:
            side = getattr(bench, row.floor)
            floor = _pick(bench.estimate(row.measure, side), row).value
    except UserError as error:
        if named:
            _refuse(row, error)
        return Result(**facts, protocol=bench.protocol(row), why=str(error))
    return Result(
        **facts,
        value=float(estimate.value),
        error=estimate.error,
        floor=floor,
        protocol=bench.protocol(row),
        details=estimate.details,
    )


def _pick(found, row):
    return found if row.key is None else found[row.key]


def count_name(n):
    """A number of samples as names have it: `"10k"`, `"512"`."""
    return f"{n // 1000}k" if n % 1000 == 0 else str(n)
