"""What holds for every table, tried on tables that hypothesis makes up.

It mirrors no single file: a table goes through reading, schema and encoding, and what
one of them lets through another one stumbles over. Each mistake that was found here
has a test of its own where it belongs. The tables are the same in every run.
"""

import copy
import csv
import datetime
import io
import json

import hypothesis
import numpy as np
import pandas as pd
import pytest
from hypothesis import configuration
from hypothesis import strategies as st

from ter_gan.errors import UserError
from ter_gan.tables import reading
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.schema import FIELDS, KINDS, Schema

ROWS = 12  # of a table, at most
FINEST = 2**21  # steps of a column that float32 tells apart
WORDS = (
    *("", "NA", "1", "0", "-1", "1.5", "1e5", "1e999", "inf", "007", "True", "no"),
    *("9007199254740993", "=1+1", "@x", "<b>&amp;</b>", " a", "a ", "'", '"', "1,5"),
    *("a;b", "a\nb", "a\rb", "\x1a", "é", "٣", "\u202e", "-0", "1_0", "  ", "\t", "."),
    *("2020-01-31", "2020-01-31 10:11", "31.01.2020", "12:30", "$x^2$", "\u2028"),
)
words = st.one_of(st.sampled_from(WORDS), st.text(max_size=4))


@pytest.fixture(scope="module", autouse=True)
def notes_elsewhere(tmp_path_factory):
    """Hypothesis keeps its notes beside the code, unless told where."""
    configuration.set_hypothesis_home_dir(tmp_path_factory.mktemp("hypothesis"))


def fuzz(examples):
    """The settings of a test: the same examples each time, however long they take."""
    return hypothesis.settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def refused(action, *arguments):
    """What a function gives, or `None` if it says in one line why it cannot."""
    try:
        return action(*arguments)
    except UserError as error:
        assert len(str(error).splitlines()) == 1
        return None


def again(schema):
    """The schema that comes back from its JSON."""
    return Schema.from_config(json.loads(json.dumps(schema.to_config())))


def assert_same(found, wanted, schema):
    """All but identifiers is the same; None and NaN are the same gap."""
    for column in schema.learned:
        one, other = found[column.name], wanted[column.name]
        assert one.dtype == other.dtype
        assert (one.isna() == other.isna()).all()
        assert one.dropna().tolist() == other.dropna().tolist()


# -- files -------------------------------------------------------------------------


@st.composite
def texts(draw, sound=False):
    """bytes: a table as some program might write it; a sound one can be read."""
    width, rows = draw(st.integers(1 + sound, 3)), draw(st.integers(int(sound), 5))
    names = draw(st.lists(words, min_size=width, max_size=width))
    pools = [draw(st.lists(words, min_size=1, max_size=3)) for _ in names]
    cells = [[draw(st.sampled_from(pool)) for pool in pools] for _ in range(rows)]
    if sound:
        names = [f"{name.strip()}{i}" for i, name in enumerate(names)]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL][: 2 - sound]))
    file = io.StringIO()
    csv.writer(file, lineterminator=end, quoting=quoting).writerows([names, *cells])
    text, encodings = file.getvalue(), ["utf-8", "utf-8-sig", "utf-16"]
    if not sound:
        text = text.replace(",", draw(st.sampled_from([",", ";", "\t", "|", ", "])))
        text += draw(st.sampled_from(["", end, " " + end, '"', "x" + end]))
        encodings += ["latin-1", "utf-16-le"]
    return text.encode(draw(st.sampled_from(encodings)), errors="replace")


def read(content, path):
    """The table of a file, and its schema, if it is one."""
    path.write_bytes(content)
    said = []
    df = refused(reading.read_csv, path, said.append)
    assert all(len(line.splitlines()) == 1 for line in said)
    schema = None if df is None else refused(Schema.infer, df)
    return df, schema


def test_any_bytes_are_a_table_or_a_mistake_in_one_line(tmp_path):
    passed = []

    @fuzz(100)
    @hypothesis.given(st.one_of(st.binary(max_size=40), texts(), texts()))
    def check(content):
        df, schema = read(content, tmp_path / "t.csv")
        if schema is not None:
            assert again(schema) == schema
            assert_same(schema.from_matrix(schema.to_matrix(df)), df, schema)
        passed.append(schema is not None)

    check()
    assert 0.2 < np.mean(passed) < 0.8


def test_rows_that_are_written_are_read_again(tmp_path):
    """Beside the table that they are like, so that its types are found again."""
    passed = []

    @fuzz(60)
    @hypothesis.given(texts(sound=True), st.integers(0, 99))
    def check(content, seed):
        df, schema = read(content, tmp_path / "t.csv")
        if schema is None or "\ufeff" in df.to_csv():  # a mark, not a sign
            return
        matrix = schema.to_matrix(df)
        encoder = refused(Encoder.fit, matrix, schema)
        if encoder is None:
            return
        noise = np.random.default_rng(seed).normal(size=(5, encoder.width))
        made = schema.from_matrix(encoder.from_model(noise), seed)
        rows = pd.concat([df, made], ignore_index=True)
        reading.write_csv(rows, tmp_path / "made.csv")
        found = reading.read_csv(tmp_path / "made.csv", report=lambda line: None)
        for name, other in zip(rows, found, strict=True):
            wanted = ["'" + x if risky(x) else x for x in rows[name].dropna()]
            assert other == ("'" + name if risky(name) else name)
            assert found[other].dropna().tolist() == wanted
            assert (found[other].isna() == rows[name].isna()).all()
        passed.append(rows)

    check()
    assert len(passed) > 25


def risky(cell):
    """Whether a spreadsheet would compute a cell."""
    return isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r")


# -- tables ------------------------------------------------------------------------


def columns(n):
    """Columns of `n` cells: usual ones, and others that nobody should have, too."""

    def cells(each, dtype=None):
        return st.lists(each, min_size=n, max_size=n).map(
            lambda found: pd.Series(found, dtype=dtype)
        )

    def few(each, dtype=None):
        pools = st.lists(each, min_size=1, max_size=3)
        return pools.flatmap(lambda pool: cells(st.sampled_from(pool), dtype))

    def gaps(each):
        return st.one_of(each, st.none())

    def decimals(count):
        return cells(st.integers(-(10**5), 10**5).map(lambda k: k / 10**count))

    def written(format):
        return cells(days.map(lambda day: day.strftime(format)), "str")

    days = st.datetimes(datetime.datetime(1700, 1, 1), datetime.datetime(2200, 1, 1))
    zones = st.sampled_from(["UTC", "Europe/Vienna", "America/New_York"])
    large = st.sampled_from([2**53, 2**53 - 1, -(2**53), 2**63 - 1, 5])
    mixed = st.one_of(words, st.integers(-2, 2), st.booleans(), st.none(), st.floats())
    nothing = st.sampled_from(["object", "float64", "datetime64[us]"]).flatmap(
        lambda dtype: cells(st.none(), dtype)
    )
    strange = st.one_of(
        st.dates(),
        st.decimals(allow_nan=False),
        st.binary(max_size=2),
        st.tuples(st.integers()),
    )
    usual = st.one_of(
        cells(st.integers(-1000, 1000)),
        cells(gaps(st.integers(-5, 5)), "Int64"),
        cells(gaps(st.integers(0, 9)), "float64"),
        st.integers(0, 3).flatmap(decimals),
        cells(st.booleans()),
        cells(gaps(st.booleans()), "boolean"),
        few(gaps(days), "datetime64[us]"),
        zones.flatmap(lambda zone: cells(days, f"datetime64[us, {zone}]")),
        st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y %H:%M"]).flatmap(written),
        few(st.sampled_from(["a", "=b", "<i>", "c\nd", None]), "str"),
        few(words, "category"),
        nothing,
    )
    unusual = st.one_of(
        cells(words, "str"),
        few(gaps(words), "str"),
        cells(large),
        cells(st.integers(0, 255), "uint8"),
        cells(st.floats(), "float64"),
        cells(st.floats(width=32), "float32"),
        few(gaps(st.sampled_from([1.5, -2.0])), "category"),
        few(mixed, "object"),
        few(strange, "object"),
        cells(st.integers(0, 9), "timedelta64[us]"),
        cells(st.complex_numbers(max_magnitude=9), "complex128"),
    )
    return usual, st.one_of(usual, unusual)


@st.composite
def tables(draw):
    """`(df, usual)`: a `pandas.DataFrame`, and whether it must be accepted."""
    names = st.one_of(st.sampled_from(["id", "a b", "=x", "x\ny", "<b>"]), words)
    chosen = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    usual = draw(st.booleans())
    several = columns(draw(st.integers(1, ROWS)))[0 if usual else 1]
    df = pd.DataFrame({name: draw(several) for name in chosen})
    return df, usual and "id" not in df


def exact(column, values):
    """Whether float32 can tell the column's values apart."""
    step = column.grid.step
    if step is None and column.grid.decimals is not None:
        step = 10.0**-column.grid.decimals
    known = values[~np.isnan(values)]
    return step is not None and np.ptp(known) / step < FINEST


def test_any_table_comes_back_or_is_refused_in_one_line():
    passed = []

    @fuzz(100)
    @hypothesis.given(tables())
    def check(table):
        df, usual = table
        schema = Schema.infer(df) if usual else refused(Schema.infer, df)
        if schema is None:
            return
        assert again(schema) == schema
        matrix = schema.to_matrix(df)
        assert_same(schema.from_matrix(matrix), df, schema)
        encoder = Encoder.fit(matrix, schema)
        values = encoder.to_model(matrix, seed=0)
        back = encoder.from_model(values)
        assert np.isfinite(values).all()
        for column, before, after in zip(schema.learned, matrix.T, back.T):
            if exact(column, before):
                np.testing.assert_array_equal(after, before)
        schema.to_matrix(schema.from_matrix(back))
        passed.append(df)

    check()
    assert len(passed) > 50


# -- schemas -----------------------------------------------------------------------

EACH = np.arange(ROWS)
KNOWN = pd.DataFrame(
    {
        "id": EACH,
        "age": EACH % 7,
        "pay": np.where(EACH % 3 == 0, np.nan, EACH / 10),
        "day": [f"2020-01-{n + 1:02d}" for n in EACH],
        "when": pd.date_range("2021-01-01", periods=ROWS, tz="CET"),
        "town": ["a", "b", None] * 4,
        "size": pd.Categorical(["s", "m", "l"] * 4, ["s", "m", "l"], ordered=True),
        "flag": [True, False] * 6,
        "none": [None] * ROWS,
        "key": [f"K{n:03d}" for n in EACH],
    }
)
CONFIG = Schema.infer(KNOWN).to_config()
TYPES = ("int64", "uint8", "Int64", "float32", "bool", "str", "datetime64[us]", "no")
anything = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-3, 0, 1, 5, 0.1, 1.5, 400, 10**30, 1e308, np.nan, np.inf]),
    st.sampled_from(["", "a", "x\ny", "2020-01-05", "%Y-%m-%d", "%Q", "CET", "Mars"]),
    st.sampled_from([*TYPES, *KINDS, *KNOWN]),
    st.lists(st.sampled_from(["a", "b", "s", 1, 2.5, True, None, [], {}]), max_size=4),
    st.just({}),
)


@st.composite
def edited(draw):
    """dict: a schema in which a person changed something."""
    config = copy.deepcopy(CONFIG)
    columns = config["columns"]
    for _ in range(draw(st.integers(1, 2))):
        column = draw(st.sampled_from(columns))
        action = draw(st.sampled_from(["set"] * 5 + ["swap", "add", "drop", "whole"]))
        if action == "set":
            column[draw(st.sampled_from([*FIELDS, "lo"]))] = draw(anything)
        elif action == "swap" and {"low", "high"} <= column.keys():
            column["low"], column["high"] = column["high"], column["low"]
        elif action == "add":
            columns.append({"name": draw(anything), "kind": draw(anything)})
        elif action == "drop":
            column.pop(draw(st.sampled_from(sorted(column))))
            column.setdefault("name", "age")
        elif action == "whole":
            config["columns"] = draw(anything)
            return config
    return config


def test_any_edit_of_a_schema_works_or_is_refused_in_one_line():
    passed = []

    @fuzz(120)
    @hypothesis.given(edited())
    def check(config):
        said = refused(Schema.from_config, json.loads(json.dumps(config)))
        schema = None if said is None else refused(Schema.infer, KNOWN, said)
        matrix = None if schema is None else refused(schema.to_matrix, KNOWN)
        if matrix is None:
            return
        assert again(schema) == schema
        made = schema.from_matrix(matrix)
        np.testing.assert_array_equal(schema.to_matrix(made), matrix)
        passed.append(schema)

    check()
    assert len(passed) > 10
