import dataclasses
import hashlib
import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest

from ter_gan.errors import UserError
from ter_gan.tables.datasets import assemble, load, published, simulated, tfds
from ter_gan.tables.encoding import Encoder
from ter_gan.tables.schema import Schema


@pytest.mark.parametrize(
    "name, optimum",
    [("gridr-table", -3.06), ("grid-table", -3.06), ("ring-table", -1.70)],
)
def test_simulated_tables_reach_the_published_optimum(name, optimum):
    frames, truth = simulated.draw(name)
    assert {part: len(df) for part, df in frames.items()} == simulated.SIZES
    found = truth.log_prob(truth.sample(50_000, np.random.default_rng(0))).mean()
    assert found == pytest.approx(optimum, abs=0.012)
    moved = frames["test"].to_numpy() + 0.5
    assert truth.log_prob(moved).mean() < optimum - 0.5


def test_densities_integrate_to_one():
    ticks = np.linspace(-2.5, 2.5, 201)
    points = np.array([(x, y) for x in ticks for y in ticks])
    density = np.exp(simulated.ring().log_prob(points))
    assert density.sum() * (ticks[1] - ticks[0]) ** 2 == pytest.approx(1, abs=1e-3)


def test_bundled_tables_have_classes_and_disjoint_rows():
    iris = load("iris")
    assert iris.class_names == ("setosa", "versicolor", "virginica")
    assert set(iris.train.y) == {0, 1, 2} and iris.shape == (5,)
    parts = [set(map(tuple, getattr(iris, part).x)) for part in assemble.PARTS]
    assert (
        not parts[0] & parts[1] and not parts[0] & parts[2] and not parts[1] & parts[2]
    )
    assert sum(map(len, (iris.train, iris.validation, iris.test))) == 150
    assert load("diabetes").class_names is None and load("diabetes").target == "target"
    assert iris.content_hash == load("iris").content_hash


def test_frames_and_facts():
    iris = load("iris")
    facts = json.loads(json.dumps(iris.facts))
    schema = Schema.from_config(facts["schema"])
    np.testing.assert_array_equal(schema.to_matrix(iris.frame("test")), iris.test.x)
    assert facts["target"] == "target" and "columns as" in iris.form
    assert Encoder(**facts["encoder"]) == iris.encoder
    assert [sum(each) for each in facts["frequencies"]] == pytest.approx(
        [1] * len(iris.encoded.counts)
    )
    assert iris.encoded.shape == (len(iris.train), iris.encoder.width)
    assert iris.from_model(iris.to_model(iris.train.x)) is iris.train.x


@pytest.fixture
def people(tmp_path):
    rng = np.random.default_rng(0)
    df = pd.DataFrame({"age": rng.integers(9, 99, 60), "sex": ["f", "m"] * 30})
    df["end"] = df["age"] + 1
    df.to_csv(tmp_path / "people.csv", index=False)
    df.to_parquet(tmp_path / "people.parquet")
    return tmp_path


def test_files_are_tables(people):
    options = {"target": "sex", "constraints": "age < end", "report": print}
    csv = load(f"csv:{people}/people.csv", **options)
    parquet = load(f"parquet:{people}/people.parquet", **options)
    assert csv.content_hash == parquet.content_hash and csv.class_names == ("f", "m")
    noise = np.random.default_rng(1).normal(size=(100, csv.encoder.width))
    made = csv.encoder.from_model(noise)
    assert (made[:, 0] < made[:, 2]).all()
    plain = load(f"csv:{people}/people.csv", encoding="plain")
    assert plain.encoder.width < csv.encoder.width + 3
    assert plain.encoder.spans[0].activation == "linear"


@pytest.mark.parametrize(
    "columns, problem",
    [
        ({"a": [7]}, "3 different rows or more .* the table has one. Add"),
        ({"a": [7] * 40}, "all 40 rows are equal. Add"),
        (
            {"id": range(40), "a": [7] * 40},
            "all 40 rows are equal; identifiers, .*do not count .'id'.",
        ),
        (
            {"a": [7] * 40, "b": [1, None] * 20},
            "the 40 rows have only 2 that differ; the same value is in every .* 'a'",
        ),
    ],
)
def test_too_few_different_rows_are_refused_as_rows(columns, problem):
    frames = {"train": pd.DataFrame(columns)}
    with pytest.raises(UserError, match=problem):
        assemble.from_frames("x", frames, assemble.Options())


def test_cells_of_files_are_told_by_their_line(tmp_path):
    (tmp_path / "t.csv").write_text('x,y\n1.5,"a\nb"\n\ninf,c\n')
    with pytest.raises(UserError, match="t.csv, line 5, column 'x': infinite; write"):
        load(f"csv:{tmp_path}/t.csv")
    df = pd.DataFrame({"x": [1.5, np.inf]})
    df.to_parquet(tmp_path / "t.parquet")
    with pytest.raises(UserError, match="column 'x', row 2: infinite"):
        load(f"parquet:{tmp_path}/t.parquet")


def test_schemas_of_files_hold(people):
    schema = Schema.infer(pd.read_csv(people / "people.csv"))
    config = schema.to_config()
    config["columns"][0] |= {"kind": "categorical"}
    (people / "schema.json").write_text(json.dumps(config))
    csv = load(f"csv:{people}/people.csv", schema=people / "schema.json")
    assert csv.schema.column("age").kind == "categorical"
    config["columns"][0] |= {"kind": "integer", "low": 50}
    (people / "schema.json").write_text(json.dumps(config))
    with pytest.raises(
        UserError, match="people.csv, line .*, column 'age': .* is outside 50"
    ):
        load(f"csv:{people}/people.csv", schema=people / "schema.json")


@pytest.mark.parametrize(
    "name, options, problem",
    [
        ("gridr", {}, "Did you mean gridr-table"),
        ("csv:{}/none.csv", {}, "cannot be read"),
        ("csv:{}/people.csv", {"target": "sx"}, "Did you mean sex"),
        ("csv:{}/people.csv", {"encoding": "best"}, "modes or plain"),
        ("csv:{}/one.csv", {}, "3 different rows or more"),
    ],
)
def test_what_cannot_be_had_is_said(people, name, options, problem):
    (people / "one.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UserError, match=problem):
        load(name.format(people), people, report=print, **options)


def test_adult_keeps_its_split_and_labels(tmp_path, monkeypatch):
    row = "39, {job}, 77516, Bachelors, 13, x, y, z, White, Male, {n}, 0, 40, ?, {c}\n"
    rows = [row.format(job="?" if n % 3 else "Gov", n=n, c=["<=50K", ">50K"][n % 2])
            for n in range(30)]  # fmt: skip
    folder = tmp_path / "adult"
    folder.mkdir()
    (folder / "adult.data").write_text("".join(rows) + "\n")
    test = "|1x3 Cross validator\n" + "".join(rows[:9]).replace("50K", "50K.")
    (folder / "adult.test").write_text(test)
    with pytest.raises(UserError, match="has 30 rows, not the 32561"):
        load("adult", tmp_path)
    sizes = {"train": ("adult.data", 30), "test": ("adult.test", 9)}
    monkeypatch.setattr(published, "ADULT_ROWS", sizes)
    adult = load("adult", tmp_path)
    assert (len(adult.train), len(adult.validation), len(adult.test)) == (27, 3, 9)
    assert adult.class_names == ("<=50K", ">50K")
    assert adult.schema.column("workclass").missing
    assert adult.schema.column("native-country").categories == (None,)


def test_wheels_are_pinned_by_their_content(tmp_path, monkeypatch):
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))
    fail = lambda *_: (_ for _ in ()).throw(published.Unavailable("no network"))  # noqa: E731
    monkeypatch.setattr(published.wheel, "download", fail)
    (tmp_path / "penguins").mkdir()
    (tmp_path / "penguins" / "penguins.csv").write_text("species\nAdelie\n")
    with pytest.raises(UserError, match="sha256 .* not 1867a776a833.*no network"):
        load("penguins", tmp_path, report=print)


@pytest.fixture
def packed(tmp_path, monkeypatch):
    """Puts the file of a wheel into the data directory, as if it were its content."""
    monkeypatch.setenv("TER_GAN_CACHE", str(tmp_path / "cache"))

    def put(name, content):
        about = published.PACKED[name]
        (tmp_path / name).mkdir()
        (tmp_path / name / about.file).write_bytes(content)
        pinned = dataclasses.replace(about, sha256=hashlib.sha256(content).hexdigest())
        monkeypatch.setitem(published.PACKED, name, pinned)
        return load(name, tmp_path, report=print)

    return put


def _one_hot(columns, coded):
    """CSV text of a table whose coded columns are ones and zeros, as in the wheel."""
    return pd.get_dummies(pd.DataFrame(columns), columns=coded, dtype=int).to_csv(
        index=False
    )


def test_adult_of_the_wheel_gets_its_categories_back(packed):
    rng = np.random.default_rng(0)
    coded = list(published.ADULT_CODED)
    columns = {name: rng.choice(["a_b", "c-d"], 60) for name in coded}
    for name in set(published.ADULT) - {*coded, "income"}:
        columns[name] = rng.integers(0, 50, 60)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as files:
        files.writestr("adult.csv", _one_hot(columns, coded))
    adult = packed("adult", stream.getvalue())
    assert adult.schema.names == published.ADULT and adult.target == "income"
    made = pd.concat([adult.frame(part) for part in ("train", "validation", "test")])
    wanted = pd.DataFrame(columns).rename(columns={"salary": "income"})
    order = list(published.ADULT)
    made, wanted = (
        each[order].astype(str).sort_values(order).to_numpy() for each in (made, wanted)
    )
    np.testing.assert_array_equal(made, wanted)


def test_credit_of_the_wheel_has_categories_and_a_target(packed):
    rng = np.random.default_rng(0)
    columns = {
        "ID": np.arange(60),
        "LIMIT_BAL": rng.integers(1, 50, 60) * 1e4,
        "SEX": rng.integers(1, 3, 60),
        "default-payment-next-month": rng.integers(0, 2, 60),
        "EDUCATION": rng.integers(0, 3, 60),
        "MARRIAGE": rng.integers(0, 3, 60),
    }
    coded = list(published.CREDIT_CODED)
    credit = packed("credit", _one_hot(columns, coded).encode())
    kinds = {column.name: column.kind for column in credit.schema.columns}
    assert kinds["ID"] == "identifier" and kinds["LIMIT_BAL"] == "integer"
    assert all(kinds[name] == "categorical" for name in ("SEX", *coded))
    assert credit.schema.column("EDUCATION").categories == ("0", "1", "2")
    assert credit.target == "default-payment-next-month"


def test_features_become_columns():
    class Feature:
        names = ("no", "yes")

    assert tfds._column([1, -1, 0], Feature()) == ["yes", None, "no"]
    assert tfds._column([b"caf\xc3\xa9"], object()) == ["café"]
    assert tfds._column([1.5], object()) == [1.5]
