import datetime
import decimal

import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables import reading
from ter_gan.tables.schema import Schema

PLAIN = pd.DataFrame(
    {"name": ["Zoë", "Bo"], "x": [1.5, -2.0], "n": [3, 4], "zip": ["007", "120"]}
)


def read(path, content, encoding="utf-8"):
    """The table of a text, and the lines that were said."""
    lines = []
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode(encoding)
    )
    return reading.read_csv(path, lines.append), lines


@pytest.fixture
def path(tmp_path):
    return tmp_path / "t.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found_out(path, encoding, separator):
    text = "name,x,n,zip\nZoë,1.5,3,007\nBo,-2.0,4,120\n".replace(",", separator)
    df, lines = read(path, text, encoding)
    pd.testing.assert_frame_equal(df, PLAIN)
    assert any("Latin-1" in line for line in lines) == (encoding == "latin-1")


def test_decimal_commas_and_quotes(path):
    df, lines = read(path, 'x;y\n1,5;"a;b"\n-2;"c\nd"\n')
    assert df["x"].tolist() == [1.5, -2.0] and df["y"].tolist() == ["a;b", "c\nd"]
    assert any("decimal commas in 'x'" in line for line in lines)
    df, _ = read(path, 'x,y\n"1,500",2\n"2,000",3\n')  # thousands: no decimals
    assert df["x"].tolist() == ["1,500", "2,000"]


def test_the_header_is_the_first_line_with_something_in_it(path):
    assert read(path, " \na\nb\n1\n")[0]["a"].tolist() == ["b", "1"]
    assert read(path, ',,\n"a\nb",c,d\n1,2,3\n')[0].shape == (1, 3)


def test_a_column_without_name_is_called_as_pandas_calls_it(path):
    assert list(read(path, ",city, \n0,Rome,x\n")[0]) == [
        *("Unnamed: 0", "city", "Unnamed: 2")
    ]


def test_spaces_behind_separators_are_dropped_where_the_header_has_them(path):
    assert read(path, 'a, b\n1, "x, y"\n')[0]["b"].tolist() == ["x, y"]
    assert read(path, "a,b\n 1, x\n")[0].loc[0].tolist() == [1, " x"]


def test_long_lines_are_read(path):
    """They are too long for one cell, which they would be with another separator."""
    names = [f"{i:03d}" + 1000 * "x" for i in range(140)]
    df, _ = read(path, f"{','.join(names)}\n{','.join('1' * 140)}\n")
    assert list(df) == names and df.loc[0].tolist() == [1] * 140


def test_cells_without_value_and_types(path):
    df, _ = read(path, "a,b,c,d\n1,,True,x\n,NA,,\n3,,False,NA\n")
    assert df["a"].tolist()[::2] == [1, 3] and df["a"].isna().tolist()[1]
    assert df["b"].isna().all() and df["c"].dtype == "boolean"
    schema = Schema.infer(df)
    pd.testing.assert_frame_equal(
        schema.from_matrix(schema.to_matrix(df)), df, check_dtype=True
    )


@pytest.mark.parametrize(
    "content, problem",
    [
        ("", "is empty"),
        ("\n\n", "no header"),
        ("a,b\n", "a header and no rows"),
        ("a,b\n1,2\n3\n", "line 3: 1 cells where the header has 2 columns"),
        ("a,b\n1,2\n3,4\n5,6,7\n", "line 4: 3 cells"),
        ("a,b, a\n1,2,3\n", "two columns are named 'a'"),
        ("a,b\nx,1\n".encode("utf-16-le"), "line 1: a NUL, .* UTF-8"),
        (f"a,b\n{'x' * 200_000},1\n", "line 2: field larger than field limit"),
        ('a,"b\nc",a\n1,2,3\n', "two columns are named 'a'"),
        ('a,b\n1,"2\n3,4\n', "mark that is opened in line 2 is never closed"),
        ('a,b\n"1\n1",2\n\n3,"x', "opened in line 5 is never closed"),
        ('a,b\n1,2\n"u\nv","\n\n', "opened in line 4 is never closed"),
        ('a,b\n1,"', "opened in line 2 is never closed"),
        ('a,"b\n1,2\n', "opened in line 1 is never closed"),
        ('a,b\n1,"2\n' + "3,4\n" * 50_000, "line 2 or below is not closed up to"),
    ],
)
def test_files_that_are_no_table_are_refused(path, content, problem):
    with pytest.raises(UserError, match=problem):
        read(path, content)


def test_lines_are_those_of_the_file(path):
    df, _ = read(path, '\na,b\n"x\ny",1\n\n \nz,2\n'.replace(" \n", ""))
    assert [df["b"].tolist(), reading.line_of(path, 0)] == [[1, 2], 4]
    assert reading.line_of(path, 1) == 6
    assert read(path, "a\n1\n  \n\n2\n")[0]["a"].tolist() == [1, 2]
    assert reading.line_of(path, 1) == 5


def test_paths_without_a_file_are_refused(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        reading.read_csv(tmp_path / "none.csv")
    (tmp_path / "t.parquet").write_bytes(b"no parquet")
    with pytest.raises(UserError, match="cannot be read as Parquet"):
        reading.read_parquet(tmp_path / "t.parquet")


def test_parquet_keeps_types(tmp_path):
    PLAIN.to_parquet(tmp_path / "t.parquet")
    pd.testing.assert_frame_equal(reading.read_parquet(tmp_path / "t.parquet"), PLAIN)


def test_parquet_has_days_and_decimals(tmp_path):
    days = [datetime.date(2020, 1, 2), None, datetime.date(2021, 1, 2)]
    df = pd.DataFrame({"day": days, "pay": [decimal.Decimal("1.50"), None, 2]})
    df.to_parquet(tmp_path / "t.parquet")
    schema = Schema.infer(reading.read_parquet(tmp_path / "t.parquet"))
    assert [column.kind for column in schema] == ["datetime", "continuous"]


def test_all_that_is_written_is_read_again(tmp_path):
    cells = [" a", "a ", "a\rb", "a\nb", 'a"b', "a,b", "'c", "007"]
    days = pd.date_range("2020-01-01", periods=8)
    df = pd.DataFrame({"x": cells, "n": [1.5, None] * 4, "day": days})
    reading.write_csv(df, tmp_path / "t.csv")
    found = reading.read_csv(tmp_path / "t.csv")
    assert found["day"].tolist() == [str(day)[:10] for day in days]
    pd.testing.assert_frame_equal(found[["x", "n"]], df[["x", "n"]])


def test_formulas_are_written_as_text_and_numbers_as_numbers(tmp_path):
    cells = ["=1+1", "+x", "-x", "@a", "<b>", "a=b"]
    df = pd.DataFrame({"=name": cells, "x": [-1.5] * 6, "n": [None, *"abcde"]})
    reading.write_csv(df, tmp_path / "t.csv")
    back = pd.read_csv(tmp_path / "t.csv")
    assert list(back) == ["'=name", "x", "n"]
    assert back["'=name"].tolist() == ["'=1+1", "'+x", "'-x", "'@a", "<b>", "a=b"]
    assert back["x"].tolist() == [-1.5] * 6 and back["n"].isna().tolist()[0]


def test_random_bytes_are_read_or_refused_in_one_line(path):
    rng = np.random.default_rng(0)
    signs = np.frombuffer(b'a1,.;"\n\r\t|-= \x00\xc3\xa9', "uint8")
    outcomes = set()
    for _ in range(150):
        content = rng.choice(signs, size=int(rng.integers(0, 40))).tobytes()
        try:
            Schema.infer(read(path, content)[0])
            outcomes.add("read")
        except UserError as error:
            assert str(error)
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}
