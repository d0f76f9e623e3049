import datetime
import json

import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables.schema import Column, Schema, identifiers

N = 30
EACH = np.arange(N)


def frame():
    """A column of every kind and of many dtypes."""
    days = [f"2020-01-{day % 28 + 1:02d}" for day in EACH]
    return pd.DataFrame(
        {
            "id": EACH + 100,
            "code": [f"AB-{n:03d}x" for n in EACH],
            "age": EACH % 7,
            "pay": np.where(EACH % 5 == 0, np.nan, EACH / 10),
            "whole": [1.0, np.nan] + [4.0] * (N - 2),
            "smokes": ["Yes", "no"] * 15,
            "zero": [0, 1] * 15,
            "day": days,
            "minute": pd.date_range("2021-03-28", periods=N, freq="min", tz="CET"),
            "stamp": pd.to_datetime(EACH * 1234567, unit="us"),
            "same": [5.5] * N,
            "none": [None] * N,
            "size": pd.Categorical(["s", "m", "l"] * 10, ["s", "m", "l"], True),
            "town": ["a", "b", None] * 10,
            "flag": [True, False] * 15,
            "count": pd.array([1, None, 3] * 10, dtype="Int64"),
            "single": np.float32(EACH / 10),
            "text_id": [f"{n:08x}" for n in EACH * 7919 + 2**28],
        }
    )


KINDS = {
    "id": "identifier",
    "code": "identifier",
    "age": "integer",
    "pay": "continuous",
    "whole": "integer",
    "smokes": "boolean",
    "zero": "boolean",
    "day": "datetime",
    "minute": "datetime",
    "stamp": "datetime",
    "same": "categorical",
    "none": "categorical",
    "size": "ordinal",
    "town": "categorical",
    "flag": "boolean",
    "count": "integer",
    "single": "continuous",
    "text_id": "identifier",
}


def test_kinds_are_inferred():
    assert {c.name: c.kind for c in Schema.infer(frame())} == KINDS


def test_tables_come_back_exactly_and_identifiers_are_new():
    df, schema = frame(), Schema.infer(frame())
    back = schema.from_matrix(schema.to_matrix(df))
    keys = ["id", "code", "text_id"]
    assert list(back) == list(df)
    pd.testing.assert_frame_equal(back.drop(columns=keys), df.drop(columns=keys))
    for key in keys:
        assert back[key].is_unique and back[key].dtype == df[key].dtype
        assert not set(back[key]) & set(df[key])
    assert back["code"].str.fullmatch(r"AB-0\d\d[a-z]\d").all()  # a digit longer
    assert back["text_id"].str.fullmatch(r"[0-9a-f]{8}\d").all()


@pytest.mark.parametrize(
    "texts, made",
    [
        (["E10000", "E10007", "E10999"], ["E11000", "E11001"]),
        (["E98", "E99"], ["E100", "E101"]),  # no room is left
        (["K2", "K9", "K10"], ["K11", "K12"]),
        (["007", "012"], ["013", "014"]),
        (["a/2", "a/5"], ["a/6", "a/7"]),
    ],
)
def test_numbered_identifiers_count_on(texts, made):
    column = Column("key", "identifier", "str", **identifiers.about(texts))
    assert list(column.new(2, np.random.default_rng(0))) == made


def test_identifiers_that_are_long_enough_keep_their_look():
    keys = [f"{n:032x}" for n in np.random.default_rng(0).integers(2**62, size=20)]
    schema = Schema.infer(pd.DataFrame({"key": keys, "x": EACH[:20]}))
    made = schema.from_matrix(np.zeros((50, 1)))["key"]
    assert made.str.fullmatch("[0-9a-f]{32}").all() and not set(made) & set(keys)


def test_identifiers_are_those_of_the_seed_and_enough_for_any_table():
    schema = Schema.infer(
        pd.DataFrame({"k": [f"K{n}x" for n in range(10)], "x": EACH[:10]})
    )
    matrix = np.zeros((500, 1))
    first, same, other = (schema.from_matrix(matrix, seed)["k"] for seed in (1, 1, 2))
    assert first.is_unique and first.equals(same) and not first.equals(other)


def test_the_matrix_is_as_the_conventions_say():
    schema = Schema.infer(frame())
    matrix = schema.to_matrix(frame())
    assert matrix.dtype == "float64" and matrix.shape == (N, len(KINDS) - 3)
    assert matrix[1, schema.index("day")] == 1577923200  # 2020-01-02
    assert np.isnan(matrix[2, schema.index("town")])
    assert schema.discrete[schema.index("town")]
    assert not schema.discrete[schema.index("size")]
    assert schema.sizes[schema.index("size")] == 3
    assert schema.sizes[schema.index("age")] == 0
    with pytest.raises(UserError, match="identifier"):
        schema.index("id")


def test_what_cannot_be_becomes_the_nearest_that_can():
    schema = Schema.infer(pd.DataFrame({"x": [0.25, 9.5, 1.0], "n": [1, 5, 9]}))
    back = schema.from_matrix([[3.14159, 4.4], [99.0, -3.0]])
    assert back["x"].tolist() == [3.14, 9.5] and back["n"].tolist() == [4, 1]


def test_files_hold_all_of_a_schema(tmp_path):
    schema = Schema.infer(frame())
    schema.write(tmp_path / "schema.json")
    assert Schema.read(tmp_path / "schema.json") == schema
    assert '"low": "2020-01-01T00:00:00"' in (tmp_path / "schema.json").read_text()


def test_what_a_schema_leaves_open_is_inferred():
    df = pd.DataFrame({"zip": [12, 13, 13], "x": [1.5, 2.0, 3.0]})
    said = [{"name": "zip", "kind": "categorical"}]
    said.append({"name": "x", "kind": "continuous", "low": 0, "high": 10})
    schema = Schema.infer(df, Schema.from_config({"columns": said}))
    assert schema.column("zip").categories == (12, 13)
    assert (schema.column("x").low, schema.column("x").high) == (0, 10)
    assert schema.column("x").decimals == 1


@pytest.mark.parametrize(
    "change, problem",
    [
        ({"age": ["old"] * N}, "column 'age', row 1: 'old' is no number"),
        ({"age": [99] * N}, r"row 1: 99 is outside 0 \.\. 6"),
        ({"age": [1.5] * N}, "'age', row 1: 1.5 is not whole"),
        ({"pay": [np.inf] * N}, "'pay', row 1: infinite"),
        ({"town": ["a"] * 4 + ["bb"] * (N - 4)}, "row 5: 'bb' is none of its 2"),
        ({"day": ["2020-01-01"] * 2 + ["x"] * (N - 2)}, "row 3: 'x' is no datetime"),
        ({"flag": [None] + [True] * (N - 1)}, "'flag', row 1: a value is missing"),
        ({"new": [1] * N}, "'new' of the table is not in the schema"),
    ],
)
def test_contradictions_name_the_cell(change, problem):
    schema = Schema.infer(frame())
    with pytest.raises(UserError, match=problem):
        schema.to_matrix(frame().assign(**change))
    schema.to_matrix(frame())


def test_tables_that_cannot_be_used_are_refused():
    mixed = pd.DataFrame({"x": ["1"] * 19 + ["one"], "y": range(20)})
    for df, problem in [
        (mixed, "column 'x', row 20: 'one' stands among numbers"),
        (pd.DataFrame({"x": [1.0, np.inf]}), "row 2: infinite"),
        (pd.DataFrame({"x": [1, [2]]}), "'x', row 2: a cell must be .*, no list"),
        (pd.DataFrame({"x": [None, datetime.date(2020, 1, 1)]}), "row 2: .* no date"),
        (pd.DataFrame({"x": [1, True]}, dtype=object), "row 2: a truth value stands"),
        (pd.DataFrame({"x": [1j]}), "'x' is of type complex128"),
        (pd.DataFrame({"x": pd.Categorical([b"a"])}), "a cell must be .*, no bytes"),
        (pd.DataFrame({"x": pd.to_timedelta([1, 2])}), "of type timedelta64"),
        (pd.DataFrame({"x": [1.5, 1e200]}), "'x': numbers from 1.5 to 1e.200 cannot"),
        (pd.DataFrame({"x": []}), "no rows"),
        (pd.DataFrame(index=[1, 2]), "no columns"),
        (pd.DataFrame({0: [1, 2]}), "must be text; 0"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "two columns are named 'a'"),
        (
            pd.DataFrame({"id": range(20), "user_id": range(20)}),
            r"not an identifier, and every one is: 'id', 'user_id'.*\"kind\".*--schema",
        ),
    ]:
        with pytest.raises(UserError, match=problem):
            Schema.infer(df)


@pytest.mark.parametrize(
    "config, problem",
    [
        ([], "a schema is"),
        ({"columns": [{"name": "x"}]}, "needs a name and a kind"),
        ({"columns": [{"name": "x", "kind": "intger"}]}, "Did you mean integer"),
        ({"columns": [{"name": "x", "kind": "integer", "lo": 1}]}, "Did you mean low"),
        ({"columns": [{"name": "x", "kind": "integer", "low": "a"}]}, "be a number"),
        ({"columns": [{"name": "x", "kind": "integer", "low": np.nan}]}, "be a number"),
        ({"columns": [{"name": "x", "kind": "ordinal", "categories": "ab"}]}, "a list"),
        ({"columns": [{"name": "x", "kind": "ordinal", "categories": [[]]}]}, "a list"),
        (
            {"columns": [{"name": "x", "kind": "integer", "missing": 1}]},
            "true or false",
        ),
        ({"columns": [{"name": "x", "kind": "continuous", "decimals": -1}]}, "0 to 15"),
        ({"columns": [{"name": "x", "kind": "datetime", "step": 0}]}, "at least 1e-06"),
        (
            {"columns": [{"name": "x", "kind": "datetime", "format": 1}]},
            "a text, not 1",
        ),
        ({"columns": [{"name": "x", "kind": "datetime", "low": ""}]}, "no ISO"),
        ({"columns": [{"name": "x", "kind": "integer", "low": 2, "high": 1}]}, "above"),
        (
            {"columns": [{"name": "x", "kind": "ordinal", "categories": [1, 1]}]},
            "twice",
        ),
        ({"columns": [{"name": "x", "kind": "datetime", "low": "a"}]}, "no ISO"),
    ],
)
def test_files_that_are_no_schema_are_refused(config, problem, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps(config))
    with pytest.raises(UserError, match=problem):
        Schema.read(tmp_path / "schema.json")


@pytest.mark.parametrize(
    "name, change",
    [
        ("age", {"dtype": "nope"}),
        ("age", {"dtype": "bool"}),
        ("age", {"high": 999, "dtype": "uint8"}),
        ("age", {"missing": True}),
        ("day", {"format": "%Y"}),
        ("minute", {"timezone": "Mars"}),
        ("code", {"dtype": "float64"}),
    ],
)
def test_types_that_cannot_hold_their_values_are_refused(name, change):
    config = Schema.infer(frame()).to_config()
    column = next(each for each in config["columns"] if each["name"] == name)
    column |= change
    with pytest.raises(UserError, match=f"'{name}'.*(do not fit its type|no datetime)"):
        schema = Schema.infer(frame(), Schema.from_config(config))
        schema.to_matrix(frame())


def test_names_of_several_lines_make_no_messages_of_several():
    df = frame().rename(columns={"age": "a\nge\x85"})
    with pytest.raises(UserError, match="Known: a ge , ") as caught:
        Schema.infer(df).column("town ")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "content, problem",
    [
        (None, "schema .*/schema.json does not exist. Schema.infer"),
        (
            b'{"columns": [\n  {"name" "x"}]}',
            "no JSON from line 2, column 11 on: .*a sch",
        ),
        (b"\xff\xfe{", "is no text in UTF-8"),
    ],
)
def test_files_that_are_no_json_are_refused(content, problem, tmp_path):
    path = tmp_path / "schema.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=problem):
        Schema.read(path)


def test_microseconds_of_all_centuries_come_back():
    rng = np.random.default_rng(0)
    stamps = rng.integers(-8 * 10**15, 8 * 10**15, 3000)
    df = pd.DataFrame({"t": stamps.view("datetime64[us]")})
    schema = Schema.infer(df)
    again = Schema.from_config(json.loads(json.dumps(schema.to_config())))
    assert again == schema and schema.column("t").step == 1e-6
    pd.testing.assert_frame_equal(schema.from_matrix(schema.to_matrix(df)), df)


def test_a_column_of_one_datetime_stays_one():
    df = pd.DataFrame({"t": pd.to_datetime(["2020-01-02", None, "2020-01-02"])})
    schema = Schema.infer(df)
    assert schema.column("t").kind == "datetime"
    pd.testing.assert_frame_equal(schema.from_matrix(schema.to_matrix(df)), df)


def test_whole_numbers_stay_whole_whatever_their_type():
    df = pd.DataFrame({"n": pd.Series([1, 2, 7], dtype=object), "t": ["1", "2", "7"]})
    said = [{"name": name, "kind": "integer"} for name in df]
    schema = Schema.infer(df, Schema.from_config({"columns": said}))
    back = schema.from_matrix(schema.to_matrix(df))
    assert back["t"].tolist() == ["1", "2", "7"]
    assert list(map(str, back["n"])) == ["1", "2", "7"]


def test_numeric_identifiers_are_numbers_of_their_type():
    df = pd.DataFrame({"id": [1.0, 2.0, np.nan], "x": [1, 2, 2]})
    schema = Schema.infer(df)
    assert schema.from_matrix([[1.0]] * 3)["id"].tolist() == [3, 4, 5]
    schema = Schema.infer(df.assign(id=np.array([1, 2, 250], "uint8")))
    with pytest.raises(UserError, match="'id': there are no 9 more of its type uint8"):
        schema.from_matrix([[1.0]] * 9)


def test_unknown_columns_get_the_nearest_names():
    with pytest.raises(UserError, match="Did you mean town"):
        Schema.infer(frame()).column("twon")


def test_leading_zeros_and_thousands_of_categories_are_kept():
    rng = np.random.default_rng(0)
    codes = [f"{n:05d}" for n in rng.integers(5000, size=9000)]
    schema = Schema.infer(df := pd.DataFrame({"zip": codes}))
    assert schema.column("zip").kind == "categorical"
    assert schema.sizes[0] == len(set(codes)) > 3000
    pd.testing.assert_frame_equal(schema.from_matrix(schema.to_matrix(df)), df)


def test_random_tables_come_back():
    rng = np.random.default_rng(3)
    for _ in range(20):
        n = int(rng.integers(1, 12))
        df = pd.DataFrame(
            {
                "a": rng.normal(size=n).round(int(rng.integers(0, 6))),
                "b": rng.integers(-3, 3, size=n),
                "c": rng.choice(["", "=1", "ü,;", "x" * 50, "1"], size=n),
                "d": np.where(rng.random(n) < 0.5, np.nan, rng.normal(size=n) * 1e6),
            }
        )
        schema = Schema.infer(df)
        config = json.loads(json.dumps(schema.to_config()))
        again = Schema.from_config(config)
        pd.testing.assert_frame_equal(again.from_matrix(again.to_matrix(df)), df)


def test_a_column_knows_what_it_cannot_be():
    with pytest.raises(UserError, match="Unknown kind 'number' of column 'x'"):
        Column("x", "number")
